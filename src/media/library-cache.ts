export type LibraryCache<T> = ReturnType<typeof createLibraryCache<T>>

/**
 * Keeps what `load` answered for `ttlMs`. Callers that come while it is loading share that load; a
 * load that fails, or that was begun before `invalidate()`, is not kept.
 */
export function createLibraryCache<T>({
  load,
  now,
  ttlMs = 5 * 60_000,
}: {
  load: () => Promise<T>
  /** Epoch milliseconds. */
  now: () => number
  ttlMs?: number
}) {
  let kept: { value: Promise<T>; begunAt: number } | undefined

  return {
    get(): Promise<T> {
      const ageMs = kept && now() - kept.begunAt
      // Below zero the clock has been set back, and the age is not known.
      if (kept && ageMs !== undefined && ageMs >= 0 && ageMs < ttlMs) return kept.value

      const loading = { value: load(), begunAt: now() }
      kept = loading
      loading.value.catch(() => {
        if (kept === loading) kept = undefined
      })
      return loading.value
    },

    invalidate(): void {
      kept = undefined
    },
  }
}
