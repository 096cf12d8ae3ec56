import { vi } from 'vitest'

/** Resolves when `check` throws no more; rejects with what it threw last when that takes too long. */
export async function until(check: () => void | Promise<void>): Promise<void> {
  await vi.waitFor(check, { interval: 5, timeout: 15_000 })
}
