import type { TitleList } from '../db/column-types.ts'
import type { HistoryMessage } from '../db/messages.ts'
import { isNamedIn, TITLE, withoutTitle, withTitleMarked } from '../tools/named-titles.ts'
import {
  type Clause,
  clausesFor,
  isDeclined,
  isQuestion,
  plainWords,
} from '../tools/spoken-wishes.ts'
import { titleKey } from '../tools/title-key.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'

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

// In the languages in which a pronoun is a word. Elsewhere, and where none is found, they are asked.
const POINTING =
  /(?<![\p{L}\p{N}])(?:it|that|this|them|those|these|both|all|everything|ones?|other|another|last|first|second|third|fourth|fifth|\d{1,2}(?:st|nd|rd|th)?|lo|los|las|ese|esa|eso|ambos|todos|todas|primer\p{L}*|segund\p{L}*|ultim\p{L}*|le|la|les|ca|celui|celle|tous|premier\p{L}*|deuxieme|ihn|sie|es|das|den|beide|alle|erste\p{L}*|zweite\p{L}*|letzte\p{L}*|isso|esse|essa|quello|quella|questo|entrambi|tutti|die|dat|hem|beiden|его|ее|их|это|оба|перв\p{L}*|втор\p{L}*)(?![\p{L}\p{N}])|(?:anad|agreg|descarg|aggiung|scaric)\p{L}*(?:l[oae]s?|li)(?![\p{L}\p{N}])|これ|それ|番|它|这|這|第|그거|이거|번째/u

// A yes that is read by a model, because it is said in another language than ours.
const YES_ELSEWHERE =
  /^(?:si|oui|ja|sim|da|tak|evet|igen|ano|kylla|hai|да|так|はい|是|好|네|예|نعم|כן|हां)(?![\p{L}\p{N}])/u

/**
 * Whether a call that a model made is what the person wants, by their own words alone: a model may
 * have been talked into it by a title, now or in an earlier round.
 */
export function wishFor(tool: Tool, args: Record<string, unknown>, said: Said): Wish {
  const name = args['title'] ?? args['words']
  const isNamed = typeof name === 'string' && isMeant(name, said)
  return { isNamed, isWanted: isNamed && isAskedFor(tool, name, said) }
}

// What may stand beside a title, or beside the verb, and names nothing else.
const COURTESY =
  /(?<![\p{L}\p{N}])(?:please|pls|plz|thanks|thank|thx|you|u|can|could|would|will|and|or|also|too|then|so|ok|okay|yes|yeah|yep|sure|great|cool|hey|hi|me|us|just|now|the|a|film|movie|show|series|to|from|tonight|both|\d{4})(?![\p{L}\p{N}])/gu

function isAskedFor({ name, askedWith }: Tool, title: string, { text, list }: Said): boolean {
  if (!askedWith) return true
  const marked = withTitleMarked(text, title)
  const clauses = clausesFor(marked, askedWith)
  const among = { clauses, wish: askedWith }
  if (clauses.some((clause, at) => isAskedIn(clause, clauses.slice(0, at), among))) return true
  // "The UK one" answers a list of what could be added, and "ja" an offer to.
  const isAnswer = list.tool === name && (pointsAt(text) || isYes(text)) && !text.includes('?')
  return isAnswer && clauses.some(({ words, isNoRequest }) => !isNoRequest && isAnswering(words))
}

/** Whether one clause asks for the title: it names it, points at it, or goes on with what is asked. */
function isAskedIn(
  { words, asks, isNoRequest }: Clause,
  earlier: readonly Clause[],
  { clauses, wish }: { clauses: readonly Clause[]; wish: RegExp },
): boolean {
  if (words.includes(TITLE)) return asks || (!isNoRequest && goesOn(words, earlier))
  if (!asks || !(pointsAt(words) || isCourtesy(words.replace(wish, ' ')))) return false

  const before = earlier.findLast((clause) => !isCourtesy(clause.words))?.words
  if (before?.includes(TITLE)) return !isDeclined(before) || isMissing(before, wish)
  const isElsewhere = clauses.some((clause) => clause.words.includes(TITLE))
  return !isElsewhere && (before === undefined || !isQuestion(before) || pointsAt(before))
}

/** "Add Heat, Tenet and Alien" is one wish in two clauses. */
function goesOn(words: string, earlier: readonly Clause[]): boolean {
  if (!isCourtesy(withoutTitle(words))) return false
  const first = earlier.findLastIndex(({ asks }) => asks)
  return first !== -1 && earlier.slice(first).every(({ isNoRequest }) => !isNoRequest)
}

const isCourtesy = (words: string) => !/[\p{L}\p{N}]/u.test(words.replaceAll(COURTESY, ' '))
const isMissing = (words: string, wish: RegExp) =>
  /\b(?:have|has|here|there|got|find)\b/.test(words) && !wish.test(words)
const isAnswering = (words: string) => pointsAt(words) || isYes(words)

function isMeant(title: string, { text, list, earlier }: Said): boolean {
  if (isNamedIn(text, title)) return true
  if (!pointsAt(text) && !isYes(text)) return false
  const key = titleKey(title)
  if (list.items.length > 0) return list.items.some((item) => titleKey(item.title) === key)
  return lastSaid(earlier).some((words) => isNamedIn(words, title))
}

const pointsAt = (text: string) => POINTING.test(plainWords(text))
const isYes = (text: string) => YES_ELSEWHERE.test(plainWords(text).trim())

/** Where no list stands, what is pointed at was named in the last round. */
function lastSaid(earlier: readonly HistoryMessage[]): string[] {
  const round = earlier.at(-1)?.round
  return earlier.flatMap(({ round: at, role, content, toolCalls }) =>
    at === round && role !== 'tool' && !toolCalls ? [content] : [],
  )
}
