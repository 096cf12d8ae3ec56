import { expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'

test.for([
  ['GSM-7', 'a', [160, 306, 459]],
  ['GSM-7', 'é', [160, 306, 459]],
  ['GSM-7', '€', [80, 152, 228]],
  ['UCS-2', 'ç', [70, 134, 201]],
  ['UCS-2', 'に', [70, 134, 201]],
  ['UCS-2', '🎬', [35, 66, 99]],
] as const)('%s holds %s just so often', ([encoding, character, limits]) => {
  limits.forEach((limit, index) => {
    expect(countSegments(character.repeat(limit))).toEqual({ segments: index + 1, encoding })
    expect(countSegments(character.repeat(limit + 1))).toEqual({ segments: index + 2, encoding })
  })
})

test.for(['^', '{', '}', '\\', '[', '~', ']', '|', '€'])(
  '%s takes the room of two',
  (character) => {
    const filler = 'a'.repeat(158)

    expect(countSegments(filler + character)).toEqual({ segments: 1, encoding: 'GSM-7' })
    expect(countSegments(`${filler}a${character}`)).toEqual({ segments: 2, encoding: 'GSM-7' })
  },
)

test.for(['’', '“', '—', '…', '\u00A0', '`', 'ł', '😀'])(
  'one %s makes the whole message UCS-2',
  (character) => {
    expect(countSegments('a'.repeat(70) + character)).toEqual({ segments: 2, encoding: 'UCS-2' })
  },
)

test('an empty text is one segment', () => {
  expect(countSegments('')).toEqual({ segments: 1, encoding: 'GSM-7' })
})

test('a letter under more accents than a segment holds is not counted as one segment', () => {
  const text = `e${'\u0301'.repeat(200)}`

  expect(countSegments(text)).toEqual({ segments: 3, encoding: 'UCS-2' })
})
