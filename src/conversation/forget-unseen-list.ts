import type { Round } from '../db/rounds.ts'
import { type FindOutboxRow, wasSeen } from './was-seen.ts'

// What was shown yesterday is no longer what "2" means.
const LIST_LASTS_MS = 24 * 60 * 60_000

/**
 * The round with the list that its text can be about, or with none: not one that was shown long
 * ago, on another channel, or not yet when the text came.
 */
export function createForgetUnseenList({ findOutboxRow }: { findOutboxRow: FindOutboxRow }) {
  return async (round: Round): Promise<Round> => {
    const { conversation, text } = round
    const { list, ...rest } = conversation.contextState
    if (!list) return round

    const row = await findOutboxRow(list.outboxId)
    const isFresh = text.receivedAt - list.shownAt < LIST_LASTS_MS
    const isHeard = row?.channel === text.channel && row.state !== 'failed'
    if (isFresh && isHeard && (await wasSeen(findOutboxRow, list.outboxId, text.receivedAt))) {
      return round
    }
    return { ...round, conversation: { ...conversation, contextState: rest } }
  }
}
