import type { Cost } from '../../accounts/prices.ts'
import { oneLine } from '../terminal.ts'

/** A model of which nobody wrote down which it was. */
export const NAMELESS = 'not known'

/** `0.0021`, `3.40`, `at least 3.40` where some of it has no price; `not known` where nothing has. */
export function costInWords({ amount, unpriced }: Cost): string {
  if (amount === null) return unpriced.length > 0 ? 'not known' : ''
  const words = amount.toFixed(amount > 0 && amount < 1 ? 4 : 2)
  return unpriced.length > 0 ? `at least ${words}` : words
}

/** Which models are missing from a cost, and what to do. */
export function unpricedInWords(models: readonly string[]): string {
  const names = models.map((model) => (model === '' ? 'a model that is not known' : oneLine(model)))
  return `No cost is counted for ${names.join(', ')}: LLM_PRICES has no price.`
}
