import type { Greeting } from '../db/people.ts'
import { toBody } from '../sms/body.ts'

/** What somebody is texted who was let in: on `channel`, unless they wrote on another. */
export function toGreeting(name: string | null, channel: Greeting['channel']): Greeting {
  return { ...toBody(greetingFor(name)), channel }
}

/** The answer to a mere hello, the only one in which STOP is named beside the help: in a terminal it ends nothing. */
export function greetingFor(name: string | null, isInTerminal = false): string {
  const more = isInTerminal ? 'Reply ? for more.' : 'Reply ? for more, STOP to end.'
  return `Hi${name ? ` ${name}` : ''}, I look after the films and shows here. Text a title to find it, or "what's new". ${more}`
}
