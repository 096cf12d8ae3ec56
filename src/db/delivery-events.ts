import { newId } from './ids.ts'
import type { Tx } from './open.ts'
import { deliveryEvents } from './schema/texts.ts'

export type NewDeliveryEvent = Omit<typeof deliveryEvents.$inferInsert, 'id'>

export function appendDeliveryEvent(tx: Tx, event: NewDeliveryEvent): void {
  tx.insert(deliveryEvents)
    .values({ ...event, id: newId() })
    .run()
}
