import {
  type Config,
  loadConfig,
  readEnvironment,
  SERVICE_ALONE,
  toArrConfig,
  toLLMConfig,
  toSyncConfig,
  toUsers,
} from '../config.ts'
import { ConfigError, type SettingProblem } from '../errors.ts'
import { limitsOf } from '../limit-settings.ts'
import { SettingsSchema } from '../settings.ts'
import { toCompleteTwilio } from '../twilio-config.ts'

/** A part is absent when one of its settings is wrong or missing. */
export type UsableConfig = Pick<
  Config,
  'databasePath' | 'timeZone' | 'users' | 'sessionIdleMs' | 'llmPrices' | 'limits'
> &
  Partial<Pick<Config, 'publicBaseUrls' | 'twilio' | 'llm' | 'radarr' | 'sonarr' | 'sync'>>

export interface UsableSettings {
  /** One for each wrong setting; none repeats a value. */
  problems: readonly SettingProblem[]
  usable: UsableConfig
}

/** As `loadConfig`, but what can be used of wrong settings stands beside what is wrong with them. */
export function loadUsableConfig(env: NodeJS.ProcessEnv): UsableSettings {
  const problems = problemsOf(env)
  const wrong = new Set(problems.map(({ setting }) => setting))
  const right = Object.entries(readEnvironment(env).given).filter(([name]) => !wrong.has(name))
  const settings = SettingsSchema.partial(SERVICE_ALONE).parse(Object.fromEntries(right))

  // A part without its wrong setting would be another: a key without its address goes to OpenAI.
  const isRight = (part: string) => ![...wrong].some((name) => name.startsWith(part))
  const { PUBLIC_BASE_URL } = settings
  const twilio = isRight('TWILIO_') && toCompleteTwilio(settings)
  const llm = isRight('LLM_') && toLLMConfig(settings)
  const radarr = isRight('RADARR_') && toArrConfig(settings.RADARR_URL, settings.RADARR_API_KEY)
  const sonarr = isRight('SONARR_') && toArrConfig(settings.SONARR_URL, settings.SONARR_API_KEY)
  const sync = isRight('SYNC_') && toSyncConfig(settings)
  const usable: UsableConfig = {
    databasePath: settings.DATABASE_PATH,
    timeZone: settings.TZ,
    sessionIdleMs: settings.SESSION_IDLE_HOURS * 3_600_000,
    users: toUsers(settings),
    llmPrices: settings.LLM_PRICES,
    limits: limitsOf(settings),
    ...(PUBLIC_BASE_URL && { publicBaseUrls: PUBLIC_BASE_URL }),
    ...(twilio && { twilio }),
    ...(llm && { llm }),
    ...(radarr && { radarr }),
    ...(sonarr && { sonarr }),
    ...(sync && { sync }),
  }
  return { problems, usable }
}

function problemsOf(env: NodeJS.ProcessEnv): readonly SettingProblem[] {
  try {
    loadConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}
