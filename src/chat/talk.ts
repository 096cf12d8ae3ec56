import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { OutboxRow } from '../db/outbox.ts'
import type { Place, PlaceRefusal } from '../db/terminal-sessions.ts'
import type { Said, TerminalText } from '../db/terminal-texts.ts'
import type { User } from '../db/users.ts'
import { parseKeyword } from '../sms/keywords.ts'
import type { Desk } from './desk.ts'

export interface TalkOptions extends Pick<TerminalText, 'model' | 'mayCreate' | 'idleMs'> {
  user: Pick<User, 'id' | 'phone' | 'name'>
  desk: Desk
  /** A desk of our own, if nobody owns the database any more. */
  takeOver: () => Desk | undefined
  /** Where the first text goes. */
  place: Place
  /** What the first session that is made is called. */
  name?: string | undefined
  /** What one that nobody named is called. */
  defaultName: () => string
}

export type Talk = ReturnType<typeof createTalk>

const LOOK_EVERY_MS = 50
// A service that is started anew takes a moment, and cannot start while we have the database.
const TAKE_OVER_AFTER_MS = 3_000

/** One user at one terminal: texts in, replies out, whoever answers them meanwhile. */
export function createTalk({ takeOver, defaultName, ...options }: TalkOptions) {
  const { user, model, idleMs } = options
  let { desk, place, name, mayCreate } = options
  let lastShownId: string | undefined

  async function moveWhenAlone(leaving: AbortSignal): Promise<void> {
    const own = desk.isOurs ? undefined : takeOver()
    if (!own) return
    const { close } = desk
    desk = own
    await close(leaving)
    desk.wake(user.phone)
  }

  return {
    user,

    /** Why nothing can be said there; undefined where it can. */
    refusal: (): Promise<PlaceRefusal | undefined> =>
      desk.terminal.refusal({ userId: user.id, place, mayCreate, idleMs }),

    /** The session that the next text goes into; undefined where one is made. */
    session: () => desk.terminal.foundAt({ userId: user.id, place, mayCreate, idleMs }),

    /** Resolves once the text is stored, with the sid by which its replies are found. */
    say: async (body: string): Promise<(Said & { sid: string }) | PlaceRefusal> => {
      const sid = `CL${randomBytes(16).toString('hex')}`
      const said = await desk.terminal.say({
        sid,
        user,
        body,
        model,
        place,
        name,
        defaultName: defaultName(),
        mayCreate,
        idleMs,
        afterOutboxId: lastShownId,
      })
      if (typeof said === 'string') return said
      // NEW ends a session that was named; from then on it is where the user is.
      if (place.type !== 'current') place = { type: 'same', id: said.session.id }
      name = undefined
      // Whoever texts NEW has asked for another one.
      mayCreate ||= parseKeyword(body, false) === 'new'
      desk.wake(user.phone)
      return { ...said, sid }
    },

    /**
     * What a text is answered, as it comes, until nothing more does. A row counts as shown once the
     * next is asked for. Rejects when `leaving` is aborted.
     */
    async *replies(sid: string, leaving: AbortSignal): AsyncGenerator<OutboxRow> {
      const waitsSince = performance.now()
      let looksForOwner = TAKE_OVER_AFTER_MS
      for (;;) {
        const { rows, hasEnded } = await desk.terminal.progress(sid)
        for (const row of rows) {
          yield row
          await desk.terminal.markShown(row)
          lastShownId = row.kind === 'busy' ? lastShownId : row.id
        }
        if (hasEnded) return
        await setTimeout(LOOK_EVERY_MS, undefined, { signal: leaving })
        if (performance.now() - waitsSince < looksForOwner) continue
        looksForOwner += 1_000
        await moveWhenAlone(leaving)
      }
    },

    close: (leaving: AbortSignal): Promise<void> => desk.close(leaving),
  }
}
