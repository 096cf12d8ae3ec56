import { parseKeyword } from '../sms/keywords.ts'

const ENDED = 'no reply: texts have ended, START begins them again'
const BEGUN = 'no reply: texts have begun again'
const ANSWERED = 'no reply: the network answers that one, ask Usherr with ?'

/**
 * Says of each text, in order, why it gets no reply; undefined where one is due. Nothing but the
 * words that a network acts on keeps a known person from a reply.
 */
export function createExpectedSilence() {
  const optedOut = new Set<string>()

  return (phone: string, body: string): string | undefined => {
    const keyword = parseKeyword(body, optedOut.has(phone))
    if (keyword === 'opt-out') optedOut.add(phone)
    if (keyword === 'opt-in') optedOut.delete(phone)

    if (optedOut.has(phone)) return ENDED
    if (keyword === 'opt-in') return BEGUN
    return keyword === 'network-help' ? ANSWERED : undefined
  }
}
