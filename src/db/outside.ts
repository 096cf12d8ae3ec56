import type { Outside } from './column-types.ts'

const NOTHING: Outside = { rounds: 0, inputTokens: 0, outputTokens: 0, totalTokens: 0 }

/** What a conversation counts outside of its messages, and as much again as `added`. */
export function addOutside(outside: Outside | null, added: Partial<Outside>): Outside {
  const one = outside ?? NOTHING
  const other = { ...NOTHING, ...added }
  return {
    rounds: one.rounds + other.rounds,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
    totalTokens: one.totalTokens + other.totalTokens,
  }
}
