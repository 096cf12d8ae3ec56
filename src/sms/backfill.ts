import type { Logger } from 'pino'
import { withDeadline } from '../deadline.ts'
import { DAY_MS } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import type { TwilioInbound } from './twilio-inbound.ts'

export interface BackfillOptions {
  store: Pick<Store, 'inbox' | 'milestones'>
  inbound: TwilioInbound
  /** Told of each phone that has a text waiting. */
  onMissed: (address: string) => void
  log: Pick<Logger, 'info' | 'warn'>
  now: () => number
}

// A webhook may still be on its way, and alone knows what they had been sent by then.
const WEBHOOKS_TAKE_MS = 60_000
// A list that takes longer is a service that drips.
const GIVE_UP_AFTER_MS = 60_000
const TEXTS_A_COMMIT = 100

/**
 * Takes up the texts that no webhook brought, the oldest first: those of the last day, but none from
 * before the first start or the last restore. A look that fails is told; the next one finds what it
 * did not.
 */
export function createBackfill({ store, inbound, onMissed, log, now }: BackfillOptions) {
  let toldOf = new Set<string | undefined>()

  function tell(unreadable: ReadonlyArray<string | undefined>): void {
    const found = new Set(unreadable)
    for (const sid of found) {
      if (!toldOf.has(sid)) log.warn({ sid }, 'Twilio lists a text that cannot be read')
    }
    toldOf = found
  }

  async function look(leaving: AbortSignal): Promise<void> {
    const since = Math.max((await store.milestones.answersSince()) ?? now(), now() - DAY_MS)
    const { texts, unreadable } = await withDeadline(GIVE_UP_AFTER_MS, leaving, (signal) =>
      inbound.list(since, signal),
    )
    tell(unreadable)

    const isDue = ({ receivedAt }: { receivedAt: number }) => receivedAt + WEBHOOKS_TAKE_MS <= now()
    const due = texts.filter(isDue)
    for (let first = 0; first < due.length && !leaving.aborted; first += TEXTS_A_COMMIT) {
      const missed = await store.inbox.acceptMissed(due.slice(first, first + TEXTS_A_COMMIT))
      for (const { sid, address } of missed) {
        log.info({ sid }, 'text stored that no webhook brought')
        onMissed(address)
      }
    }
  }

  return async (leaving: AbortSignal): Promise<void> => {
    await look(leaving).catch((err: unknown) => {
      if (!leaving.aborted) log.warn({ err }, 'missed texts are asked for again later')
    })
  }
}
