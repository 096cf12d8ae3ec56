import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPlainText } from '../../src/plain-text.ts'
import { countSegments } from '../../src/sms/segments.ts'
import { HINT, shapeReply } from '../../src/sms/shape.ts'
import { anyMaxSegments, anyPlainText, anyText, segmentsByHand } from './any-text.ts'

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const withoutBlanks = (text: string) => text.replaceAll(/\s/g, '')
const LONE_SURROGATE = /\p{Cs}/u
const anyLongText = anyText.filter((text) => text.length > 60)

test('any text fits the segments and the 1600 characters it may have', () => {
  fc.assert(
    fc.property(anyText, anyMaxSegments, (text, maxSegments) => {
      const { body, segments } = shapeReply(text, maxSegments)

      expect(body.length).toBeLessThanOrEqual(1600)
      expect(segments).toBe(countSegments(body).segments)
      expect(segments).toBeLessThanOrEqual(maxSegments)
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('any plain text fits by counting by hand', () => {
  fc.assert(
    fc.property(anyPlainText, anyMaxSegments, (text, maxSegments) => {
      expect(segmentsByHand(shapeReply(text, maxSegments).body)).toBeLessThanOrEqual(maxSegments)
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('any text is cut where no word is lost, and inside one only when it must be', () => {
  fc.assert(
    fc.property(anyLongText, anyMaxSegments, (text, maxSegments) => {
      const { body, rest } = shapeReply(text, maxSegments)
      fc.pre(rest !== undefined)

      const said = body.slice(0, -HINT.length)
      expect(body).toBe(said + HINT)
      expect(withoutBlanks(said) + withoutBlanks(rest ?? '')).toBe(withoutBlanks(text))
      const isBetweenWords = /\s/.test(text.trim().charAt(said.length))
      const isBetweenSentences = /[。！？][」』）]*$/.test(said)
      expect(isBetweenWords || isBetweenSentences || !/\s/.test(said)).toBe(true)
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('any text is cut between graphemes, or between code points where one is longer than a text', () => {
  fc.assert(
    fc.property(anyLongText.map(toPlainText), anyMaxSegments, (text, maxSegments) => {
      const { body, rest } = shapeReply(text, maxSegments)
      expect(body).not.toMatch(LONE_SURROGATE)
      if (rest === undefined) return

      const said = body.slice(0, -HINT.length)
      expect(rest).not.toMatch(LONE_SURROGATE)
      const within = graphemes.segment(text).containing(said.length)
      expect([0, said.length, undefined]).toContain(within?.index)
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('a pair that is whole stays whole, even beside halves of others', () => {
  fc.assert(
    fc.property(anyLongText, anyMaxSegments, (text, maxSegments) => {
      const { body, rest = '' } = shapeReply(text, maxSegments)
      const pairs = (of: string) => of.match(/[\uD800-\uDBFF][\uDC00-\uDFFF]/g) ?? []

      expect([...pairs(body), ...pairs(rest)]).toEqual(pairs(text))
    }),
    { numRuns: 25, endOnFailure: true },
  )
})

test('MORE after MORE delivers all of any text in order, and ends', () => {
  fc.assert(
    fc.property(anyText, anyMaxSegments, (text, maxSegments) => {
      const said: string[] = []
      let left: string | undefined = text
      while (left !== undefined) {
        const { body, rest } = shapeReply(left, maxSegments)
        expect(rest?.length ?? 0).toBeLessThan(left.length || 1)
        said.push(rest === undefined ? body : body.slice(0, -HINT.length))
        left = rest
      }

      expect(withoutBlanks(said.join(' '))).toBe(withoutBlanks(text))
    }),
    { numRuns: 15, endOnFailure: true },
  )
})

test('sentences that fit are never parted', () => {
  const word = fc.constantFrom('Dune', 'is', 'here', 'Amélie', 'and', '2021', 'Сталкер')
  const sentence = fc
    .array(word, { minLength: 1, maxLength: 4 })
    .map((words) => `${words.join(' ')}.`)

  fc.assert(
    fc.property(
      fc.array(sentence, { minLength: 20, maxLength: 60 }),
      fc.integer({ min: 2, max: 5 }),
      (sentences, maxSegments) => {
        const { body, rest } = shapeReply(sentences.join(' '), maxSegments)

        fc.pre(rest !== undefined)
        expect(body).toMatch(/\. \(Reply MORE\)$/)
      },
    ),
    { numRuns: 10, endOnFailure: true },
  )
})
