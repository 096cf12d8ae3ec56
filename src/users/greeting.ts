import type { Greeting } from '../db/people.ts'
import { greetingFor } from '../model/greeting.ts'
import { toBody } from '../sms/body.ts'

/** What somebody is texted who was let in: on `channel`, unless they wrote on another. */
export function toGreeting(name: string | null, channel: Greeting['channel']): Greeting {
  return { ...toBody(greetingFor(name)), channel }
}
