import { countSegments } from './segments.ts'

export interface ShapedReply {
  body: string
  segments: number
  /** What follows, for MORE; absent when `body` is all there is. */
  rest?: string
}

/** What a body ends with when more follows. */
export const HINT = ' (Reply MORE)'
const MAX_CHARACTERS = 1600
const MAX_CHARACTERS_PER_SEGMENT = 160

const SENTENCE_END = /[.!?]+["')\]]*(?=\s)|[。！？][」』）]*/gu
// A list of titles goes on after a year: "Heat (1995), Pulp Fiction (1994)".
const ITEM_END = /\)[,;](?=\s)/gu
const CLAUSE_END = /[,;](?=\s)|[、，；]/gu

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Fits `text` into one message of at most `maxSegments` segments and 1600 characters, which is
 * Twilio's limit. What is longer is cut and says so; shaping each `rest` in turn gives every word
 * exactly once.
 */
export function shapeReply(text: string, maxSegments: number): ShapedReply {
  const whole = text.trim()
  const segments = segmentsWithin(whole, maxSegments)
  if (segments) return { body: whole, segments }

  const fits = (prefix: string) => segmentsWithin(prefix + HINT, maxSegments) !== undefined
  const cut = findCut(whole, longestPrefix(whole, fits))
  const body = whole.slice(0, cut).trimEnd() + HINT
  const rest = whole.slice(cut).trimStart()
  return { body, segments: countSegments(body).segments, rest }
}

/** How many segments `body` takes, if they are not too many. */
function segmentsWithin(body: string, maxSegments: number): number | undefined {
  // The length comes first, because counting takes the square of it.
  const maxCharacters = Math.min(MAX_CHARACTERS, maxSegments * MAX_CHARACTERS_PER_SEGMENT)
  if (body.length > maxCharacters) return undefined
  const { segments } = countSegments(body)
  return segments <= maxSegments ? segments : undefined
}

/** The length of the longest beginning of `text` that is short enough, by bisection. */
function longestPrefix(text: string, isShortEnough: (prefix: string) => boolean): number {
  let least = 0
  let most = text.length
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    if (isShortEnough(text.slice(0, middle))) least = middle
    else most = middle - 1
  }
  return least
}

/**
 * Where to cut within `room`: after a line, a sentence, a title of a list or a clause in its last
 * third, else after a word.
 */
function findCut(text: string, room: number): number {
  const reach = text.slice(0, room + 1)
  const lastThird = (room * 2) / 3

  const lineEnd = reach.lastIndexOf('\n')
  if (lineEnd >= lastThird) return lineEnd

  for (const pattern of [SENTENCE_END, ITEM_END, CLAUSE_END]) {
    const end = endsOf(pattern, reach).findLast((each) => each <= room) ?? 0
    if (end >= lastThird) return end
  }

  const wordEnd = reach.search(/\s\S*$/)
  return wordEnd > 0 ? wordEnd : graphemeEnd(text, room)
}

function endsOf(pattern: RegExp, text: string): number[] {
  return [...text.matchAll(pattern)].map(({ index, 0: end }) => index + end.length)
}

/** The last end of a grapheme within `room`; of a code point where one grapheme fills all of it. */
function graphemeEnd(text: string, room: number): number {
  const start = graphemes.segment(text).containing(room)?.index ?? 0
  if (start > 0) return start
  return /[\uD800-\uDBFF]$/.test(text.slice(0, room)) ? room - 1 : room
}
