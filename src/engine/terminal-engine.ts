import { setTimeout } from 'node:timers/promises'
import { createSweep } from '../sweep.ts'
import { createLanes } from '../turns/lanes.ts'
import { createStatusText } from '../turns/status-text.ts'
import { createAnswering } from './answering.ts'
import { createNews } from './limit-parts.ts'
import type { AnsweringParts } from './parts.ts'

// The answer is on the terminal by then. A provider on the network writes a summary in this time.
const SUMMARY_MS = 5_000

/**
 * The engine of a terminal that has the database for itself. It sends nothing, and it takes up
 * phones for which a terminal waits, each in its order; all else is left to the next service.
 */
export function createTerminalEngine(parts: AnsweringParts) {
  const { config, store, probes, version, log, now } = parts
  const onError = (err: unknown) => log.error({ err }, 'something failed and is tried again')

  const { runTurn, sweeps, summaries } = createAnswering(parts, {
    statusText: createStatusText({
      services: probes.services,
      backlog: store.backlog,
      limits: createNews(parts),
      hold: () => undefined,
      version,
      timeZone: config.timeZone,
      now,
    }),
    // The terminal looks by itself, and what goes to phones waits for a service.
    onReply: () => {},
  })
  const lanes = createLanes({ next: store.inbox.next, run: runTurn, onError })
  // Other terminals leave their texts in the same inbox.
  const wakeWaiting = async () => {
    for (const address of await store.terminal.waitingAddresses()) lanes.wake(address)
  }
  const background = [
    probes,
    ...[wakeWaiting, ...sweeps].map((sweep) => createSweep(sweep, onError)),
  ]

  return {
    wake: (address: string): void => lanes.wake(address),

    start: (): void => {
      for (const part of background) part.start()
    },

    /**
     * Writes the summary that is due, unless that takes long or `leaving` is aborted, and answers
     * meanwhile. Then begins no turn any more, and resolves when the running steps have ended.
     */
    drain: async (leaving: AbortSignal): Promise<void> => {
      const enough = setTimeout(SUMMARY_MS, undefined, { signal: leaving, ref: false })
      await Promise.race([summaries.idle(), enough.catch(() => {})])
      const ended = background.map((part) => part.stop())
      await Promise.all([lanes.drain(), summaries.drain(), ...ended])
    },
  }
}
