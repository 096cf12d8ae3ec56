import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js'
import { WINDOW_CLOSED } from '../db/whatsapp-window.ts'
import { TwilioAnswerError } from '../errors.ts'
import { type Address, type Channel, toTwilioAddress } from './addresses.ts'
import { createTwilioClient, type TwilioClient } from './twilio-client.ts'

/** A number of ours, or a messaging service that picks one. */
export type SendFrom = { phoneNumber: Address } | { messagingServiceSid: string }

/** What a text leaves on to someone who never wrote. */
export function channelOf(from: SendFrom | undefined): Channel {
  return from && 'phoneNumber' in from ? from.phoneNumber.channel : 'sms'
}

export interface TwilioSenderOptions {
  accountSid: string
  authToken: string
  sender: SendFrom
  /** The public address of this service, which Twilio reports deliveries to. */
  statusCallbackBaseUrl: string
  apiBaseUrl?: string
  timeoutMs?: number
}

export interface OutgoingText {
  outboxId: string
  channel: Channel
  /** E.164. */
  address: string
  body: string
}

/** `code` is Twilio's, or the HTTP status where something in between answered. */
export type SendOutcome =
  | { type: 'sent'; providerSid: string }
  /** Certainly not sent, and worth another try. `code` is 0 when nobody was reached. */
  | { type: 'deferred'; code: number; retryAfterMs?: number }
  /** Certainly not sent: on WhatsApp they have to write first. */
  | { type: 'window-closed' }
  /** Certainly not sent, nor would it be another time. */
  | { type: 'refused'; code: number }
  /** It may have been sent: look for it before sending it again. */
  | { type: 'unclear'; reason: string }

export interface SearchedText {
  channel: Channel
  /** E.164. */
  address: string
  body: string
  /** When the attempt began, in epoch milliseconds. */
  since: number
  /** Whether another text is known to be the one with this sid. */
  isOwned: (providerSid: string) => boolean | Promise<boolean>
}

export type SearchOutcome =
  | { type: 'found'; providerSid: string }
  | { type: 'absent' }
  | { type: 'unclear'; reason: string }

export type TwilioSender = ReturnType<typeof createTwilioSender>

// A reply that is still in Twilio's queue after an hour answers what nobody remembers asking.
const VALIDITY_SECONDS = 3600

// Twilio's dates are whole seconds of another clock. Anything older that matches has its owner.
const CLOCK_SKEW_MS = 60_000

// The attempt was moments ago, so its text is among the newest.
const PAGE = { limit: 50, pageSize: 50 }

// Refusals that concern the account or its queue: the text is fine and waits until that is mended.
const ACCOUNT_CODES = new Set([
  20003, // the credentials are wrong
  20005, // the account is not active
  21611, // the sender's queue is full
  63038, // the account's daily limit is spent
])

/** Sends through Twilio. Whatever happens is an outcome; only `isOwned` can make it throw. */
export function createTwilioSender({
  sender,
  statusCallbackBaseUrl,
  timeoutMs = 10_000,
  ...account
}: TwilioSenderOptions) {
  const callbackUrl = `${statusCallbackBaseUrl.replace(/\/+$/, '')}/webhooks/twilio/status`
  let client: Promise<TwilioClient> | undefined
  const getClient = () =>
    (client ??= createTwilioClient({ ...account, timeoutMs }).catch((error: unknown) => {
      client = undefined
      throw error
    }))

  const service = 'messagingServiceSid' in sender ? sender : {}
  // On the channel of the text, because one number can serve both.
  const from = (channel: Channel) =>
    'phoneNumber' in sender
      ? { from: toTwilioAddress({ channel, phone: sender.phoneNumber.phone }) }
      : {}

  return {
    async send({ outboxId, channel, address, body }: OutgoingText): Promise<SendOutcome> {
      const { messages } = await getClient()
      try {
        const { sid } = await messages.create({
          ...service,
          ...from(channel),
          to: toTwilioAddress({ channel, phone: address }),
          body,
          statusCallback: `${callbackUrl}?outbox=${encodeURIComponent(outboxId)}`,
          validityPeriod: VALIDITY_SECONDS,
        })
        if (!sid) return { type: 'unclear', reason: 'answered without a sid' }
        return { type: 'sent', providerSid: sid }
      } catch (error) {
        return outcomeOf(error, channel)
      }
    },

    /** Looks for a text whose sending was unclear among the newest to its phone. */
    async findSent({ isOwned, ...text }: SearchedText): Promise<SearchOutcome> {
      const { messages } = await getClient()
      const filter = { to: toTwilioAddress({ channel: text.channel, phone: text.address }) }
      let newest: MessageInstance[]
      try {
        // A messaging service picks the From itself, so then it is not part of the search.
        newest = await messages.list({ ...filter, ...from(text.channel), ...PAGE })
      } catch (error) {
        return { type: 'unclear', reason: reasonOf(error) }
      }
      for (const message of newest) {
        if (isSameText(message, text) && !(await isOwned(message.sid))) {
          return { type: 'found', providerSid: message.sid }
        }
      }
      return { type: 'absent' }
    },
  }
}

function outcomeOf(error: unknown, channel: Channel): SendOutcome {
  if (wasNeverConnected(error)) return { type: 'deferred', code: 0 }
  if (!(error instanceof TwilioAnswerError) || error.status < 400 || error.status >= 500) {
    return { type: 'unclear', reason: reasonOf(error) }
  }
  const { status, twilioCode: code, retryAfterMs } = error
  if (channel === 'whatsapp' && String(code) === WINDOW_CLOSED) return { type: 'window-closed' }
  // Without a code the no is that of something on the way, which knows nothing about the text.
  const isWorthRetrying = code === undefined || status === 429 || ACCOUNT_CODES.has(code)
  if (!isWorthRetrying) return { type: 'refused', code }
  return {
    type: 'deferred',
    code: code ?? status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

/** Node names the system call that failed: until `connect` is through, nothing has been sent. */
function wasNeverConnected(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('syscall' in error) return error.syscall === 'connect' || error.syscall === 'getaddrinfo'
  // A host with several addresses fails with one error for each.
  if (error instanceof AggregateError) return error.errors.every(wasNeverConnected)
  return wasNeverConnected(error.cause)
}

// For the log, so nothing that an answer nobody could read may have repeated.
function reasonOf(error: unknown): string {
  if (error instanceof TwilioAnswerError) return error.message
  if (!(error instanceof Error)) return typeof error
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name
}

function isSameText(message: MessageInstance, text: Omit<SearchedText, 'isOwned'>): boolean {
  return (
    message.direction.startsWith('outbound') &&
    message.dateCreated.getTime() >= text.since - CLOCK_SKEW_MS &&
    // Not equal to: a trial account writes its own words in front.
    wordsOf(message.body ?? '').endsWith(wordsOf(text.body))
  )
}

/**
 * Twilio's smart encoding swaps quotes, dashes, dots and spaces for plainer ones, so only letters
 * and digits are compared; a text without any is compared as it is.
 */
function wordsOf(body: string): string {
  const words = body.normalize('NFKC').replaceAll(/[\p{P}\p{S}\p{Z}\p{C}\p{Lm}]+/gu, ' ')
  return words.trim() || body
}
