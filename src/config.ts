import type { z } from 'zod'
import type { Price } from './accounts/prices.ts'
import type { NewUser } from './db/users.ts'
import { ConfigError } from './errors.ts'
import { limitOf, limitsOf } from './limit-settings.ts'
import type { Limits } from './limits.ts'
import { withSecretFiles } from './secret-files.ts'
import { type Given, missingSender, type Problem, problemsBetween } from './setting-rules.ts'
import {
  fileSettingOf,
  SECRETS,
  type SettingName,
  type Settings,
  SettingsSchema,
} from './settings.ts'
import { toCompleteTwilio, toTwilioConfig, type TwilioConfig } from './twilio-config.ts'

/** What answering takes; of what brings texts here and away, nothing has to be set. */
export interface AnsweringConfig {
  logLevel: Settings['LOG_LEVEL']
  databasePath: string
  /** Absent unless all of it is set. */
  twilio?: TwilioConfig
  /** Absent when plain commands are all there is. */
  llm?: LLMConfig
  llmPrices: Price[]
  radarr?: ArrConfig
  sonarr?: ArrConfig
  /** Absent when no copy of the database is kept elsewhere. */
  sync?: SyncConfig
  /** Who may text from the first start on. */
  users: NewUser[]
  signup: Settings['SIGNUP']
  /** Of strangers who are asked for their name. */
  signupsPerDay: number
  /** Of the films and shows that members want. */
  requests: Settings['REQUESTS']
  limits: Limits
  smsMaxSegments: number
  /** Both are `Infinity` where there is no limit. */
  historyMessages: number
  historyTokens: number
  sessionIdleMs: number
  /** Whether a terminal may begin a session that nobody named, and what it is called. */
  sessionAutoCreate: boolean
  sessionNamePattern: string
  confirmationTtlMs: number
  /** How long the inbox and the outbox are kept. */
  retentionDays: number
  /** An IANA name. */
  timeZone: string
}

export interface Config extends AnsweringConfig {
  host: string
  port: number
  /** As written, because Twilio signs these very characters; no slash at the end. */
  publicBaseUrls: [string, ...string[]]
  twilio: TwilioConfig
}

export interface LLMConfig {
  model: string
  apiKey?: string
  baseUrl?: string
  timeoutMs: number
  contextTokens: number
}

export interface ArrConfig {
  /** With its base path and without a slash at the end. */
  baseUrl: string
  apiKey: string
}

export interface SyncConfig {
  /** `https://` or `http://`. */
  url: string
  authToken?: string
  /** Whether turns bring it up to date. */
  isAutomatic: boolean
}

/** What a service cannot do without. */
export const SERVICE_ALONE = {
  PUBLIC_BASE_URL: true,
  TWILIO_ACCOUNT_SID: true,
  TWILIO_AUTH_TOKEN: true,
} satisfies Partial<Record<SettingName, true>>

const AnsweringSchema = SettingsSchema.partial(SERVICE_ALONE)
type AnsweringSettings = z.output<typeof AnsweringSchema>

/**
 * Reads the environment once, at start-up, and the files that it names. Empty and blank values count
 * as unset.
 *
 * @throws {ConfigError} with a problem for each wrong setting, none of which repeats a value.
 */
export function loadConfig(env: NodeJS.ProcessEnv): Config {
  const settings = parse(SettingsSchema, env, missingSender)
  return {
    ...toAnsweringConfig(settings),
    host: settings.HOST,
    port: settings.PORT,
    publicBaseUrls: settings.PUBLIC_BASE_URL,
    twilio: toTwilioConfig(settings),
  }
}

/**
 * The same of what answering takes: what only a service needs may be missing, but what of it is set
 * is read all the same.
 *
 * @throws {ConfigError} as `loadConfig` does
 */
export function loadAnsweringConfig(env: NodeJS.ProcessEnv): AnsweringConfig {
  return toAnsweringConfig(parse(AnsweringSchema, env, () => []))
}

function parse<T>(
  schema: z.ZodType<T>,
  env: NodeJS.ProcessEnv,
  missing: (given: Given) => Problem[],
): T {
  const { given, problems: fileProblems } = readEnvironment(env)
  const parsed = schema.safeParse(given)
  const problems = new Map<PropertyKey | undefined, string>([
    ...problemsBetween(given),
    ...missing(given),
    ...ownProblems(parsed.error),
    ...fileProblems,
  ])
  // That it is missing follows from what is wrong with its file.
  for (const name of SECRETS) if (problems.has(fileSettingOf(name))) problems.delete(name)
  if (!parsed.success || problems.size > 0) {
    throw new ConfigError([...problems].map(([name, says]) => ({ setting: String(name), says })))
  }
  return parsed.data
}

/** What is set, secrets that stand in files included, and what is wrong with those files. */
export function readEnvironment(env: NodeJS.ProcessEnv): { given: Given; problems: Problem[] } {
  return withSecretFiles(withoutBlanks(env))
}

function withoutBlanks(env: NodeJS.ProcessEnv): Given {
  const trimmed = Object.entries(env).map(([name, value = '']) => [name, value.trim()] as const)
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''))
}

function ownProblems(error: z.ZodError | undefined) {
  return (error?.issues ?? []).map(({ path, message }) => [path[0], message] as const)
}

function toAnsweringConfig(settings: AnsweringSettings): AnsweringConfig {
  const twilio = toCompleteTwilio(settings)
  const llm = toLLMConfig(settings)
  const radarr = toArrConfig(settings.RADARR_URL, settings.RADARR_API_KEY)
  const sonarr = toArrConfig(settings.SONARR_URL, settings.SONARR_API_KEY)
  const sync = toSyncConfig(settings)
  return {
    logLevel: settings.LOG_LEVEL,
    databasePath: settings.DATABASE_PATH,
    ...(twilio && { twilio }),
    ...(llm && { llm }),
    llmPrices: settings.LLM_PRICES,
    ...(radarr && { radarr }),
    ...(sonarr && { sonarr }),
    ...(sync && { sync }),
    users: toUsers(settings),
    signup: settings.SIGNUP,
    signupsPerDay: settings.SIGNUP_DAILY_LIMIT,
    requests: settings.REQUESTS,
    limits: limitsOf(settings),
    smsMaxSegments: settings.SMS_MAX_SEGMENTS,
    historyMessages: limitOf(settings.HISTORY_MESSAGES),
    historyTokens: limitOf(settings.HISTORY_TOKENS),
    sessionIdleMs: settings.SESSION_IDLE_HOURS * 3_600_000,
    sessionAutoCreate: settings.SESSION_AUTO_CREATE,
    sessionNamePattern: settings.SESSION_NAME_PATTERN,
    confirmationTtlMs: settings.CONFIRMATION_TTL_MINUTES * 60_000,
    retentionDays: settings.RETENTION_DAYS,
    timeZone: settings.TZ,
  }
}

export function toUsers(settings: Pick<Settings, 'ADMIN_PHONES' | 'MEMBER_PHONES'>): NewUser[] {
  return [
    ...settings.ADMIN_PHONES.map((admin) => ({ ...admin, role: 'admin' as const })),
    ...settings.MEMBER_PHONES.map((member) => ({ ...member, role: 'member' as const })),
  ]
}

type LLMSettings = Pick<Settings, Extract<SettingName, `LLM_${string}`>>

export function toLLMConfig(settings: LLMSettings): LLMConfig | undefined {
  if (!settings.LLM_MODEL) return undefined
  return {
    model: settings.LLM_MODEL,
    ...(settings.LLM_API_KEY && { apiKey: settings.LLM_API_KEY }),
    ...(settings.LLM_BASE_URL && { baseUrl: settings.LLM_BASE_URL }),
    timeoutMs: settings.LLM_TIMEOUT_SECONDS * 1000,
    contextTokens: settings.LLM_CONTEXT_TOKENS,
  }
}

type SyncSettings = Pick<Settings, Extract<SettingName, `SYNC_${string}`>>

export function toSyncConfig(settings: SyncSettings): SyncConfig | undefined {
  if (!settings.SYNC_URL) return undefined
  return {
    url: settings.SYNC_URL,
    ...(settings.SYNC_AUTH_TOKEN && { authToken: settings.SYNC_AUTH_TOKEN }),
    isAutomatic: settings.SYNC_AUTO,
  }
}

export function toArrConfig(baseUrl?: string, apiKey?: string): ArrConfig | undefined {
  return baseUrl && apiKey ? { baseUrl, apiKey } : undefined
}
