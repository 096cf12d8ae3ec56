import type { Backlog } from '../db/backlog.ts'
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
}: StatusTextOptions): () => Promise<string> {
  return async () => {
    const { inbox, outbox } = await backlog()
    return statusSentences({
      services: services(),
      hold: hold(),
      limits: await limits(),
      // The text that asks is itself one of those without an answer.
      waiting: Math.max(inbox.length - 1, 0) + outbox.length,
      uptimeSeconds: process.uptime(),
      version,
      timeZone,
      now: now(),
    })
  }
}
