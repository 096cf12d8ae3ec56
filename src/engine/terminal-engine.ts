import { createSweep } from '../sweep.ts'
import { createLanes } from '../turns/lanes.ts'
import { createStatusText } from '../turns/status-text.ts'
import { createAnswering } from './answering.ts'
import type { AnsweringParts } from './parts.ts'

export type TerminalEngine = ReturnType<typeof createTerminalEngine>

/**
 * The engine of a terminal that has the database for itself. It sends nothing, and it takes up
 * phones for which a terminal waits, each in its order; all else is left to the next service.
 */
export function createTerminalEngine(parts: AnsweringParts) {
  const { config, store, probes, version, log, now } = parts
  const onError = (err: unknown) => log.error({ err }, 'something failed and is tried again')

  const { runTurn, recover } = createAnswering(parts, {
    statusText: createStatusText({
      services: probes.services,
      backlog: store.backlog,
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
  const background = [probes, createSweep(wakeWaiting, onError), createSweep(recover, onError)]

  return {
    wake: (address: string): void => lanes.wake(address),

    start: (): void => {
      for (const part of background) part.start()
    },

    /** Begins no turn any more; resolves when the running steps have ended. */
    drain: async (): Promise<void> => {
      await Promise.all([lanes.drain(), ...background.map((part) => part.stop())])
    },
  }
}
