import { expect, test } from 'vitest'
import { estimateTokens, roomForRequest } from '../../src/model/tokens.ts'

test.for([
  ['three characters of English', 'Is the new Dune film here yet?', 10],
  ['each digit', '1995', 4],
  ['two bytes of Russian', 'Сталкер', 7],
  ['two bytes of Japanese', '千と千尋', 6],
  ['two bytes of an emoji', '👍', 2],
  ['a mixture', '{"title":"Жара","year":1995}', 15],
] as const)('a token is estimated for %s', ([, text, tokens]) => {
  expect(estimateTokens(text)).toBe(tokens)
})

test('nothing is no token', () => {
  expect(estimateTokens('')).toBe(0)
})

test.for([
  [2048, 1792],
  [8192, 7168],
  [128_000, 126_976],
] as const)('of a context of %d, %d are for the request', ([context, room]) => {
  expect(roomForRequest(context)).toBe(room)
})
