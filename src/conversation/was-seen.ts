import { setTimeout } from 'node:timers/promises'
import type { OutboxRow } from '../db/outbox.ts'

const LOOKS = 100
const LOOK_EVERY_MS = 20

export type FindOutboxRow = (id: string) => Promise<OutboxRow | undefined>

/**
 * Whether a row was surely sent when a text came: what is still on its way cannot be what they
 * answer. A phone can be quicker than Twilio's answer to us, though, so a send that is just ending
 * is waited for.
 */
export async function wasSeen(
  findOutboxRow: FindOutboxRow,
  outboxId: string,
  receivedAt: number,
): Promise<boolean> {
  let row = await findOutboxRow(outboxId)
  for (let looks = 0; row?.state === 'sending' && looks < LOOKS; looks++) {
    await setTimeout(LOOK_EVERY_MS)
    row = await findOutboxRow(outboxId)
  }
  return row?.sentAt != null && row.sentAt - receivedAt <= LOOKS * LOOK_EVERY_MS
}
