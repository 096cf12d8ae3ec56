import { vi } from 'vitest'

type Check = () => void | Promise<void>

/** Resolves when `check` throws no more; rejects with what it threw last when that takes too long. */
export async function until(check: Check): Promise<void> {
  await vi.waitFor(check, { interval: 2, timeout: 15_000 })
}

/** The same of what processes of their own do, which start slowly on a busy machine. */
export async function eventually(check: Check): Promise<void> {
  await vi.waitFor(check, { interval: 20, timeout: 60_000 })
}
