import { setTimeout } from 'node:timers/promises'
import type { Logger } from 'pino'
import { createBreakers } from '../breakers.ts'
import type { AnsweringConfig } from '../config.ts'
import { createTerminalEngine } from '../engine/terminal-engine.ts'
import { DatabaseInUseError, DatabaseUnusableError } from '../errors.ts'
import { createAnsweringParts } from '../parts.ts'
import { openStoreBeside, type StoreBeside } from '../store/beside.ts'
import { openOwnStore } from '../store/owned.ts'

/** Where a terminal hands its texts in, whoever answers them. */
export interface Desk extends Pick<
  StoreBeside,
  'users' | 'conversations' | 'templates' | 'terminal'
> {
  /** Has a text answered at once; another process finds it by itself, within a second. */
  wake: (address: string) => void
  /** Whether this process answers. */
  isOurs: boolean
  /**
   * What is running ends, or is left whole to the next start; sooner where `leaving` is aborted.
   */
  close: (leaving: AbortSignal) => Promise<void>
}

export interface DeskOptions {
  config: AnsweringConfig
  log: Logger
  /** Epoch milliseconds. */
  now: () => number
}

// A step that is running may take this long when we leave.
const DRAIN_MS = 15_000
// Another process may be making the database, or bringing it up to date.
const LOOKS = 25
const LOOK_EVERY_MS = 200

/**
 * The desk of the process that owns the database, or of this one where there is none.
 *
 * @throws {DatabaseUnusableError} that says why there is neither
 */
export async function openDesk(options: DeskOptions): Promise<Desk> {
  for (let looks = 1; ; looks++) {
    const own = openOwnDesk(options)
    if (own) return own
    try {
      return openDeskBeside(options)
    } catch (error) {
      if (!(error instanceof DatabaseUnusableError) || looks === LOOKS) throw error
      await setTimeout(LOOK_EVERY_MS)
    }
  }
}

/** A desk of our own, with an engine behind it; undefined while another process has the database. */
export function openOwnDesk({ config, log, now }: DeskOptions): Desk | undefined {
  // Whether there is a copy on a server is for the service to say, which may be set up otherwise.
  const owned = unlessInUse(() => openOwnStore({ path: config.databasePath, now }))
  if (!owned) return undefined
  const { lock, store } = owned
  const breakers = createBreakers({ log })
  const engine = createTerminalEngine(createAnsweringParts({ config, store, log, breakers, now }))
  engine.start()
  return {
    users: store.users,
    conversations: store.conversations,
    templates: store.templates,
    terminal: store.terminal,
    wake: engine.wake,
    isOurs: true,
    close: async (leaving) => {
      await Promise.race([engine.drain(leaving), setTimeout(DRAIN_MS, undefined, { ref: false })])
      store.close()
      lock.release()
    },
  }
}

function openDeskBeside({ config, now }: DeskOptions): Desk {
  const { close, ...store } = openStoreBeside(config.databasePath, now)
  return { ...store, wake: () => {}, isOurs: false, close: async () => close() }
}

function unlessInUse<T>(open: () => T): T | undefined {
  try {
    return open()
  } catch (error) {
    if (error instanceof DatabaseInUseError) return undefined
    throw error
  }
}
