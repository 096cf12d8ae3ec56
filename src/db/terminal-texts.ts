import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import type { Conversation } from './conversations.ts'
import { findText, isWaiting } from './inbox.ts'
import type { OutboxRow } from './outbox.ts'
import { inbox, outbox } from './schema/texts.ts'
import {
  type PlaceOptions,
  type PlaceRefusal,
  type TakenPlace,
  takePlace,
} from './terminal-sessions.ts'
import type { Tx } from './tx.ts'
import type { User } from './users.ts'

/** A text from a terminal, and where its sender wants to say it. */
export interface TerminalText extends Omit<PlaceOptions, 'userId'> {
  sid: string
  user: Pick<User, 'id' | 'phone'>
  body: string
  /** The model that is to answer, in place of the one that is set. */
  model?: string | undefined
  /** The row that this very terminal showed last. */
  afterOutboxId?: string | undefined
}

export interface Said extends Pick<TakenPlace, 'begins'> {
  session: Pick<Conversation, 'id' | 'name' | 'title'>
}

/** What came of a text so far. */
export interface Progress {
  /** Whether nothing more comes. */
  hasEnded: boolean
  /** What the terminal has yet to show, in order. */
  rows: OutboxRow[]
}

/** Hands a text in, its session made or resumed with it, to whoever works on the database. */
export function sayInTerminal(
  tx: Tx,
  { sid, user, body, model, afterOutboxId, ...options }: TerminalText,
  now: number,
): Said | PlaceRefusal {
  const place = takePlace(tx, { ...options, userId: user.id }, now)
  if (typeof place === 'string') return place
  const { conversation, begins } = place
  tx.insert(inbox)
    .values({
      sid,
      channel: 'cli',
      address: user.phone,
      body,
      mediaCount: 0,
      model: model ?? null,
      receivedAt: now,
      state: 'waiting',
      conversationId: conversation.id,
      afterOutboxId: afterOutboxId ?? lastShown(tx, user.phone, conversation.id) ?? null,
    })
    .run()
  const { id, name, title } = conversation
  return { session: { id, name, title }, begins }
}

/** What any terminal showed last of a session: what a bare yes answers that comes from a new one. */
function lastShown(tx: Tx, address: string, conversationId: string): string | undefined {
  return tx.get<{ id: string } | undefined>(sql`
    select outbox.id from outbox
    join inbox on inbox.sid = substr(outbox.key, 1, instr(outbox.key, ':') - 1)
    where outbox.address = ${address} and outbox.channel = 'cli' and outbox.kind <> 'busy'
      and outbox.send_order is not null and inbox.conversation_id = ${conversationId}
    order by outbox.send_order desc limit 1`)?.id
}

export function progressOf(tx: Tx, sid: string): Progress {
  const rows = tx
    .select()
    .from(outbox)
    .where(
      and(
        // A range, because a unique index serves it: ";" comes right after ":".
        gte(outbox.key, `${sid}:`),
        lt(outbox.key, `${sid};`),
        eq(outbox.channel, 'cli'),
        eq(outbox.state, 'pending'),
      ),
    )
    .orderBy(asc(outbox.position))
    .all()
  return { hasEnded: findText(tx, sid)?.state !== 'waiting', rows }
}

/** A terminal has shown a row, which from then on is what was said last there. */
export function markShown(tx: Tx, { id, address }: OutboxRow, now: number): void {
  tx.update(outbox)
    .set({
      state: 'delivered',
      sentAt: now,
      sendOrder: sql`1 + coalesce((
        select send_order from outbox
        where address = ${address} and channel = 'cli' and send_order is not null
        order by send_order desc limit 1
      ), 0)`,
    })
    .where(and(eq(outbox.id, id), eq(outbox.state, 'pending')))
    .run()
}

/** The phones in whose name a terminal waits for an answer. */
export function terminalAddresses(tx: Tx): string[] {
  return tx
    .selectDistinct({ address: inbox.address })
    .from(inbox)
    .where(and(isWaiting, eq(inbox.channel, 'cli')))
    .all()
    .map(({ address }) => address)
}
