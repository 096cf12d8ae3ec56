import type { ListedTitle, TitleList } from '../db/column-types.ts'
import type { HistoryMessage } from '../db/messages.ts'
import { isNamedIn, TITLE, withTitleMarked } from '../tools/named-titles.ts'
import { type Clause, clausesFor } from '../tools/spoken-wishes.ts'
import { titleKey } from '../tools/title-key.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import {
  ADDING,
  AGREEING,
  FILLERS,
  DECLINING,
  isWordless,
  KIND,
  NAMELESS,
  PERSONAL,
  plainWords,
  POINTING,
  PRAISE,
  REMOVING,
  EVERYDAY,
  without,
} from '../tools/wish-words.ts'

export type Wish = Pick<ToolContext, 'isNamed' | 'isWanted'>

/** What stands for the person's own wish: what code or they themselves have chosen. */
export const THEIR_OWN: Wish = { isNamed: true, isWanted: true }

/** What a person said and was told, as far as a call can be about it. */
export interface Said {
  text: string
  /** What they were last shown. */
  list: TitleList
  /** The earlier rounds, oldest first. */
  earlier: readonly HistoryMessage[]
}

/**
 * Whether a call that a model made is what the person wants, by their own words alone: a model may
 * have been talked into it by a title, now or in an earlier round.
 */
export function wishFor(tool: Tool, args: Record<string, unknown>, said: Said): Wish {
  const title = args['title'] ?? args['words']
  if (typeof title !== 'string') return { isNamed: false, isWanted: false }
  const isTold = wasTold(title, said)
  const isNamed = isTold || isNamedIn(said.text, title)
  const { askedWith: wish } = tool
  if (!isNamed || !wish) return { isNamed, isWanted: isNamed }
  const isAsked = isAskedFor({ title, isTold, wish }, said.text)
  return { isNamed, isWanted: isAsked || (isTold && isAnswer(said, tool, title)) }
}

interface Asked {
  title: string
  /** Whether they were told of it, so that they can point at it. */
  isTold: boolean
  wish: RegExp
}

function isAskedFor({ title, isTold, wish }: Asked, text: string): boolean {
  const marked = withTitleMarked(text, title).replaceAll(NOT_MEANT, ' something else ')
  const named = clausesFor(marked, wish)
  const isTitle = DATED.test(marked) || !(isPronoun(title) || isAnyTitle(title))
  if (isTitle && named.some((clause) => isAskedOutright(clause, wish))) return true

  const clauses = isEverydayName(title) ? clausesFor(text, wish) : named
  return clauses.some((clause, at) => {
    if (clause.words.includes(TITLE)) return clause.asks || goesOn(clause, clauses.slice(0, at))
    return clause.asks && isPointedAt(clause, clauses, { isTold, wish })
  })
}

// "Add It (2017)"
const DATED = new RegExp(String.raw`${TITLE}\s*\((?:19|20)\d\d\)`, 'u')
// "All but Alien", "after Alien", and any film of a kind that also is a title: "a horror".
const NOT_MEANT = new RegExp(
  [
    String.raw`\b(?:except|excluding|besides|without|unlike|but|before|after|until|because|cos|since)\s+(?:for\s+)?(?:the\s+)?${TITLE}`,
    String.raw`\b(?:add|get|grab|want|need|me|us|watch|see|like|have|bring|download)\s+(?:an?|some|any|another)\s+(?:(?:really|good|nice|great|new)\s+)*${TITLE}`,
  ].join('|'),
  'giu',
)

/** Whether a title is made of what stands in every other text: "Up", "You", "Do Not", "?". */
function isEverydayName(title: string): boolean {
  const words = plainWords(title)
  if (isAnyTitle(title)) return true
  // Where no blanks stand between words, one sign is a part of any of them.
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u.test(words))
    return true
  return namesNothing(
    without(words, ADDING, REMOVING, DECLINING, POINTING, AGREEING, PERSONAL, EVERYDAY),
  )
}

/** "Add Up": the verb, the title and nothing else. */
function isAskedOutright({ words, asks }: Clause, wish: RegExp): boolean {
  const before = words.slice(0, Math.max(words.lastIndexOf(TITLE), 0))
  return asks && wish.test(before) && namesNothing(without(words, wish, PERSONAL))
}

/** "It", "That One"; "The Last of Us" and "24" are titles. */
function isPronoun(title: string): boolean {
  const words = plainWords(title)
  return isWordless(without(words, POINTING, NAMELESS)) && !isWordless(without(words, /\d/))
}

const ANY = String.raw`(?:some|any)(?:thing)?|another|(?:one |two )?more|(?:the )?next|whatever|soon|well`
const ANY_OF_THEM = new RegExp(
  String.raw`^\W*(?:(?:${ANY})(?:\W+\w+)?|what(?:s| is) (?:new|on|here|coming|good))\W*$`,
)

/** "Something Funny", "A Comedy", "More": what people say who name no title. */
function isAnyTitle(title: string): boolean {
  const words = plainWords(title)
  const isKind = /^\W*an?\s/.test(words) && isWordless(without(words, NAMELESS, PRAISE, KIND))
  return isKind || ANY_OF_THEM.test(words)
}

/** "Add Heat, Tenet and Alien" is one wish in two clauses. */
function goesOn({ words }: Clause, earlier: readonly Clause[]): boolean {
  if (!namesNothing(words)) return false
  const first = earlier.findLastIndex(({ asks }) => asks)
  return first !== -1 && earlier.slice(first).every((clause) => !clause.isNoRequest)
}

/** Whether a clause that asks means the title by "it", or by nothing but its verb. */
function isPointedAt(
  clause: Clause,
  clauses: readonly Clause[],
  { isTold, wish }: Omit<Asked, 'title'>,
): boolean {
  const rest = without(clause.words, wish)
  const isVerbAlone = isWordless(without(rest, FILLERS))
  const isPointer =
    pointsAt(clause.words) && namesNothing(without(rest, POINTING, AGREEING, PERSONAL))
  if (!isVerbAlone && !isPointer) return false

  const others = clauses.filter((other) => other !== clause && saysMore(other.words))
  const before = others.findLast((other) => clauses.indexOf(other) < clauses.indexOf(clause))
  if (before?.words.includes(TITLE)) {
    return !DECLINING.test(before.words) || isMissing(before.words, wish)
  }
  // What they name beside it is what they mean.
  return isTold && others.every(({ words }) => !words.includes(TITLE) && pointsAt(words))
}

const saysMore = (words: string) =>
  words.includes(TITLE) || !namesNothing(without(words, AGREEING, PERSONAL))

const isMissing = (words: string, wish: RegExp) =>
  /\b(?:have|has|here|there|got|find|seen|know|heard|esta|hay|ten\w*|tien\w*)\b/.test(words) &&
  !wish.test(words)

/** "The UK one" answers a list of what could be added, and "ja" an offer to; nothing else is said. */
function isAnswer({ text, list }: Said, { name }: Tool, title: string): boolean {
  if (list.tool !== name || text.includes('?')) return false
  const words = plainWords(text)
  const rest = wordsOf(words).filter((word) => !wordsOf(plainWords(title)).includes(word))
  const numbers = rest.filter((word) => /^\d{1,2}$/.test(word))
  const hasNumber = ({ title: each }: ListedTitle, at: number) =>
    titleKey(each) === titleKey(title) && numbers.includes(String(at + 1))
  if (numbers.length > 0 && !list.items.some(hasNumber)) return false
  const isChoice = list.isNumbered && (rest.length < wordsOf(words).length || WHICH.test(words))
  if (!isChoice && !pointsAt(words) && !AGREEING.test(words)) return false
  // "Nice one" and "all good" end a talk.
  return isWordless(without(rest.join(' '), AGREEING, POINTING, FILLERS, NAMELESS, /\bi\b/))
}

const WHICH = /\b(?:\d{4}|films?|movies?|shows?|series|version|original|remake|new\w*|old\w*)\b/

const wordsOf = (words: string): readonly string[] => words.match(/[\p{L}\p{N}]+/gu) ?? []
const pointsAt = (words: string) => POINTING.test(words)
const namesNothing = (words: string) => isWordless(without(words, FILLERS, PRAISE, NAMELESS))

/** Whether they were shown the title last, or it was named in the last round where no list stands. */
function wasTold(title: string, { list, earlier }: Said): boolean {
  const key = titleKey(title)
  if (list.items.length > 0) return list.items.some((item) => titleKey(item.title) === key)
  return lastSaid(earlier).some((words) => isNamedIn(words, title))
}

/** What waits for MORE was not said. */
function lastSaid(earlier: readonly HistoryMessage[]): string[] {
  const round = earlier.at(-1)?.round
  return earlier.flatMap(({ round: at, role, content, toolCalls, metadata }) =>
    at === round && role !== 'tool' && !toolCalls ? [content.slice(0, metadata?.sentLength)] : [],
  )
}
