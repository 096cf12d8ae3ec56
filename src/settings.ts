import { z } from 'zod'
import { readPrices } from './accounts/prices.ts'
import { isNearby } from './nearby-host.ts'
import { parsePhone, parseTwilioAddress } from './sms/addresses.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Every setting by its name in the environment. The sentences stand in `.env.example` too. */
export const SettingsSchema = z.object({
  PUBLIC_BASE_URL: publicUrls().describe(
    'Where Twilio reaches this service, without /webhooks/twilio; several with commas.',
  ),

  TWILIO_ACCOUNT_SID: sid('AC').describe('The Twilio account.'),
  TWILIO_AUTH_TOKEN: authTokens().describe(
    'Its auth token; while rotating, both with a comma between, and the first one sends.',
  ),
  TWILIO_PHONE_NUMBER: twilioAddress()
    .optional()
    .describe('The number to send from, for WhatsApp with whatsapp: before it.'),
  TWILIO_MESSAGING_SERVICE_SID: sid('MG')
    .optional()
    .describe('The messaging service to send from, in place of a number.'),
  TWILIO_API_BASE_URL: webUrl('http://localhost:4010')
    .optional()
    .describe('A stand-in for https://api.twilio.com, to try things out.'),

  ADMIN_PHONES: phones()
    .default([])
    .describe('Who may do everything, such as Sam:+14155550123; several with commas.'),
  MEMBER_PHONES: phones()
    .default([])
    .describe('Who may find and add films and shows, written the same way.'),

  RADARR_URL: webUrl('http://radarr:7878')
    .optional()
    .describe('Where Radarr is; without it there are no films.'),
  RADARR_API_KEY: z.string().optional().describe("Radarr's API key."),
  SONARR_URL: webUrl('http://sonarr:8989')
    .optional()
    .describe('Where Sonarr is; without it there are no shows.'),
  SONARR_API_KEY: z.string().optional().describe("Sonarr's API key."),

  LLM_MODEL: z
    .string()
    .optional()
    .describe('The language model; without one, plain commands are understood.'),
  LLM_API_KEY: z.string().optional().describe("The model provider's key; local servers need none."),
  LLM_BASE_URL: webUrl('http://localhost:11434/v1')
    .optional()
    .describe("An OpenAI-compatible server with its /v1; OpenAI's own when left out."),
  LLM_TIMEOUT_SECONDS: wholeNumber(1, 600)
    .default(25)
    .describe('How many seconds one answer of the model may take.'),
  LLM_CONTEXT_TOKENS: wholeNumber(4096, 10_000_000)
    .default(8192)
    .describe(
      'How many tokens the model takes at once, its answer included; no request is longer.',
    ),
  LLM_PRICES: prices()
    .default([])
    .describe(
      'What a million tokens of input/output cost, such as gpt-4.1=2/8; several with commas, all in one currency.',
    ),

  SMS_MAX_SEGMENTS: wholeNumber(1, 10)
    .default(3)
    .describe('The longest reply in segments; the rest of it waits for MORE.'),
  HISTORY_MESSAGES: numberOrNone(1, 1000)
    .default(50)
    .describe('How many messages of a conversation the model sees at most; none for no limit.'),
  HISTORY_TOKENS: numberOrNone(1, 10_000_000)
    .default('none')
    .describe('How many tokens these may hold together; none for no limit.'),
  SESSION_IDLE_HOURS: wholeNumber(1, 8760)
    .default(72)
    .describe('After how many quiet hours a text begins a new conversation.'),
  SESSION_AUTO_CREATE: z
    .enum(['yes', 'no'], 'must be yes or no')
    .default('yes')
    .describe('Whether `usherr chat` begins a session that nobody named: yes or no.'),
  SESSION_NAME_PATTERN: z
    .string()
    .default('Session {date}')
    .describe('What `usherr chat` calls a session that it begins; {date} is the day.'),
  CONFIRMATION_TTL_MINUTES: wholeNumber(1, 1440)
    .default(10)
    .describe('How many minutes a question waits for its YES.'),
  TEXTS_PER_DAY: wholeNumber(1, 10_000)
    .default(40)
    .describe('How many texts a day a member gets answers to; admins have no limit.'),
  TZ: timeZone()
    .default(() => Intl.DateTimeFormat().resolvedOptions().timeZone)
    .describe("The household's time zone, such as Europe/Berlin; the system's when left out."),

  RETENTION_DAYS: wholeNumber(7, 3650)
    .default(90)
    .describe(
      'How many days texts are kept with what became of their delivery; conversations stay.',
    ),

  SYNC_URL: syncUrl()
    .optional()
    .describe(
      'A libSQL server that a copy of the database is kept on, such as libsql://name.turso.io.',
    ),
  SYNC_AUTH_TOKEN: z.string().optional().describe('Its token; a server of your own may need none.'),
  SYNC_AUTO: yesOrNo()
    .default(true)
    .describe(
      'Whether it is brought up to date after each turn: yes, or no for `usherr sync` alone.',
    ),

  HOST: z.string().default('0.0.0.0').describe('The address to listen on.'),
  PORT: wholeNumber(0, 65_535).default(3000).describe('The port to listen on; 0 takes a free one.'),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`)
    .default('info')
    .describe('How much is logged: fatal, error, warn, info, debug, trace or silent.'),
  DATABASE_PATH: z.string().default('./data/usherr.db').describe("The database's file."),
})

export type Settings = z.output<typeof SettingsSchema>
export type SettingName = keyof Settings

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

function wholeNumber(min: number, max: number) {
  const within = readWholeNumber(min, max)
  return setting(`a whole number from ${min} to ${max}`, within)
}

/** A limit that there need not be. */
function numberOrNone(min: number, max: number) {
  const within = readWholeNumber(min, max)
  return setting(`a whole number from ${min} to ${max}, or none`, (written) =>
    /^none$/i.test(written) ? ('none' as const) : within(written),
  )
}

function readWholeNumber(min: number, max: number) {
  return (written: string): number | undefined => {
    const number = /^\d+$/.test(written) ? Number(written) : NaN
    return number >= min && number <= max ? number : undefined
  }
}

function sid(prefix: 'AC' | 'MG') {
  const pattern = new RegExp(`^${prefix}[0-9a-f]{32}$`)
  return setting(`${prefix} and 32 hexadecimal digits`, (written) =>
    pattern.test(written) ? written : undefined,
  )
}

function authTokens() {
  return setting('one or more auth tokens, separated by commas', (written) =>
    readList(written, (token) => token),
  )
}

function twilioAddress() {
  return setting('a number such as +14155550123', parseTwilioAddress)
}

function webUrl(example: string) {
  // fetch() refuses URLs that hold a user name.
  const isUsable = ({ protocol, username }: URL) => /^https?:$/.test(protocol) && username === ''
  return setting(`a URL such as ${example}`, (written) => readBaseUrl(written, isUsable))
}

/** Read as the address that is called. Only on a network of one's own may it go unencrypted. */
function syncUrl() {
  const isUsable = ({ protocol, username, hostname }: URL) =>
    username === '' && (protocol === 'https:' || (protocol === 'http:' && isNearby(hostname)))
  const what = 'a URL such as libsql://name.turso.io, with http:// only on your own network'
  return setting(what, (written) =>
    readBaseUrl(written.replace(/^libsql:\/\//i, 'https://'), isUsable),
  )
}

function yesOrNo() {
  const values: Record<string, boolean> = { yes: true, no: false }
  return setting('yes or no', (written) => values[written.toLowerCase()])
}

function publicUrls() {
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

function prices() {
  return z.string().transform((written, context) => {
    const read = readPrices(written)
    if ('prices' in read) return read.prices
    context.addIssue(read.problem)
    return z.NEVER
  })
}

function phones() {
  return z.string().transform((written, context) => {
    const entries = entriesOf(written).map(readNamedPhone)
    const problem = noPhones(entries) ?? repeatedPhone(entries)
    if (problem === undefined) return entries.filter(isNamedPhone)
    context.addIssue(problem)
    return z.NEVER
  })
}

export interface NamedPhone {
  name?: string
  /** E.164. */
  phone: string
}

type PhoneEntry = Partial<NamedPhone>

const isNamedPhone = (entry: PhoneEntry): entry is NamedPhone => entry.phone !== undefined

/** `Sam:+14155550123` or the phone alone, each also with `whatsapp:` before the phone. */
function readNamedPhone(written: string): PhoneEntry {
  const [, label, number = ''] = /^(?:([^:]*?)\s*:)??\s*((?:whatsapp:)?[^:]*)$/i.exec(written) ?? []
  const phone = label === '' ? undefined : parsePhone(number)
  return { ...(label && { name: label }), ...(phone && { phone }) }
}

function noPhones(entries: readonly PhoneEntry[]): string | undefined {
  if (entries.length === 0) return 'must be phones such as +14155550123, separated by commas'
  const places = entries.flatMap((entry, index) =>
    isNamedPhone(entry) ? [] : [placeOf(entry, index)],
  )
  if (places.length === 0) return undefined
  return places.length === 1
    ? `entry ${places[0]} is no phone number; write it as +14155550123`
    : `entries ${places.join(' and ')} are no phone numbers; write them as +14155550123`
}

function repeatedPhone(entries: readonly PhoneEntry[]): string | undefined {
  const firstWith = (phone: string | undefined) => entries.findIndex((one) => one.phone === phone)
  const index = entries.findIndex(({ phone }, at) => firstWith(phone) < at)
  const repeated = entries[index]
  if (!repeated) return undefined
  const first = firstWith(repeated.phone)
  return `entry ${placeOf(repeated, index)} has the phone of entry ${placeOf(entries[first], first)}; leave one out`
}

/** `2 (Dana)`, or `2` alone where what stands for a name may be a number. */
export function placeOf(entry: PhoneEntry | undefined, index: number): string {
  const isTellable = entry?.name !== undefined && !/\d/.test(entry.name)
  return isTellable ? `${index + 1} (${entry.name})` : String(index + 1)
}

function timeZone() {
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

function entriesOf(written: string): string[] {
  const entries = written.split(',').map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '')
}
