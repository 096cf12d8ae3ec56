import fc from 'fast-check'
import { SegmentedMessage } from 'sms-segments-calculator'
import { expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'
import { anyPlainText, anyText, gsm7Characters, isGsm7, segmentsByHand } from './any-text.ts'

const gsm7Text = fc.string({
  unit: fc.oneof(fc.constantFrom(...gsm7Characters), fc.constantFrom('€', '[', 'a')),
  maxLength: 500,
  size: 'max',
})

// One code point to a grapheme: what a phone shows as several, the networks may part or not.
const wideText = fc
  .string({
    unit: fc.constantFrom('a', 'é', '€', '[', ' ', 'ł', '千', '🎬', 'Ж'),
    maxLength: 400,
    size: 'max',
  })
  .map((text) => `千${text}`)

test('any text that GSM-7 can carry takes the segments that counting by hand gives', () => {
  fc.assert(
    fc.property(gsm7Text, (text) => {
      expect(countSegments(text)).toEqual({ segments: segmentsByHand(text), encoding: 'GSM-7' })
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

test("any text takes what Twilio's own calculator counts, or more where that is not GSM-7", () => {
  const text = fc.oneof(gsm7Text, wideText, anyText)
  fc.assert(
    fc.property(text, (any) => {
      const { segmentsCount, encodingName } = new SegmentedMessage(any)
      const { segments, encoding } = countSegments(any)

      expect(encoding).toBe(encodingName)
      const counted = encoding === 'GSM-7' ? segments : Math.min(segments, segmentsCount)
      expect(counted).toBe(segmentsCount)
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

test('any text that it cannot carry takes the segments that counting by hand gives', () => {
  fc.assert(
    fc.property(wideText, (text) => {
      expect(countSegments(text)).toEqual({ segments: segmentsByHand(text), encoding: 'UCS-2' })
    }),
    { numRuns: 60, endOnFailure: true },
  )
})

test('any plain text is GSM-7 exactly when all its characters are, and never counted too short', () => {
  fc.assert(
    fc.property(anyPlainText, (text) => {
      const { segments, encoding } = countSegments(text)

      expect(encoding).toBe(isGsm7(text) ? 'GSM-7' : 'UCS-2')
      expect(segments).toBeGreaterThanOrEqual(segmentsByHand(text))
    }),
    { numRuns: 60, endOnFailure: true },
  )
})
