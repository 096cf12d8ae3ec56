import { expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'
import { shapeReply } from '../../src/sms/shape.ts'

const HINT = ' (Reply MORE)'
const WORDS = [
  'Dune',
  'Amélie',
  '€5',
  'is',
  'here.',
  'a',
  '(2021)',
  '[REC]',
  'M*A*S*H',
  'WALL-E',
  '2.',
]
const WIDE_WORDS = [
  ...WORDS,
  'Kieślowski',
  'Сталкер',
  '千と千尋',
  '👩‍👩‍👧',
  'e\u0301te\u0301',
  '🎬!',
  'końca?',
]
const UNBROKEN = ['千', '🎬', '👩‍👩‍👧', '🇩🇪', 'e\u0301', 'ł', '€', 'x']

/** Numbers that look random, the same ones for the same seed. */
function seeded(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

function randomText(seed: number, pieces: readonly string[], blanks: readonly string[]) {
  const random = seeded(seed)
  const pick = (from: readonly string[]) => from[random(from.length)] ?? ''
  return Array.from({ length: 20 + random(200) }, () => pick(pieces) + pick(blanks))
    .join('')
    .trim()
}

/** What MORE after MORE delivers, each without its hint. */
function deliver(text: string, maxSegments: number): string[] {
  const { body, rest } = shapeReply(text, maxSegments)
  expect(countSegments(body).segments).toBeLessThanOrEqual(maxSegments)
  expect(body.length).toBeLessThanOrEqual(1600)
  if (rest === undefined) return [body]

  expect(body.endsWith(HINT)).toBe(true)
  expect(rest.length).toBeLessThan(text.length)
  return [body.slice(0, -HINT.length), ...deliver(rest, maxSegments)]
}

const graphemesOf = (text: string) =>
  Array.from(new Intl.Segmenter('en').segment(text), ({ segment }) => segment)
const cases = Array.from({ length: 20 }, (_, seed) => [seed, 1 + (seed % 4)] as const)

test.for([
  ['GSM-7', WORDS],
  ['UCS-2', WIDE_WORDS],
] as const)('MORE delivers every word of a long %s text once and whole', ([, words]) => {
  for (const [seed, maxSegments] of cases) {
    const text = randomText(seed, words, [' ', ' ', ' ', '  ', '\n', '\n\n'])

    const delivered = deliver(text, maxSegments)

    expect(delivered.flatMap((body) => body.split(/\s+/))).toEqual(text.split(/\s+/))
  }
})

test('a text without blanks is cut between graphemes', () => {
  for (const [seed, maxSegments] of cases) {
    const text = randomText(seed, UNBROKEN, [''])

    const delivered = deliver(text, maxSegments)

    expect(delivered.flatMap(graphemesOf)).toEqual(graphemesOf(text))
  }
})

test.for([
  ['fits', 'a'.repeat(160), 1],
  ['fits two segments', 'é'.repeat(306), 2],
  ['fits in UCS-2', 'ł'.repeat(70), 1],
  ['is as long as Twilio takes', 'a'.repeat(1600), 11],
  ['is empty', '', 1],
] as const)('a text that %s is sent whole', ([, text, maxSegments]) => {
  expect(shapeReply(text, maxSegments)).toStrictEqual({ body: text, segments: maxSegments })
})

test('blanks around a text neither count nor wait for MORE', () => {
  const text = 'a'.repeat(160)

  expect(shapeReply(`\n ${text} \n\n`, 1)).toStrictEqual({ body: text, segments: 1 })
})

test('no more than 1600 characters are sent, however many segments may be', () => {
  const { body, rest } = shapeReply('word '.repeat(400), 20)

  expect(body.length).toBeGreaterThan(1590)
  expect(body.length).toBeLessThanOrEqual(1600)
  expect(rest).toMatch(/^word /)
})

test('a cut uses the room there is', () => {
  expect(shapeReply('a'.repeat(161), 1)).toStrictEqual({
    body: 'a'.repeat(147) + HINT,
    segments: 1,
    rest: 'a'.repeat(14),
  })
  expect(shapeReply(`${'x '.repeat(74)}${'y'.repeat(20)}`, 1)).toStrictEqual({
    body: `${'x '.repeat(73)}x${HINT}`,
    segments: 1,
    rest: 'y'.repeat(20),
  })
})

const line = 'Dune: Part Two (2024) - not here'

test.for([
  ['at a line end', `${line}\n${line}\n${line}\n2 ${line}. ${line}`, `${line}\n${line}\n${line}`],
  ['at a sentence end', `${line} ${line}. ${line}! ${line} ${line}`, `${line} ${line}. ${line}!`],
  [
    'after a closing quote',
    `${'x '.repeat(60)}"Help!" ${line} ${line}`,
    `${'x '.repeat(60)}"Help!"`,
  ],
  [
    'after a word where the line ended early',
    `Yes:\n${'word '.repeat(40)}`,
    `Yes:\n${'word '.repeat(27)}word`,
  ],
  [
    'after a word where the sentence ended early',
    `Yes. ${'word '.repeat(40)}`,
    `Yes. ${'word '.repeat(27)}word`,
  ],
  [
    'after a title of a list, though another has a comma',
    `${'Heat (1995), '.repeat(10)}The Good, the Bad and the Ugly (1966), Her (2013)`,
    'Heat (1995), '.repeat(10).trimEnd(),
  ],
  [
    'after a clause where nothing ends',
    `${'word '.repeat(22)}word, ${'word '.repeat(20)}`,
    `${'word '.repeat(22)}word,`,
  ],
  [
    'after a Japanese sentence',
    `${'千'.repeat(45)}。」${'千'.repeat(30)}`,
    `${'千'.repeat(45)}。」`,
  ],
] as const)('a long text is cut %s', ([, text, body]) => {
  expect(shapeReply(text, 1).body).toBe(body + HINT)
})

test('a grapheme longer than a whole text is cut between code points', () => {
  const text = '\u{1D165}'.repeat(40)

  const delivered = deliver(text, 1)

  expect(delivered.join('')).toBe(text)
  expect(delivered.join(' ')).not.toMatch(/\p{Cs}/u)
})

test('a very long text is shaped without counting all of it', () => {
  const text = 'word '.repeat(40_000).trim()

  const { body, rest } = shapeReply(text, 3)

  expect(body).toMatch(/^word( word)+ \(Reply MORE\)$/)
  expect(body.length - HINT.length + 1 + (rest?.length ?? 0)).toBe(text.length)
})
