import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPlainText } from '../src/plain-text.ts'
import { countSegments } from '../src/sms/segments.ts'
import { anyText, gsm7Characters } from './sms/any-text.ts'

const TITLES = [
  '*batteries not included',
  'M*A*S*H',
  '_____',
  'Se7en',
  '#Alive',
  '1917',
  '[REC]',
  '[REC]²',
  'Tick, Tick... Boom!',
  'S.W.A.T.',
  'T2: Trainspotting',
  'S#!* My Dad Says',
  'F/X',
  'Them!',
  '$9.99',
  '8½',
  'What the #$*! Do We (K)now!?',
  '~50 min',
  'Amélie',
  '千と千尋の神隠し',
  'Сталкер',
  'I ♥ Huckabees',
]
const title = fc.constantFrom(...TITLES)
const letters = gsm7Characters.filter((character) => /[\p{L}\p{N}]/u.test(character))
const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 9 })
// Asterisk titles want to be quoted or bare: a mark of markdown beside one could belong to either.
const bare = title.filter((name) => !/[*_]/.test(name))

test('any text becomes one without halves of pairs, controls, carriage returns or blanks around it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const plain = toPlainText(text)

      expect(plain).not.toMatch(
        /\p{Cs}|[^\P{Cc}\n]|\uFFFF|[\u200B\u202A-\u202E\u2066-\u2069\uFEFF]/u,
      )
      expect(plain).toBe(plain.trim())
      expect(plain).not.toMatch(/ {2}|\n{3}| \n|\n /)
      expect(plain).toBe(plain.normalize('NFC'))
    }),
    { numRuns: 150, endOnFailure: true },
  )
})

test('any words and what decorates them become GSM-7, and every word stays', () => {
  const between = fc.constantFrom(
    ' ',
    ' — ',
    '– ',
    '… ',
    ' 🎬 ',
    '\u00A0',
    '\n',
    ' 👩‍👩‍👧 ',
    '. ',
    ' 1️⃣ ',
    ' • ',
    ', ',
    '\u2028',
    ' “',
    '” ',
  )

  fc.assert(
    fc.property(fc.array(fc.tuple(word, between), { minLength: 1, maxLength: 40 }), (parts) => {
      const plain = toPlainText(parts.flat().join(''))

      expect(countSegments(plain).encoding).toBe('GSM-7')
      const wordsOf = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? []
      const isKeycap = (of: string) => of === '1'
      expect(wordsOf(plain).filter((found) => !isKeycap(found))).toEqual(
        parts.map(([written]) => written).filter((written) => !isKeycap(written)),
      )
    }),
    { numRuns: 150, endOnFailure: true },
  )
})

test('any titles in a sentence stay as they are', () => {
  fc.assert(
    fc.property(
      title,
      title,
      fc.constantFrom(', ', ' and ', ' (2021) - here, ', ' / '),
      (a, b, between) => {
        const text = `I found ${a}${between}${b} for you.`

        expect(toPlainText(text)).toBe(text)
      },
    ),
    { numRuns: 500, endOnFailure: true },
  )
})

test('any titles in a numbered list stay as they are', () => {
  fc.assert(
    fc.property(fc.array(title, { minLength: 1, maxLength: 5 }), (titles) => {
      const list = titles.map((name, index) => `${index + 1} ${name} - not here`).join('\n')

      expect(toPlainText(`Which one?\n${list}`)).toBe(`Which one?\n${list}`)
    }),
    { numRuns: 200, endOnFailure: true },
  )
})

test.for<[string, (name: string) => string, (name: string) => string]>([
  ['bold', (name) => `**${name}**`, (name) => name],
  ['bold underlines', (name) => `__${name}__`, (name) => name],
  ['italics', (name) => `I mean *${name}* here`, (name) => `I mean ${name} here`],
  ['a heading', (name) => `## ${name}\nis here`, (name) => `${name}\nis here`],
  ['a bullet', (name) => `* ${name}\n• ${name}`, (name) => `- ${name}\n- ${name}`],
  ['a link', (name) => `[${name}](https://x.example/a_(b)?c=*d*)`, (name) => name],
  ['a code fence', (name) => `\`\`\`\n${name}\n\`\`\``, (name) => name],
  ['code', (name) => `reply \`${name}\` to it`, (name) => `reply ${name} to it`],
] as const)('any title in %s comes out whole', ([, mark, plain]) => {
  fc.assert(
    fc.property(bare, (name) => {
      expect(toPlainText(mark(name))).toBe(plain(name))
    }),
    { numRuns: 60, endOnFailure: true },
  )
})
