import { expect, test } from 'vitest'
import { costOf, readPrices } from '../../src/accounts/prices.ts'

const prices = [
  { model: 'gpt-4.1', input: 2, output: 8 },
  { model: 'gpt-4.1-mini', input: 0.4, output: 1.6 },
]

const million = (model: string) => ({ model, inputTokens: 1_000_000, outputTokens: 1_000_000 })

test('prices are read as they are written', () => {
  expect(readPrices('gpt-4.1=2/8, gpt-4.1-mini = 0.4 / 1.60,')).toEqual({ prices })
  expect(readPrices('local=0/0')).toEqual({ prices: [{ model: 'local', input: 0, output: 0 }] })
})

test.for([
  ['gpt-4.1', 'entry 1 is no price; write it as gpt-4.1=2/8'],
  ['a=1/2, b=1', 'entry 2 is no price; write it as gpt-4.1=2/8'],
  ['a=$1/2', 'entry 1 is no price; write it as gpt-4.1=2/8'],
  ['a=-1/2', 'entry 1 is no price; write it as gpt-4.1=2/8'],
  ['=1/2', 'entry 1 is no price; write it as gpt-4.1=2/8'],
  ['a=1/2, a=3/4', 'entry 2 is a second price of its model; leave one out'],
  [',', 'must be prices such as gpt-4.1=2/8, separated by commas'],
] as const)('%j is told as a problem', ([written, problem]) => {
  expect(readPrices(written)).toEqual({ problem })
})

test.for([
  ['gpt-4.1', 10],
  ['gpt-4.1-mini', 2],
  ['gpt-4.1-mini-2025-04-14', 2],
  ['gpt-4.1-2025-04-14', 10],
  ['gpt-4.1:latest', 10],
] as const)('%s has the price of the longest name that it is a version of', ([model, amount]) => {
  expect(costOf([million(model)], prices)).toEqual({ amount, unpriced: [] })
})

test.for(['gpt-4.1-nano', 'gpt-4.15', 'gpt-4', '', 'other'])(
  '%j is a model of its own, without a price',
  (model) => {
    expect(costOf([million(model)], prices)).toEqual({ amount: null, unpriced: [model] })
  },
)

test('what is known is summed, and what is not is named once', () => {
  const spent = [million('gpt-4.1'), million('x'), million('x'), million('gpt-4.1-mini')]

  expect(costOf(spent, prices)).toEqual({ amount: 12, unpriced: ['x'] })
  expect(costOf([], prices)).toEqual({ amount: null, unpriced: [] })
  expect(costOf([million('free')], [{ model: 'free', input: 0, output: 0 }])).toEqual({
    amount: 0,
    unpriced: [],
  })
})
