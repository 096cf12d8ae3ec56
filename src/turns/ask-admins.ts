import type { Putting } from '../db/admin-requests.ts'
import type { Channel } from '../db/column-types.ts'
import { dayOf, startOfDay, WEEK_MS } from '../local-time.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'
import type { Asked } from '../tools/tool.ts'

export interface AskAdminsOptions {
  requests: Pick<Store['requests'], 'put' | 'reachable' | 'tell'>
  /** Where an admin is texted who never wrote. */
  channel: Channel
  timeZone: string
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  randomInt: (below: number) => number
  now: () => number
}

export type AskAdmins = ReturnType<typeof createAskAdmins>

type Question = Omit<Putting, 'since' | 'expiresAt' | 'randomInt'> & {
  /** What each admin is texted: the first that is short enough. */
  wordings: (code: string) => [string, ...string[]]
}

// Who did not ask for a text reads no more than this.
const MAX_SEGMENTS = 2
const GATHERED = toBody('Several requests are waiting. Text "requests" to see them.')

/** Puts what somebody wants to the admins, who have a week to decide. A rerun asks nobody twice. */
export function createAskAdmins(options: AskAdminsOptions) {
  const { requests, channel, timeZone, onNotice, randomInt, now } = options

  return async ({ wordings, ...question }: Question): Promise<Asked> => {
    const put = await requests.put({
      ...question,
      since: startOfDay(now(), timeZone),
      expiresAt: now() + WEEK_MS,
      randomInt,
    })
    if (put.type === 'nobody') return { type: 'nobody', names: [] }
    if (put.type === 'already-put') {
      const admins = await requests.reachable({
        userId: question.userId,
        isAboutTitle: question.kind !== 'join',
      })
      return { type: 'already-asked', names: admins.map(({ name }) => name) }
    }
    const { request } = put
    const bodies = wordings(request.code).map(toBody)
    const text = bodies.find(({ segments }) => segments <= MAX_SEGMENTS) ?? bodies.at(-1)
    const day = dayOf(now(), timeZone)
    const telling = { request, text: text ?? GATHERED, gathered: GATHERED, channel, day }
    const admins = await requests.tell(telling)
    for (const { phone } of admins) onNotice(phone)
    return { type: 'asked', names: admins.map(({ name }) => name) }
  }
}
