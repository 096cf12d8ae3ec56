import type { Backlog } from '../db/backlog.ts'
import type { User } from '../db/users.ts'
import type { Services } from '../health/probes.ts'
import type { Hold } from '../sms/twilio-gate.ts'
import { statusSentences } from './status-sentences.ts'

export interface StatusTextOptions {
  /** What was learnt last of each service; nobody is asked anew. */
  services: () => Services
  backlog: () => Promise<Backlog>
  /** What there is to say of the limits. */
  limits: () => Promise<string[]>
  hold: () => Hold | undefined
  version: string
  /** Of whoever has set none of their own. */
  timeZone: string
  /** Epoch milliseconds. */
  now: () => number
}

/** How everything is, as the answer to a text. */
export function createStatusText({
  services,
  backlog,
  limits,
  hold,
  version,
  timeZone,
  now,
}: StatusTextOptions): (user: Pick<User, 'timeZone'>) => Promise<string> {
  return async (user) => {
    const { inbox, outbox } = await backlog()
    return statusSentences({
      services: services(),
      hold: hold(),
      limits: await limits(),
      // The text that asks is itself one of those without an answer.
      waiting: Math.max(inbox.length - 1, 0) + outbox.length,
      uptimeSeconds: process.uptime(),
      version,
      timeZone: user.timeZone ?? timeZone,
      now: now(),
    })
  }
}
