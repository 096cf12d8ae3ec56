import { z } from 'zod'
import { phones } from './named-phones.ts'
import {
  amount,
  amountOrNone,
  authTokens,
  numberOrNone,
  prices,
  publicUrls,
  sid,
  syncUrl,
  timeZone,
  twilioAddress,
  webUrl,
  wholeNumber,
  yesOrNo,
} from './setting-forms.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
const SIGNUPS = ['off', 'invite', 'request'] as const
const REQUEST_MODES = ['direct', 'approval'] as const

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

  SIGNUP: z
    .enum(SIGNUPS, `must be one of ${SIGNUPS.join(', ')}`)
    .default('off')
    .describe(
      'How someone else gets in: off, invite (an admin texts "invite" and their phone) or request (they text, an admin decides).',
    ),
  SIGNUP_DAILY_LIMIT: wholeNumber(1, 1000)
    .default(5)
    .describe('How many strangers a day are asked for their name, where SIGNUP is request.'),
  REQUESTS: z
    .enum(REQUEST_MODES, `must be one of ${REQUEST_MODES.join(', ')}`)
    .default('direct')
    .describe(
      "Whether a member's add is done at once, or asked of the admins: direct or approval.",
    ),

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
  SESSION_AUTO_CREATE: yesOrNo()
    .default(true)
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
    .describe('How many texts a day a member gets answers to, and an admin ten times as many.'),
  TEXTS_PER_MINUTE: wholeNumber(1, 1000).default(10).describe('The same for a minute.'),
  TOKENS_PER_DAY: numberOrNone(1000, 1_000_000_000)
    .default('none')
    .describe("How many of the model's tokens a member may use a day; none for no limit."),
  MONTHLY_BUDGET: amountOrNone()
    .default('none')
    .describe(
      'What tokens and segments may cost in a month for all together, by LLM_PRICES and SEGMENT_PRICE; none for no limit.',
    ),
  SEGMENT_PRICE: amount()
    .default(0)
    .describe('What a segment that is sent costs, such as 0.0079, in the currency of LLM_PRICES.'),
  REQUESTS_PER_WEEK: numberOrNone(1, 10_000)
    .default('none')
    .describe('How many films and shows a member may add in seven days; none for no limit.'),
  REQUEST_GB_PER_WEEK: numberOrNone(1, 1_000_000)
    .default('none')
    .describe('How many GB these may take, as estimated; none for no limit.'),
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

/** Each may stand in a file of its own, whose path is set under the same name with `_FILE`. */
export const SECRETS = [
  'TWILIO_AUTH_TOKEN',
  'RADARR_API_KEY',
  'SONARR_API_KEY',
  'LLM_API_KEY',
  'SYNC_AUTH_TOKEN',
] as const satisfies readonly SettingName[]

export type SecretName = (typeof SECRETS)[number]
export type FileSettingName = `${SecretName}_FILE`

export function fileSettingOf(secret: SecretName): FileSettingName {
  return `${secret}_FILE`
}
