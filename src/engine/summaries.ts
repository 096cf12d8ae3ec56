import type { Logger } from 'pino'
import { STRIDE } from '../conversation/window.ts'
import { ModelError } from '../errors.ts'

export interface SummariesOptions {
  /** Writes what was said before round `start` of a conversation. */
  write: (conversationId: string, start: number, signal: AbortSignal) => Promise<void>
  log: Pick<Logger, 'warn'>
}

export type Summaries = ReturnType<typeof createSummaries>

/**
 * Writes summaries one at a time and only while nobody waits for a reply: a turn that begins ends
 * what is being written, because a server at home would let it wait. What was not written is due
 * again with the next turn of its conversation, so nothing is lost with this list.
 */
export function createSummaries({ write, log }: SummariesOptions) {
  /** Conversations, and the round at which the window of each starts. */
  const due = new Map<string, number>()
  const refused = new Map<string, number>()
  let turns = 0
  let running: { controller: AbortController; ended: Promise<void> } | undefined
  let isLeaving = false
  const waiting: Array<() => void> = []

  function begin(): void {
    const [next] = due
    if (turns > 0 || running || isLeaving) return
    if (!next) return waiting.splice(0).forEach((resolve) => resolve())
    const [id, start] = next
    due.delete(id)
    const controller = new AbortController()
    running = { controller, ended: attempt(id, start, controller.signal) }
  }

  async function attempt(id: string, start: number, signal: AbortSignal): Promise<void> {
    try {
      await write(id, start, signal)
      refused.delete(id)
    } catch (err) {
      if (signal.aborted) due.set(id, due.get(id) ?? start)
      else giveUp(id, start, err)
    }
    running = undefined
    begin()
  }

  function giveUp(id: string, start: number, err: unknown): void {
    log.warn({ err }, 'a summary could not be written')
    // Whoever answered would answer the same again.
    if (err instanceof ModelError && !err.isOutage) refused.set(id, start)
  }

  return {
    /** The window of a conversation starts at round `start`, and not all before it is told. */
    note(id: string, start: number): void {
      const isRefused = start < (refused.get(id) ?? -Infinity) + STRIDE
      if (!isRefused) due.set(id, start)
    },

    /** Does the work of a turn, while which none is written. */
    async giveWayTo<T>(turn: () => Promise<T>): Promise<T> {
      turns += 1
      running?.controller.abort()
      try {
        return await turn()
      } finally {
        turns -= 1
        begin()
      }
    },

    /** Resolves when no turn runs and nothing is due any more. */
    idle: (): Promise<void> =>
      new Promise((resolve) => {
        waiting.push(resolve)
        begin()
      }),

    /** Begins none any more; resolves when what was being written has been given up. */
    async drain(): Promise<void> {
      isLeaving = true
      running?.controller.abort()
      await running?.ended
    },
  }
}
