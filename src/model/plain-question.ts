import { simplify, words } from './plain-words.ts'

/** A question about nothing in particular: the tool that answers it, and what it is told. */
export interface PlainQuestion {
  tool: 'downloading' | 'coming' | 'library' | 'help'
  args: object
}

const DOWNLOADING = words(
  'downloading, downloads, whats downloading, what is downloading, anything downloading, queue',
  'whats on its way, what is on its way, progress, status, hows it going',
)
const NEWEST = words(
  'whats new, what is new, whats new here, anything new, newest, latest, recently added, new stuff',
  'whats new this week, what did you add, whats been added',
)
const HELP = words(
  'what can you do, what do you do, what can i do, what can i text, what can i ask, help me',
  'how does this work, how does it work, who are you, what is this, commands, options, menu',
)
const ALL = words(
  'library, list, the list, everything, what do you have, what do we have, what have you got',
  'what have we got, whats here, what is here, what is there, show me everything',
)

const COMING =
  /^(?:whats|what is|anything)? ?(?:coming|coming up|coming out|upcoming|on|airing)(?: (.+))?$/
const CALENDAR = words('calendar, schedule')
const DAYS = new Map<string | undefined, number | undefined>([
  [undefined, undefined],
  ['this week', undefined],
  ['soon', undefined],
  ['next', undefined],
  ['today', 1],
  ['tonight', 1],
  ['tomorrow', 2],
  ['next week', 14],
  ['this month', 31],
  ['next month', 60],
])

const OF_A_KIND =
  /^(?:list|show me|what|which|all)(?: (?:all|the|all the|your|our|my))? (films?|movies?|shows?|series)(?: (?:do|have) (?:you|we|i)(?: have| got)?| (?:are )?here| are there)?$/

/** Undefined when the words are something else, such as a title. */
export function parsePlainQuestion(typed: string): PlainQuestion | undefined {
  const plain = simplify(typed)
  if (DOWNLOADING.has(plain)) return { tool: 'downloading', args: {} }
  if (NEWEST.has(plain)) return { tool: 'library', args: { newest: true } }
  if (HELP.has(plain)) return { tool: 'help', args: {} }
  if (ALL.has(plain)) return { tool: 'library', args: {} }
  if (CALENDAR.has(plain)) return { tool: 'coming', args: {} }

  const span = COMING.exec(plain)
  // A bare "on" is no question.
  if (span && plain !== 'on' && DAYS.has(span[1])) {
    return { tool: 'coming', args: { days: DAYS.get(span[1]) } }
  }
  const [, noun] = OF_A_KIND.exec(plain) ?? []
  if (!noun) return undefined
  return { tool: 'library', args: { kind: /^(?:film|movie)/.test(noun) ? 'film' : 'show' } }
}
