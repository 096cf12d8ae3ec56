import type { TitleList } from '../db/column-types.ts'
import type { HistoryMessage } from '../db/messages.ts'
import { asksFor, onlyAsks, plainWords } from '../tools/spoken-wishes.ts'
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
  return { isNamed, isWanted: isNamed && isAskedFor(tool, said) }
}

function isAskedFor({ name, askedWith }: Tool, { text, list }: Said): boolean {
  if (!askedWith || asksFor(text, askedWith)) return true
  // "The UK one" answers a list of what could be added, and "ja" an offer to.
  return list.tool === name && (pointsAt(text) || isYes(text)) && !onlyAsks(text)
}

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

const WITHOUT_BLANKS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
// No title has more letters.
const LONGEST = 200

/** Whether the words of a title stand in `text` one after the other, however they are parted. */
function isNamedIn(text: string, title: string): boolean {
  const wanted = titleKey(title).replaceAll(' ', '')
  const words = titleKey(text.slice(0, 10 * LONGEST)).split(' ')
  if (wanted === '') return text.toLowerCase().includes(title.toLowerCase())
  if (WITHOUT_BLANKS.test(wanted)) return words.join('').includes(wanted)
  return words.some((_, start) => {
    let joined = ''
    for (let at = start; joined.length < wanted.length && at < words.length; at++) {
      joined += words[at]
    }
    return joined === wanted
  })
}
