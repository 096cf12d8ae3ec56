import fc from 'fast-check'
import { toPlainText } from '../../src/plain-text.ts'

/** Pieces on which cutting, counting and tidying have something to get wrong. */
const PIECES = [
  'a',
  'is',
  'here.',
  'Dune',
  '(2021)',
  'Amélie',
  '€5',
  '[REC]',
  'M*A*S*H',
  'WALL-E',
  '1917',
  '^',
  '{',
  '}',
  '\\',
  '[',
  '~',
  ']',
  '|',
  '€',
  '@',
  '£',
  '_',
  '“Heat”',
  '’',
  '—',
  '…',
  '\u00A0',
  'Tick, Tick... Boom!',
  'S.W.A.T.',
  '**',
  '`',
  '#',
  '- ',
  '🎬',
  '👩‍👩‍👧',
  '🇩🇪',
  '👍🏽',
  '1️⃣',
  '❤️',
  'e\u0301',
  'a\u0300\u0323\u0331',
  '\u0301',
  '\u200D',

  '千と千尋',
  '。',
  '。」',
  'Сталкер',
  'שלום',
  'العربية',
  'می\u200Cخواهم',
  'क्\u200Dष',
  'ł',
  '한국어',
  '\uD83D',
  '\uDE00',
  '\u202E',
  '\u2066',
  '\uFEFF',
  '\u0000',
  '\uFFFF',
  '\uFE00',
  'Hawai\u02BBi',
  'x'.repeat(90),
  'ł'.repeat(90),
  '🎬'.repeat(40),
  '\u{1D165}'.repeat(40),
] as const

const BLANKS = ['', ' ', ' ', ' ', '  ', '\n', '\n\n', '\r\n', '\t', '\u00A0', '\u3000'] as const

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...PIECES) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      maxLength: 8,
    }),
  },
)

/** Any text at all, halves of surrogate pairs included. */
export const anyText = fc
  .array(fc.tuple(piece, fc.constantFrom(...BLANKS)), { maxLength: 60, size: 'max' })
  .map((pieces) => pieces.flat().join(''))

// One grapheme of 80 units: where a network parts it is nobody's promise.
const GIANT = /\u{1D165}{2,}/gu

/** What is left of any text, as it is sent. */
export const anyPlainText = anyText.map((text) => toPlainText(text.replaceAll(GIANT, 'x')))

/** 1 to 5, which are all the sizes worth trying. */
export const anyMaxSegments = fc.integer({ min: 1, max: 5 })

const GSM_7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
const GSM_7_EXTENSION = '^{}\\[~]|€'
export const gsm7Characters = Array.from(GSM_7.replace('\r', '') + GSM_7_EXTENSION)

export function isGsm7(text: string): boolean {
  return Array.from(text).every((character) => (GSM_7 + GSM_7_EXTENSION).includes(character))
}

/**
 * The segments of a text as a phone network makes them: 160 septets or 70 UTF-16 units alone, 153
 * or 67 in each of several; neither an escaped character nor a surrogate pair lies in two.
 */
export function segmentsByHand(text: string): number {
  const sizes = isGsm7(text)
    ? Array.from(text, (character) => (GSM_7_EXTENSION.includes(character) ? 2 : 1))
    : Array.from(text, (character) => character.length)
  const [alone, ofSeveral] = isGsm7(text) ? [160, 153] : [70, 67]
  const total = sizes.reduce((sum, size) => sum + size, 0)
  if (total <= alone) return 1

  let segments = 1
  let used = 0
  for (const size of sizes) {
    if (used + size > ofSeveral) {
      segments++
      used = 0
    }
    used += size
  }
  return segments
}
