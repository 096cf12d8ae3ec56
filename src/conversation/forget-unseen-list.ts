import type { ShownList } from '../db/column-types.ts'
import type { Round } from '../db/rounds.ts'
import { type FindOutboxRow, wasSeen } from './was-seen.ts'

// What was shown yesterday is no longer what "2" means.
const LIST_LASTS_MS = 24 * 60 * 60_000

/**
 * The round with the list that its text can be about, or with none: not one that was shown long
 * ago, on another channel, or after the text had come.
 */
export function createForgetUnseenList({ findOutboxRow }: { findOutboxRow: FindOutboxRow }) {
  async function isSeen(list: ShownList, text: Round['text']): Promise<boolean> {
    if (text.receivedAt - list.shownAt >= LIST_LASTS_MS || !text.afterOutboxId) return false
    const [row, last] = await Promise.all([
      findOutboxRow(list.outboxId),
      findOutboxRow(text.afterOutboxId),
    ])
    // Rows are numbered as their sending begins; `last` is the latest that had when the text came.
    const isBefore = (row?.sendOrder ?? Infinity) <= (last?.sendOrder ?? 0)
    if (!isBefore || row?.channel !== text.channel || row.state === 'failed') return false
    return wasSeen(findOutboxRow, list.outboxId, text.receivedAt)
  }

  return async (round: Round): Promise<Round> => {
    const { conversation, text } = round
    const { list, ...rest } = conversation.contextState
    if (!list || (await isSeen(list, text))) return round
    return { ...round, conversation: { ...conversation, contextState: rest } }
  }
}
