import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import type { Fields } from './simulated-twilio-answer.ts'
import type { SimulatedMessage } from './simulated-twilio-message.ts'

export interface WebhookUrls {
  /** Where the webhook listens. */
  webhookUrl: string
  /** What Twilio knows it as, which is what gets signed. */
  publicUrl: string
}

// As long as Twilio waits.
const TIMEOUT_MS = 15_000

/** Posts a form as Twilio does. Rejects when there is no answer, or `signal` ends the wait. */
export async function postSigned(
  authToken: string,
  { webhookUrl, publicUrl }: WebhookUrls,
  fields: Fields,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'X-Twilio-Signature': getExpectedTwilioSignature(authToken, publicUrl, fields) },
    body: new URLSearchParams(fields),
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
  })
  return { status: response.status, text: await response.text() }
}

/** The parameters of an inbound text, as a number in the United States gets them. */
export function inboundFields(message: SimulatedMessage): Fields {
  return {
    ToCountry: 'US',
    ToState: 'CA',
    ToCity: 'SAN FRANCISCO',
    ToZip: '94103',
    FromCountry: 'US',
    FromState: 'NY',
    FromCity: '',
    FromZip: '',
    MessageSid: message.sid,
    SmsSid: message.sid,
    SmsMessageSid: message.sid,
    SmsStatus: message.status,
    AccountSid: message.account_sid,
    ApiVersion: message.api_version,
    From: message.from ?? '',
    To: message.to,
    Body: message.body,
    NumMedia: message.num_media,
    NumSegments: message.num_segments,
  }
}

/** The parameters of a status callback. */
export function statusFields(message: SimulatedMessage): Fields {
  return {
    MessageSid: message.sid,
    MessageStatus: message.status,
    SmsSid: message.sid,
    SmsStatus: message.status,
    AccountSid: message.account_sid,
    ApiVersion: message.api_version,
    ...(message.from && { From: message.from }),
    ...(message.messaging_service_sid && { MessagingServiceSid: message.messaging_service_sid }),
    To: message.to,
  }
}
