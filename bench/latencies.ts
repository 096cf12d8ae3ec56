export interface Latencies {
  count: number
  p50Ms: number
  p99Ms: number
  maxMs: number
}

/** What a list of milliseconds says of itself. */
export function summarise(latenciesMs: readonly number[]): Latencies {
  const sorted = Float64Array.from(latenciesMs).sort()
  return {
    count: sorted.length,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
    maxMs: sorted.at(-1) ?? NaN,
  }
}

/** By nearest rank: the smallest value that `percent` of all do not exceed; NaN of nothing. */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  const rank = Math.max(1, Math.ceil((percent / 100) * sorted.length))
  return sorted[rank - 1] ?? NaN
}

/** The middle one; of an even number the lower. */
export function median(values: readonly number[]): number {
  return percentile(Float64Array.from(values).sort(), 50)
}
