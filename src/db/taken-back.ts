import { and, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import type { Given } from './prepared.ts'
import { deliveryEvents, outbox } from './schema/texts.ts'
import type { Tx } from './tx.ts'
import { WINDOW_CLOSED } from './whatsapp-window.ts'

// Twilio took these texts and then gave them up itself, so that nobody has them: the loop guard,
// a full queue, an account suspended meanwhile, its daily limit. Not 30003 or 30008, after which a
// carrier may still bring the text.
const GIVEN_UP_BY_TWILIO = ['14107', '30001', '30002', '63038']

/**
 * Of a row that Twilio took and, by this code, certainly did not pass on: it is to be sent again.
 * Not "Still on it...", which would be untrue by then.
 */
export const comesBack = (errorCode: string | SQL) =>
  sql`(${outbox.kind} <> 'busy' and (
    ${errorCode} in ${GIVEN_UP_BY_TWILIO}
    or (${errorCode} = ${WINDOW_CLOSED} and ${outbox.channel} = 'whatsapp')
  ))`

/** Of a row that Twilio took under this sid and then certainly did not pass on. */
export const wasGivenUp = (providerSid: string | Given) =>
  sql`exists (
    select 1 from delivery_events where delivery_events.outbox_id = ${outbox.id}
      and delivery_events.provider_sid = ${providerSid}
      and ${comesBack(sql`delivery_events.error_code`)}
  )`

/** One send of a row of the outbox. */
interface Send {
  outboxId: string
  providerSid: string
}

/** Whether a send was reported to have failed. */
export function hasFailedAs(tx: Tx, { outboxId, providerSid }: Send): boolean {
  const { status } = deliveryEvents
  const isItsOwn = eq(deliveryEvents.outboxId, outboxId)
  return isReported(tx, providerSid, and(isItsOwn, inArray(status, ['failed', 'undelivered'])))
}

/** Whether the network has reported this sid of another row: one that was sent again since. */
export function isReportedOfAnother(tx: Tx, { outboxId, providerSid }: Send): boolean {
  return isReported(tx, providerSid, ne(deliveryEvents.outboxId, outboxId))
}

function isReported(tx: Tx, providerSid: string, where: SQL | undefined): boolean {
  const report = tx
    .select({ id: deliveryEvents.id })
    .from(deliveryEvents)
    .where(and(eq(deliveryEvents.providerSid, providerSid), where))
    .limit(1)
    .get()
  return report !== undefined
}
