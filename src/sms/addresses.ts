import type { Channel } from '../db/column-types.ts'

export type { Channel }

export interface Address {
  channel: Channel
  /** E.164, such as `+14155550123`. */
  phone: string
}

const E164 = /^\+[1-9]\d{6,14}$/
const WHATSAPP_PREFIX = 'whatsapp:'

/** Reads what Twilio writes in From and To: `+14155550123` or `whatsapp:+14155550123`. */
export function parseTwilioAddress(value: string): Address | undefined {
  const isWhatsapp = value.startsWith(WHATSAPP_PREFIX)
  const phone = isWhatsapp ? value.slice(WHATSAPP_PREFIX.length) : value
  if (!E164.test(phone)) return undefined
  return { channel: isWhatsapp ? 'whatsapp' : 'sms', phone }
}

export function toTwilioAddress({ channel, phone }: Address): string {
  return channel === 'whatsapp' ? WHATSAPP_PREFIX + phone : phone
}

/**
 * A phone as a person writes it or copies it, `+1 (415) 555-0123` or `whatsapp:+49 170-1234567`, in
 * E.164. The zero of `+44 (0)20 …` is not dialled from abroad and goes.
 */
export function parsePhone(written: string): string | undefined {
  const phone = written
    .replace(/^\s*whatsapp:/i, '')
    .replaceAll(/[\p{Cf}\s]/gu, '')
    .replace('(0)', '')
    .replaceAll(/[().\p{Pd}/]/gu, '')
  return E164.test(phone) ? phone : undefined
}

/** The same of what somebody types for a phone: the plus is easily left out. */
export function parseTypedPhone(typed: string): string | undefined {
  return parsePhone(typed) ?? parsePhone(`+${typed}`)
}

/** A phone as it is shown to somebody who may know it: `+1 415 ... 0123`, `+4917 ... 4567`. */
export function phoneInShort(phone: string): string {
  const start = phone.startsWith('+1') ? `+1 ${phone.slice(2, 5)}` : phone.slice(0, 5)
  return `${start} ... ${phone.slice(-4)}`
}
