import { z } from 'zod'
import { readPrices } from './accounts/prices.ts'
import { isNearby } from './nearby-host.ts'
import { parseTwilioAddress } from './sms/addresses.ts'

/** A setting that `read` understands; of what it does not, it is told that it must be `what`. */
function setting<T>(what: string, read: (written: string) => T | undefined) {
  const problem = `must be ${what}`
  return z.string(problem).transform((written, context) => {
    const value = read(written)
    if (value !== undefined) return value
    context.addIssue(problem)
    return z.NEVER
  })
}

export function wholeNumber(min: number, max: number) {
  const within = readWholeNumber(min, max)
  return setting(`a whole number from ${min} to ${max}`, within)
}

/** A limit that there need not be. */
export function numberOrNone(min: number, max: number) {
  const within = readWholeNumber(min, max)
  return setting(`a whole number from ${min} to ${max}, or none`, (written) =>
    /^none$/i.test(written) ? ('none' as const) : within(written),
  )
}

/** Of money, in whatever currency the operator thinks in. */
export function amount() {
  return setting(AN_AMOUNT, readAmount)
}

export function amountOrNone() {
  return setting(`${AN_AMOUNT}, or none`, (written) =>
    /^none$/i.test(written) ? ('none' as const) : readAmount(written),
  )
}

const AN_AMOUNT = 'an amount of money such as 5 or 0.0079'

function readAmount(written: string): number | undefined {
  return /^\d{1,9}(?:\.\d{1,9})?$/.test(written) ? Number(written) : undefined
}

function readWholeNumber(min: number, max: number) {
  return (written: string): number | undefined => {
    const number = /^\d+$/.test(written) ? Number(written) : NaN
    return number >= min && number <= max ? number : undefined
  }
}

export function sid(prefix: 'AC' | 'MG') {
  const pattern = new RegExp(`^${prefix}[0-9a-f]{32}$`)
  return setting(`${prefix} and 32 hexadecimal digits`, (written) =>
    pattern.test(written) ? written : undefined,
  )
}

export function authTokens() {
  return setting('one or more auth tokens, separated by commas', (written) =>
    readList(written, (token) => token),
  )
}

export function twilioAddress() {
  return setting('a number such as +14155550123', parseTwilioAddress)
}

export function webUrl(example: string) {
  // fetch() refuses URLs that hold a user name.
  const isUsable = ({ protocol, username }: URL) => /^https?:$/.test(protocol) && username === ''
  return setting(`a URL such as ${example}`, (written) => readBaseUrl(written, isUsable))
}

/** Read as the address that is called. Only on a network of one's own may it go unencrypted. */
export function syncUrl() {
  const isUsable = ({ protocol, username, hostname }: URL) =>
    username === '' && (protocol === 'https:' || (protocol === 'http:' && isNearby(hostname)))
  const what = 'a URL such as libsql://name.turso.io, with http:// only on your own network'
  return setting(what, (written) =>
    readBaseUrl(written.replace(/^libsql:\/\//i, 'https://'), isUsable),
  )
}

export function yesOrNo() {
  const values: Record<string, boolean> = { yes: true, no: false }
  return setting('yes or no', (written) => values[written.toLowerCase()])
}

export function publicUrls() {
  // It stands in the log and in the doctor's lines, where a password has no business.
  const isUsable = ({ protocol, pathname, username }: URL) =>
    protocol === 'https:' && username === '' && !pathname.endsWith('/webhooks/twilio')
  const what = 'https URLs without a user name or /webhooks/twilio, separated by commas'
  return setting(what, (written) =>
    readList(withoutFragments(written), (url) => readBaseUrl(url, isUsable)),
  )
}

// Before the list is split, because Twilio's own fragments hold commas: #rc=2&rp=5xx,ct
function withoutFragments(urls: string): string {
  return urls.replaceAll(/#.*?(?=,\s*https?:|$)/gi, '')
}

// Not URL.href, which would rewrite the very characters that Twilio signs.
function readBaseUrl(written: string, isUsable: (url: URL) => boolean): string | undefined {
  const base = written.replace(/\/+$/, '')
  return URL.canParse(base) && !/[?#]/.test(base) && isUsable(new URL(base)) ? base : undefined
}

export function prices() {
  return z.string().transform((written, context) => {
    const read = readPrices(written)
    if ('prices' in read) return read.prices
    context.addIssue(read.problem)
    return z.NEVER
  })
}

export function timeZone() {
  return setting('an IANA time zone such as Europe/Berlin', (written) => {
    try {
      Intl.DateTimeFormat('en', { timeZone: written })
      return written
    } catch {
      return undefined
    }
  })
}

function readList<T>(
  written: string,
  read: (entry: string) => T | undefined,
): [T, ...T[]] | undefined {
  const [first, ...others] = entriesOf(written).map(read)
  const isRead = first !== undefined && others.every((value) => value !== undefined)
  return isRead ? [first, ...others] : undefined
}

export function entriesOf(written: string): string[] {
  const entries = written.split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '')
}
