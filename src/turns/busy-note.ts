import type { Logger } from 'pino'
import type { Text } from '../db/inbox.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'

export interface BusyNoteOptions {
  noteBusy: Store['inbox']['noteBusy']
  /** Told that something is waiting to be sent to a phone. */
  onNote: (address: string) => void
  /** Resolves after `ms`; rejects when `signal` is aborted before. */
  wait: (ms: number, signal: AbortSignal) => Promise<void>
  log: Pick<Logger, 'warn'>
}

const PATIENCE_MS = 10_000
const STILL_ON_IT = toBody('Still on it...')

export type BusyNote = ReturnType<typeof createBusyNote>

/**
 * Does the work of a turn. Whoever has waited ten seconds is told, once, that it goes on; `signal`
 * is the service leaving, after which nobody is told anything.
 */
export function createBusyNote({ noteBusy, onNote, wait, log }: BusyNoteOptions) {
  async function tellLater({ sid, address }: Text, over: AbortSignal): Promise<void> {
    const hasWaited = await wait(PATIENCE_MS, over).then(
      () => !over.aborted,
      () => false,
    )
    if (!hasWaited) return
    await noteBusy(sid, STILL_ON_IT)
    onNote(address)
  }

  return async <T>(text: Text, signal: AbortSignal, work: () => Promise<T>): Promise<T> => {
    const over = new AbortController()
    const end = () => over.abort()
    signal.addEventListener('abort', end)
    const told = tellLater(text, over.signal).catch((err: unknown) => {
      // The turn is what counts.
      log.warn({ err, sid: text.sid }, 'nobody could be told that the reply takes a while')
    })
    try {
      return await work()
    } finally {
      end()
      signal.removeEventListener('abort', end)
      await told
    }
  }
}
