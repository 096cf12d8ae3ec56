import { OPTED_OUT } from '../db/opt-outs.ts'
import { WINDOW_CLOSED } from '../db/whatsapp-window.ts'
import { TwilioAnswerError } from '../errors.ts'
import type { Channel } from './addresses.ts'

/** `code` is Twilio's, or the HTTP status where something in between answered. */
export type Refusal =
  /** Certainly not sent, and worth another try. `code` is 0 when nobody was reached. */
  | { type: 'deferred'; code: number; retryAfterMs?: number }
  /** Certainly not sent, nor would any other text be: the account or its number may not send. */
  | { type: 'on-hold'; code: number }
  /** Certainly not sent: on WhatsApp they have to write first. */
  | { type: 'window-closed' }
  /** Certainly not sent: they have told the network to bring them nothing of ours. */
  | { type: 'opted-out' }
  /** Certainly not sent, nor would it be another time. */
  | { type: 'refused'; code: number }
  /** It may have been sent: look for it before sending it again. */
  | { type: 'unclear'; reason: string }

/** Why a search has no answer, which says nothing about the text. */
export type SearchFailure = Extract<Refusal, { type: 'on-hold' | 'unclear' }>

// The text is fine, and so would be every other one. 21606 is not among them: the number may be
// unable to reach that country alone.
const HOLDING_CODES = new Set([
  10001, // the account is not active
  20003, // the credentials are wrong
  20005, // the account is not active
  21601, // the number is not one of Twilio's
  21611, // the number's queue is full
  21659, // the number is not one of Twilio's
  21660, // the number is another account's
  21701, // there is no such messaging service
  21703, // the messaging service has no number
  21705, // the messaging service cannot be used
  63038, // the account's daily limit is spent
  90010, // the account is not active
])

// What Twilio says only of texts that it took before.
const ACCOUNT_SUSPENDED = 30002

/** Whether a report with this code is about every text of ours. */
export function isHolding(code: number): boolean {
  return HOLDING_CODES.has(code) || code === ACCOUNT_SUSPENDED
}

// Too many texts to one phone within half a minute look like a loop to Twilio.
const LOOP_GUARD = 14107

/** What the error of a send says about its text. */
export function refusalOf(error: unknown, channel: Channel): Refusal {
  if (wasNeverConnected(error)) return { type: 'deferred', code: 0 }
  if (!isNo(error)) return { type: 'unclear', reason: reasonOf(error) }

  const { status, twilioCode: code, retryAfterMs } = error
  if (code !== undefined && HOLDING_CODES.has(code)) return { type: 'on-hold', code }
  if (channel === 'whatsapp' && String(code) === WINDOW_CLOSED) return { type: 'window-closed' }
  if (String(code) === OPTED_OUT) return { type: 'opted-out' }
  // Without a code the no is that of something on the way, which knows nothing about the text.
  const isWorthRetrying = code === undefined || status === 429 || code === LOOP_GUARD
  if (!isWorthRetrying) return { type: 'refused', code }
  return {
    type: 'deferred',
    code: code ?? status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

export function searchFailureOf(error: unknown): SearchFailure {
  const code = isNo(error) ? error.twilioCode : undefined
  if (code !== undefined && HOLDING_CODES.has(code)) return { type: 'on-hold', code }
  return { type: 'unclear', reason: reasonOf(error) }
}

/** After any other answer, such as a 5xx, the text may have been sent. */
function isNo(error: unknown): error is TwilioAnswerError {
  return error instanceof TwilioAnswerError && error.status >= 400 && error.status < 500
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
