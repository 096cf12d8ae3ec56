import type { MessageInstance, MessagePage } from 'twilio/lib/rest/api/v2010/account/message.js'
import { type Address, type Channel, toTwilioAddress } from './addresses.ts'
import { createTwilioClient } from './twilio-client.ts'
import { type Refusal, refusalOf, type SearchFailure, searchFailureOf } from './twilio-refusals.ts'

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
  /** Epoch milliseconds, by the clock that dates `since`. */
  now?: () => number
}

export interface OutgoingText {
  outboxId: string
  channel: Channel
  /** E.164. */
  address: string
  body: string
}

export type SendOutcome = { type: 'sent'; providerSid: string } | Refusal

export interface SearchedText {
  channel: Channel
  /** E.164. */
  address: string
  body: string
  /** It cannot have been sent before, in epoch milliseconds. */
  since: number
  /** Whether another text is known to be the one with this sid. */
  isOwned: (providerSid: string) => boolean | Promise<boolean>
}

export type SearchOutcome =
  /** With what Twilio says of it by now. */
  | { type: 'found'; providerSid: string; status: string; errorCode?: string }
  | { type: 'absent' }
  | SearchFailure

export type TwilioSender = ReturnType<typeof createTwilioSender>

// A reply that is still in Twilio's queue after an hour answers what nobody remembers asking.
const VALIDITY_SECONDS = 3600

// Twilio's dates are whole seconds of another clock. Anything older that matches has its owner.
const CLOCK_SKEW_MS = 60_000

const PAGE_SIZE = 50

type Page = Pick<MessagePage, 'instances' | 'nextPage'>

/** Sends through Twilio. Whatever happens is an outcome; only `isOwned` can make it throw. */
export function createTwilioSender({
  sender,
  statusCallbackBaseUrl,
  timeoutMs = 10_000,
  now = Date.now,
  ...account
}: TwilioSenderOptions) {
  const callbackUrl = `${statusCallbackBaseUrl.replace(/\/+$/, '')}/webhooks/twilio/status`
  const client = createTwilioClient({ ...account, timeoutMs, now })

  const service = 'messagingServiceSid' in sender ? sender : {}
  // On the channel of the text, because one number can serve both.
  const from = (channel: Channel) =>
    'phoneNumber' in sender
      ? { from: toTwilioAddress({ channel, phone: sender.phoneNumber.phone }) }
      : {}

  return {
    async send({ outboxId, channel, address, body }: OutgoingText): Promise<SendOutcome> {
      const { messages } = await client.load()
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
        return refusalOf(error, channel)
      }
    },

    /** Looks for a text whose sending was unclear, from the newest to its phone back to `since`. */
    async findSent({ isOwned, ...text }: SearchedText): Promise<SearchOutcome> {
      const { messages } = await client.load()
      const to = toTwilioAddress({ channel: text.channel, phone: text.address })
      // A messaging service picks the From itself, so then it is not part of the search.
      const filter = { to, ...from(text.channel), pageSize: PAGE_SIZE }
      return findOnPages(messages.page(filter), {
        isRecent: (message) => isSince(message, text.since - (client.aheadMs() ?? 0)),
        isIt: async (message) => isSameText(message, text) && !(await isOwned(message.sid)),
      })
    },
  }
}

interface Search {
  isRecent: (message: MessageInstance) => boolean
  isIt: (message: MessageInstance) => Promise<boolean>
}

/** From page to page, as long as there is something recent on it. */
async function findOnPages(
  first: Promise<Page>,
  { isRecent, isIt }: Search,
): Promise<SearchOutcome> {
  let reading: Promise<Page> | undefined = first
  while (reading) {
    const page: Page | SearchFailure = await reading.catch(searchFailureOf)
    if ('type' in page) return page
    const recent: MessageInstance[] = page.instances.filter(isRecent)
    for (const message of recent) {
      if (await isIt(message)) return foundAs(message)
    }
    reading = recent.length > 0 ? page.nextPage() : undefined
  }
  return { type: 'absent' }
}

function foundAs({ sid, status, errorCode }: MessageInstance): SearchOutcome {
  const found = { type: 'found' as const, providerSid: sid, status }
  return errorCode ? { ...found, errorCode: String(errorCode) } : found
}

function isSince({ dateCreated }: MessageInstance, since: number): boolean {
  // The SDK leaves a date that it cannot read as it is.
  return new Date(dateCreated).getTime() >= since - CLOCK_SKEW_MS
}

function isSameText(message: MessageInstance, text: Omit<SearchedText, 'isOwned'>): boolean {
  return (
    // One odd row is no reason to keep a phone waiting.
    String(message.direction).startsWith('outbound') &&
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
