import type { Greeting } from '../db/people.ts'
import { greetingFor } from '../model/greeting.ts'
import { toPlainText } from '../sms/plain-text.ts'
import { countSegments } from '../sms/segments.ts'

/** What somebody is texted who was let in: on `channel`, unless they wrote on another. */
export function toGreeting(name: string | null, channel: Greeting['channel']): Greeting {
  const body = toPlainText(greetingFor(name))
  return { body, segments: countSegments(body).segments, channel }
}
