import type { FileSettingName, SettingName } from '../settings.ts'
import { KIM, SAM } from './people.ts'

/** The simulated parts, as the service gets to know them. */
export interface Surroundings {
  port: number
  databasePath: string
  twilio: { url: string; accountSid: string; authToken: string }
  // Each is absent where a real one is set.
  radarr: { url: string; apiKey: string } | undefined
  sonarr: { url: string; apiKey: string } | undefined
  model: { baseUrl: string } | undefined
}

type Env = NodeJS.ProcessEnv

export const USHERR = '+14155550100'
// Never looked up: Twilio, which signs it, and the service, which verifies that, only spell it.
export const PUBLIC_BASE_URL = 'https://usherr.demo'

// One of a service's settings is enough, so that the service says which one is missing.

export function hasRadarr(env: Env): boolean {
  return isSet(env, 'RADARR_URL', 'RADARR_API_KEY', 'RADARR_API_KEY_FILE')
}

export function hasSonarr(env: Env): boolean {
  return isSet(env, 'SONARR_URL', 'SONARR_API_KEY', 'SONARR_API_KEY_FILE')
}

export function hasModel(env: Env): boolean {
  return isSet(env, 'LLM_MODEL', 'LLM_API_KEY', 'LLM_API_KEY_FILE', 'LLM_BASE_URL')
}

function isSet(env: Env, ...names: Array<SettingName | FileSettingName>): boolean {
  return names.some((name) => Boolean(env[name]?.trim()))
}

/**
 * The environment of the service: what is set stays, so that a real Radarr, Sonarr or model is used.
 * Twilio alone is always the simulated one, because the phone is this terminal.
 */
export function serviceSettings(env: Env, surroundings: Surroundings): Env {
  const { port, databasePath, twilio, radarr, sonarr, model } = surroundings
  const own: Partial<Record<SettingName | FileSettingName, string>> = {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_PATH: databasePath,
    LOG_LEVEL: 'error',
    PUBLIC_BASE_URL,
    TWILIO_API_BASE_URL: twilio.url,
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_PHONE_NUMBER: USHERR,
    // Empty rather than absent, or the service would still find them in .env.
    TWILIO_AUTH_TOKEN_FILE: '',
    TWILIO_MESSAGING_SERVICE_SID: '',
    ADMIN_PHONES: `${SAM.name}:${SAM.phone}`,
    MEMBER_PHONES: `${KIM.name}:${KIM.phone}`,
    // Nobody but who types can text, and a stranger who hears nothing shows nothing.
    ...(!isSet(env, 'SIGNUP') && { SIGNUP: 'request' }),
    ...(radarr && { RADARR_URL: radarr.url, RADARR_API_KEY: radarr.apiKey }),
    ...(sonarr && { SONARR_URL: sonarr.url, SONARR_API_KEY: sonarr.apiKey }),
    ...(model && { LLM_MODEL: 'simulated', LLM_BASE_URL: model.baseUrl }),
  }
  return { ...env, ...own }
}
