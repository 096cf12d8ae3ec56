/** What a model costs for a million tokens, in whatever currency the operator thinks in. */
export interface Price {
  model: string
  input: number
  output: number
}

export interface Spent {
  model: string
  inputTokens: number
  outputTokens: number
}

export interface Cost {
  /** Of the models that have a price; null where none of them has one. */
  amount: number | null
  /** The models that have none, each once. */
  unpriced: string[]
}

const A_MILLION = 1_000_000
const ENTRY = /^(\S+?)\s*=\s*(\d+(?:\.\d+)?)\s*\/\s*(\d+(?:\.\d+)?)$/

/**
 * Reads `gpt-4.1-mini=0.40/1.60, gpt-4.1=2/8`: for each model the price of a million tokens of
 * input and of output. What is wrong is said in words that go on from a setting's name.
 */
export function readPrices(written: string): { prices: Price[] } | { problem: string } {
  const entries = written.split(',').map((entry) => entry.trim())
  const prices: Price[] = []
  for (const [index, entry] of entries.entries()) {
    if (entry === '') continue
    const [, model, input, output] = ENTRY.exec(entry) ?? []
    if (!model) return { problem: `entry ${index + 1} is no price; write it as gpt-4.1=2/8` }
    if (prices.some((price) => price.model === model)) {
      return { problem: `entry ${index + 1} is a second price of its model; leave one out` }
    }
    prices.push({ model, input: Number(input), output: Number(output) })
  }
  if (prices.length > 0) return { prices }
  return { problem: 'must be prices such as gpt-4.1=2/8, separated by commas' }
}

/** What tokens cost. A model without a price is named, and never counted as free. */
export function costOf(spent: readonly Spent[], prices: readonly Price[]): Cost {
  const unpriced = new Set<string>()
  let amount: number | null = null
  for (const { model, inputTokens, outputTokens } of spent) {
    const price = priceOf(model, prices)
    if (!price) unpriced.add(model)
    else amount = (amount ?? 0) + inputTokens * price.input + outputTokens * price.output
  }
  return { amount: amount === null ? null : amount / A_MILLION, unpriced: [...unpriced] }
}

/** Whether what a model takes has a price. */
export const hasPrice = (model: string, prices: readonly Price[]): boolean =>
  priceOf(model, prices) !== undefined

// `gpt-4.1-2025-04-14` has the price of gpt-4.1; gpt-4.1-mini and gpt-4o are models of their own.
const VERSION = /^[-@:](?:\d|latest|preview)/

/** The price of a model's own name, else of the longest that it is a version of. */
function priceOf(model: string, prices: readonly Price[]): Price | undefined {
  const isVersionOf = (name: string) =>
    model.startsWith(name) && VERSION.test(model.slice(name.length))
  return prices
    .filter(({ model: name }) => name === model || isVersionOf(name))
    .toSorted((one, other) => other.model.length - one.model.length)[0]
}
