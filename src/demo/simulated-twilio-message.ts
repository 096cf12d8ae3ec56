import { randomBytes } from 'node:crypto'
import { SegmentedMessage } from 'sms-segments-calculator'

export interface NewMessage {
  sid?: string | undefined
  from?: string | undefined
  /** A messaging service's sid, for a text that one sends. */
  service?: string | undefined
  to: string
  body: string
  status: 'queued' | 'received'
}

/** A text as Twilio's API shows it, in Twilio's own names. */
export type SimulatedMessage = ReturnType<typeof createMessage>

export function createMessage(accountSid: string, message: NewMessage, now: number) {
  const { sid = `SM${randomBytes(16).toString('hex')}`, from, service, to, body } = message
  const status: string = message.status
  const isInbound = message.status === 'received'
  const date = toTwilioDate(now)
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}`
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    from: from ?? null,
    to,
    messaging_service_sid: service ?? null,
    body,
    direction: isInbound ? 'inbound' : 'outbound-api',
    status,
    num_segments: String(new SegmentedMessage(body).segmentsCount),
    num_media: '0',
    date_created: date,
    date_updated: date,
    date_sent: isInbound ? date : null,
    error_code: null,
    error_message: null,
    price: null,
    price_unit: 'USD',
    uri: `${uri}.json`,
    subresource_uris: { media: `${uri}/Media.json` },
  }
}

/** RFC 2822 as Twilio writes it: whole seconds and a numeric zone. */
function toTwilioDate(time: number): string {
  return new Date(time).toUTCString().replace('GMT', '+0000')
}
