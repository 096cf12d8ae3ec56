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

/** A phone as a person writes it, `+1 (415) 555-0123`, in E.164. */
export function parsePhone(written: string): string | undefined {
  const phone = written.replaceAll(/[\s().-]/g, '')
  return E164.test(phone) ? phone : undefined
}
