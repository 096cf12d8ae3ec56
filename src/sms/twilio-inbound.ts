import { z } from 'zod'
import { PHONE_CHANNELS } from '../db/column-types.ts'
import { withDeadline } from '../deadline.ts'
import { TwilioAnswerError } from '../errors.ts'
import { toTwilioAddress } from './addresses.ts'
import type { InboundText } from './inbound-text.ts'
import {
  AddressSchema,
  MediaCountSchema,
  MessageSidSchema,
  TwilioErrorSchema,
} from './twilio-fields.ts'
import type { SendFrom } from './twilio-sender.ts'

export interface TwilioInboundOptions {
  accountSid: string
  authToken: string
  /** Whose texts are listed; a number's on every channel, because one can serve several. */
  sender: SendFrom
  apiBaseUrl?: string
  /** For each request. */
  timeoutMs?: number
}

/** A text with the time at which Twilio got it, in epoch milliseconds and whole seconds. */
export type KeptText = InboundText & { receivedAt: number }

export interface KeptTexts {
  /** Oldest first. */
  texts: KeptText[]
  /** What could not be read as a text; its sid, where that much could. */
  unreadable: Array<string | undefined>
}

export type TwilioInbound = ReturnType<typeof createTwilioInbound>

// Twilio allows 1000; a household's day fits into this many.
const PAGE_SIZE = 100

const MessagesSchema = z.object({
  messages: z.array(z.unknown()),
  next_page_uri: z.string().nullish(),
})

const NumbersSchema = z.object({
  phone_numbers: z.array(z.object({ phone_number: z.string() })),
  meta: z.object({ next_page_url: z.string().nullish() }),
})

const RowSchema = z.object({ direction: z.string() })

const TextSchema = z.object({
  sid: MessageSidSchema,
  from: AddressSchema,
  // Twilio empties it when it is told to keep no words.
  body: z.string().nullish(),
  num_media: MediaCountSchema,
  date_created: z.string().transform(Date.parse).pipe(z.int()),
})

/**
 * The texts that Twilio received for us, whether or not a webhook brought them. Without the SDK:
 * it can neither be told to stop nor to stop waiting for a slow answer, and takes a missing date
 * for now.
 */
export function createTwilioInbound({
  accountSid,
  authToken,
  sender,
  apiBaseUrl,
  timeoutMs = 10_000,
}: TwilioInboundOptions) {
  const standIn = apiBaseUrl?.replace(/\/+$/, '')
  const api = standIn ?? 'https://api.twilio.com'
  const messaging = standIn ?? 'https://messaging.twilio.com'
  const get = createGet({ accountSid, authToken, timeoutMs })

  async function ourPhones(signal: AbortSignal): Promise<string[]> {
    if ('phoneNumber' in sender) return [sender.phoneNumber.phone]
    const phones: string[] = []
    let path = `/v1/Services/${sender.messagingServiceSid}/PhoneNumbers?PageSize=${PAGE_SIZE}`
    while (path) {
      const page = NumbersSchema.parse(await get(messaging + path, signal))
      phones.push(...page.phone_numbers.map(({ phone_number }) => phone_number))
      path = pathOf(page.meta.next_page_url)
    }
    return phones
  }

  /** The rows of one address of ours, the newest first. */
  async function rowsTo(to: string, since: number, signal: AbortSignal): Promise<unknown[]> {
    const rows: unknown[] = []
    // By the day in GMT: finer dates are not documented.
    const query = new URLSearchParams({
      To: to,
      'DateSent>': new Date(since).toISOString().slice(0, 10),
      PageSize: String(PAGE_SIZE),
    })
    let path = `/2010-04-01/Accounts/${accountSid}/Messages.json?${query.toString()}`
    while (path) {
      const { messages, next_page_uri } = MessagesSchema.parse(await get(api + path, signal))
      rows.push(...messages)
      const oldest = TextSchema.safeParse(messages.at(-1)).data
      path = oldest && oldest.date_created < since ? '' : pathOf(next_page_uri)
    }
    return rows
  }

  return {
    /**
     * What came since `since`, in epoch milliseconds; rejects when any of it could not be listed.
     *
     * @throws {TwilioAnswerError} for an answer that is no list, a ZodError for one of another
     * shape, `fetch`'s own error when there was none, or `signal` gave it up.
     */
    async list(since: number, signal: AbortSignal): Promise<KeptTexts> {
      const kept: KeptTexts = { texts: [], unreadable: [] }
      for (const phone of await ourPhones(signal)) {
        for (const channel of PHONE_CHANNELS) {
          const rows = await rowsTo(toTwilioAddress({ channel, phone }), since, signal)
          sortInto(kept, rows.toReversed())
        }
      }
      kept.texts = kept.texts
        .filter(({ receivedAt }) => receivedAt >= since)
        .toSorted((one, other) => one.receivedAt - other.receivedAt)
      return kept
    },
  }
}

/** A GET whose every answer but a 200 with JSON rejects. */
function createGet({
  accountSid,
  authToken,
  timeoutMs,
}: Required<Pick<TwilioInboundOptions, 'accountSid' | 'authToken' | 'timeoutMs'>>) {
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64')

  async function ask(url: string, signal: AbortSignal): Promise<unknown> {
    const response = await fetch(url, {
      headers: { authorization: `Basic ${credentials}` },
      // `fetch` follows a redirect to where the token has no business.
      redirect: 'manual',
      signal,
    })
    const body: unknown = await response.json().catch((error: unknown) => {
      // No JSON is an answer; one that breaks off is not.
      if (!(error instanceof SyntaxError)) throw error
    })
    if (response.status === 200 && body !== undefined) return body
    const twilioCode = TwilioErrorSchema.safeParse(body).data?.code
    throw new TwilioAnswerError(response.status, { twilioCode })
  }

  return (url: string, signal: AbortSignal): Promise<unknown> =>
    withDeadline(timeoutMs, signal, (deadline) => ask(url, deadline))
}

// Only the path: the token goes to no other host.
function pathOf(next: string | null | undefined): string {
  if (!next) return ''
  const { pathname, search } = new URL(next, 'https://api.twilio.com')
  return pathname + search
}

function sortInto({ texts, unreadable }: KeptTexts, rows: readonly unknown[]): void {
  for (const row of rows) {
    const direction = RowSchema.safeParse(row).data?.direction
    if (direction !== undefined && direction !== 'inbound') continue
    const text = direction && TextSchema.safeParse(row).data
    if (text) texts.push(toInboundText(text))
    else unreadable.push(z.object({ sid: MessageSidSchema }).safeParse(row).data?.sid)
  }
}

function toInboundText(row: z.infer<typeof TextSchema>): KeptText {
  return {
    sid: row.sid,
    channel: row.from.channel,
    address: row.from.phone,
    body: row.body ?? '',
    mediaCount: row.num_media,
    receivedAt: row.date_created,
  }
}
