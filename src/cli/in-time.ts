import { setTimeout } from 'node:timers/promises'

/** What `check` resolves with, or `late` when that takes longer than `timeoutMs`. */
export async function inTime<T>(check: Promise<T>, timeoutMs: number, late: T): Promise<T> {
  const over = new AbortController()
  const deadline = setTimeout(timeoutMs, late, { signal: over.signal }).catch(() => late)
  try {
    return await Promise.race([check, deadline])
  } finally {
    over.abort()
  }
}
