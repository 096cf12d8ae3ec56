import { z } from 'zod'
import { TwilioAnswerError } from '../errors.ts'
import { createTwilioClient, type TwilioSdk } from './twilio-client.ts'
import type { SendFrom } from './twilio-sender.ts'

export interface TwilioAccountOptions {
  accountSid: string
  authToken: string
  apiBaseUrl?: string
  timeoutMs?: number
  now?: () => number
}

/** Where Twilio takes the texts of a number or a messaging service. */
export interface Inbound {
  type: 'number' | 'service'
  sid: string
  /** Absent when nothing is set. */
  url?: string
  method: string
  /** What makes Twilio ignore `url`. */
  overriddenBy?: 'a TwiML app' | "each number's own webhook"
  /** Of the number, or of any number of the service. */
  canText: boolean
}

/** `whatsapp`: its webhook belongs to the WhatsApp sender, which this API does not show. */
export type InboundOutcome = Inbound | { type: 'missing' } | { type: 'whatsapp' }

export type TwilioAccount = ReturnType<typeof createTwilioAccount>

const StateSchema = z.object({ status: z.string(), type: z.string().catch('Full') })

/**
 * What an operator sets up in Twilio's console: the account and where its texts go. Every method
 * rejects with a `TwilioAnswerError`, or with the network's error when Twilio was not reached.
 */
export function createTwilioAccount({
  timeoutMs = 10_000,
  now = Date.now,
  ...account
}: TwilioAccountOptions) {
  const client = createTwilioClient({ ...account, timeoutMs, now })

  return {
    /** `active`, `suspended` or `closed`; a trial account texts verified phones alone. */
    async state(): Promise<{ status: string; isTrial: boolean }> {
      const { api } = await client.load()
      const { status, type } = StateSchema.parse(await api.accounts(account.accountSid).fetch())
      return { status, isTrial: type === 'Trial' }
    },

    aheadMs: client.aheadMs,

    async inbound(sender: SendFrom): Promise<InboundOutcome> {
      const sdk = await client.load()
      if ('messagingServiceSid' in sender) return serviceInbound(sdk, sender.messagingServiceSid)
      const { channel, phone } = sender.phoneNumber
      return channel === 'whatsapp' ? { type: 'whatsapp' } : numberInbound(sdk, phone)
    },

    /**
     * Has Twilio take its texts to `url`. The status callback stays as it is: each text we send
     * names its own, which goes before a messaging service's, and a number's is for calls.
     */
    async connect({ type, sid }: Inbound, url: string): Promise<void> {
      const sdk = await client.load()
      if (type === 'number') {
        // A TwiML app would go before the URL.
        const webhook = { smsUrl: url, smsMethod: 'POST', smsApplicationSid: '' }
        await sdk.incomingPhoneNumbers(sid).update(webhook)
        return
      }
      await sdk.messaging.v1.services(sid).update({
        inboundRequestUrl: url,
        inboundMethod: 'POST',
        useInboundWebhookOnNumber: false,
      })
    },
  }
}

async function numberInbound(sdk: TwilioSdk, phone: string): Promise<InboundOutcome> {
  // Twilio's filter also finds numbers that merely contain this one.
  const numbers = await sdk.incomingPhoneNumbers.list({ phoneNumber: phone, limit: 20 })
  const number = numbers.find(({ phoneNumber }) => phoneNumber === phone)
  if (!number) return { type: 'missing' }
  return {
    type: 'number',
    sid: number.sid,
    ...(number.smsUrl && { url: number.smsUrl }),
    method: number.smsMethod,
    ...(number.smsApplicationSid && { overriddenBy: 'a TwiML app' }),
    canText: number.capabilities.sms,
  }
}

async function serviceInbound(sdk: TwilioSdk, sid: string): Promise<InboundOutcome> {
  const context = sdk.messaging.v1.services(sid)
  try {
    const service = await context.fetch()
    const numbers = await context.phoneNumbers.list({ limit: 1 })
    return {
      type: 'service',
      sid,
      ...(service.inboundRequestUrl && { url: service.inboundRequestUrl }),
      method: service.inboundMethod,
      ...(service.useInboundWebhookOnNumber && { overriddenBy: "each number's own webhook" }),
      canText: numbers.length > 0,
    }
  } catch (error) {
    if (error instanceof TwilioAnswerError && error.status === 404) return { type: 'missing' }
    throw error
  }
}
