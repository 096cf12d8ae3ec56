import { COMPLAINTS, withoutEpisode } from './complaints.ts'
import { listReference } from './list-reference.ts'
import type { NamedTitles } from './model.ts'
import { parsePlainQuestion, type PlainQuestion } from './plain-question.ts'
import { isOkThanks, simplify, words, yesOrNo } from './plain-words.ts'
import { parseSeasons } from './spoken-seasons.ts'
import { parseTitle, type SpokenTitle, trimPunctuation } from './spoken-title.ts'

type Verb = 'find' | 'add' | 'remove' | 'why' | 'replace_copy'

export type TitleCommand = SpokenTitle & { type: Verb; seasons: string | undefined }

export type PlainCommand =
  | TitleCommand
  | ({ type: 'question' } & PlainQuestion)
  /** A verb and no title, or "that one" with nothing, or too much, to point at. */
  | { type: 'unclear' }
  | { type: 'greeting' | 'thanks' | 'yes-or-no' | 'nothing' }

/** X is a title. The first phrase that fits counts: "get rid of X" stands before "get X". */
const COMMANDS: ReadonlyArray<readonly [Verb, RegExp[]]> = [
  ...COMPLAINTS,
  ['remove', phrases('remove X, delete X, get rid of X')],
  ['find', phrases('find me X, find X, search for X, search X, look for X, look up X')],
  ['find', phrases('do you have X, do we have X, have you got X, have we got X, got X')],
  ['find', phrases('is there X, is X in here, is X in, is X on, is X available')],
  ['find', phrases('is X here yet, is X here, is X there yet, is X there')],
  ['find', phrases("isn't X here yet, isn't X here")],
  ['add', phrases('add X, get me X, get X, download X, grab X')],
  ['add', phrases("i want to watch X, i wanna watch X, i'd like to watch X")],
]

const GREETINGS = words(
  'hi, hello, hey, hiya, howdy, yo, hi there, hello there, hey there',
  'good morning, good afternoon, good evening',
)

const THANKS = words(
  'thanks, thank you, thanks a lot, thanks so much, thank you so much, many thanks, thx, ty, ta',
  'great thanks, cool thanks, perfect thanks, got it',
)

/** Films whose names sound like a command, or like a word for one on the list. */
const TITLES = words(
  'get out, get shorty, get carter, get smart, get hard, get low, get on up',
  'get him to the greek, find me guilty, is this thing on, it',
  "where is kyra, where is anne frank, what's wrong with secretary kim, what's wrong with virginia",
)

// Only dropped before a command or a number: "Can You Ever Forgive Me?" is a film.
const LEAD_IN =
  /^(?:hey|hi|hello|yo|ok|okay|yes|yeah|yep|sure|please|pls|plz|(?:can|could|would) (?:you|u|we|i))[\s,]+/i
const TAIL = /[\s,]+(?:too|as well|for me|for us)$/i

// Dropped everywhere.
const COURTEOUS_LEAD_IN = /^(?:hey|ok|okay|please|pls|plz),\s*/i
const COURTEOUS_TAIL = /[\s,.!?]+(?:please|pls|plz|thanks|thank you|thx)$/i

// No title is longer. It bounds what a hostile text can cost, as the patterns are not all linear.
const LONGEST = 320

/**
 * What a text asks for, by its words alone. Words that are no command are taken as a title.
 *
 * @param list what they were last shown, for "2", "add the second one" and "that one"
 */
export function parsePlainCommand(
  text: string,
  list: NamedTitles,
  currentYear: number,
): PlainCommand {
  const typed = trimPunctuation(straighten(text))
  if (yesOrNo(simplify(text))) return { type: 'yes-or-no' }
  if (typed === '') return { type: 'nothing' }
  const chatter = parseChatter(typed)
  if (chatter) return { type: chatter }

  const polite = strip(typed, COURTEOUS_LEAD_IN, COURTEOUS_TAIL)
  const whole = parseTitle(polite, currentYear)
  if (TITLES.has(whole.title.toLowerCase())) return { type: 'find', ...whole, seasons: undefined }
  const question = parsePlainQuestion(polite)
  if (question) return { type: 'question', ...question }

  const bare = strip(polite, LEAD_IN, TAIL)
  const command = parseCommand(bare)
  if (command) return resolve(command.verb, command.rest, list, currentYear)
  const isReference = listReference(bare, list) !== undefined
  return resolve('find', isReference ? bare : polite, list, currentYear)
}

function resolve(verb: Verb, spoken: string, list: NamedTitles, currentYear: number): PlainCommand {
  const isComplaint = verb === 'why' || verb === 'replace_copy'
  const { rest, seasons } = parseSeasons(isComplaint ? withoutEpisode(spoken) : spoken)
  const listed = listReference(rest, list)
  if (listed === 'unclear') return { type: 'unclear' }
  const named = listed ?? parseTitle(rest, currentYear)
  return named.title === '' ? { type: 'unclear' } : { type: verb, ...named, seasons }
}

function parseChatter(typed: string): 'greeting' | 'thanks' | undefined {
  const plain = typed.toLowerCase().replaceAll(/[,.!]/g, '')
  if (GREETINGS.has(plain)) return 'greeting'
  return THANKS.has(plain) || isOkThanks(simplify(typed)) ? 'thanks' : undefined
}

function parseCommand(bare: string): { verb: Verb; rest: string } | undefined {
  for (const [verb, patterns] of COMMANDS) {
    for (const pattern of patterns) {
      const match = pattern.exec(bare)
      if (match) return { verb, rest: trimPunctuation(match[1] ?? '') }
    }
  }
  return undefined
}

/** `spoken` without any number of lead-ins and tails. */
function strip(spoken: string, leadIn: RegExp, tail: RegExp): string {
  const shorter = trimPunctuation(spoken.replace(leadIn, '').replace(tail, ''))
  return shorter === spoken ? spoken : strip(shorter, leadIn, tail)
}

function straighten(text: string): string {
  const short = text.slice(0, LONGEST)
  return short.replaceAll(/[‘’]/g, "'").replaceAll(/[“”]/g, '"').replaceAll(/\s+/g, ' ')
}

/** One pattern a phrase. Apostrophes may be missing, and a title at the end may be too. */
function phrases(line: string): RegExp[] {
  return line.split(', ').map((phrase) => {
    const pattern = phrase.replaceAll("'", "'?").replace(/ X$/, '(?: (.+))?').replace('X', '(.+)')
    return new RegExp(`^${pattern}$`, 'i')
  })
}
