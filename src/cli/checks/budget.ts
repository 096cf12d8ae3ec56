import { adviceOnPrice } from '../../advice.ts'
import { type Finding, findingsOn } from '../finding.ts'
import type { UsableConfig } from '../usable-config.ts'

const { wrong } = findingsOn('Budget')

/** Says nothing of a budget that everything counts toward. */
export function checkBudget({ llm, llmPrices, limits }: UsableConfig): Finding[] {
  if (!adviceOnPrice(llm, llmPrices, limits)) return []
  const says = `tokens of ${llm?.model} have no price, so they do not count toward MONTHLY_BUDGET`
  return [wrong(says, 'Add the model to LLM_PRICES, as =0/0 where it costs nothing.')]
}
