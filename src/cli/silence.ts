import type { Trace } from '../db/trace.ts'
import { dayOf } from '../local-time.ts'
import { parseKeyword } from '../sms/keywords.ts'

/**
 * Why a text that has ended got no answer, in words that go on from "without an answer". What
 * somebody may do is not written down with each text, so that is told as it stands now.
 */
export function silenceInWords(
  { text, sender, limitDay, audit }: Trace,
  timeZone: string,
): string | undefined {
  if (text?.doneAt == null) return undefined
  const { body, channel, optOutType, doneAt, round } = text
  const wasDone = (action: string) => audit.some((row) => row.action === action)
  const keyword = parseKeyword(body, wasDone('user.opted_in'))

  if (wasDone('queue.dropped')) return 'an operator dropped it'
  if (optOutType === 'STOP' || keyword === 'opt-out') return 'it asks for no more texts'
  if (optOutType === 'START' || keyword === 'opt-in') return 'it asks for texts again'
  if (sender?.optedOutAt != null && sender.optedOutAt <= doneAt) return 'they have opted out'
  if (optOutType === 'HELP' || (keyword === 'network-help' && channel === 'sms')) {
    return 'the network answers that word itself'
  }
  if (!sender) return 'no user has this phone'
  if (sender.createdAt > doneAt) return 'no user had this phone then'
  if (sender.status === 'blocked') return 'they are blocked'
  if (sender.status === 'removed') return 'they were removed'
  if (sender.status === 'pending') return 'they have yet to be let in'
  if (round === null && limitDay === dayOf(doneAt, timeZone)) {
    return 'over a limit, which they had been told that day'
  }
  return undefined
}
