import type { SimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import type { SimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import type { SimulatedTwilio } from '../../src/demo/simulated-twilio.ts'

export const SAM = '+14155550101'
export const KIM = '+14155550102'
export const USHERR = '+14155550100'
export const ACCOUNT_SID = `AC${'0'.repeat(32)}`
export const AUTH_TOKEN = 'a-token-for-tests'
export const PUBLIC_URL = 'https://usherr.example'

/** What a service is told of its surroundings; Sam is an admin and Kim a member. */
export function settingsOf({
  twilio,
  radarr,
  sonarr,
}: {
  twilio: SimulatedTwilio
  radarr: SimulatedRadarr
  sonarr?: SimulatedSonarr
}) {
  return {
    PUBLIC_BASE_URL: PUBLIC_URL,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_PHONE_NUMBER: USHERR,
    TWILIO_API_BASE_URL: twilio.url,
    RADARR_URL: radarr.url,
    RADARR_API_KEY: radarr.apiKey,
    ...(sonarr && { SONARR_URL: sonarr.url, SONARR_API_KEY: sonarr.apiKey }),
    ADMIN_PHONES: `Sam:${SAM}`,
    MEMBER_PHONES: `Kim:${KIM}`,
    TZ: 'UTC',
    // Their clock often stands still.
    TEXTS_PER_MINUTE: '1000',
  }
}
