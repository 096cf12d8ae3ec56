import assert from 'node:assert/strict'
import type { SettingName, Settings } from './settings.ts'
import type { SendFrom } from './sms/twilio-sender.ts'

export interface TwilioConfig {
  accountSid: string
  /** Each of them verifies, the first one sends. */
  authTokens: [string, ...string[]]
  sender: SendFrom
  apiBaseUrl?: string
}

type TwilioSettings = Pick<Settings, Extract<SettingName, `TWILIO_${string}`>>

/** Undefined unless all of it is set that sending takes. */
export function toCompleteTwilio(settings: {
  [Name in keyof TwilioSettings]?: TwilioSettings[Name] | undefined
}): TwilioConfig | undefined {
  const { TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = settings
  const sender = settings.TWILIO_PHONE_NUMBER ?? settings.TWILIO_MESSAGING_SERVICE_SID
  if (!TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN || !sender) return undefined
  return toTwilioConfig({ ...settings, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN })
}

export function toTwilioConfig(settings: TwilioSettings): TwilioConfig {
  return {
    accountSid: settings.TWILIO_ACCOUNT_SID,
    authTokens: settings.TWILIO_AUTH_TOKEN,
    sender: toSender(settings),
    ...(settings.TWILIO_API_BASE_URL && { apiBaseUrl: settings.TWILIO_API_BASE_URL }),
  }
}

function toSender(settings: TwilioSettings): SendFrom {
  if (settings.TWILIO_PHONE_NUMBER) return { phoneNumber: settings.TWILIO_PHONE_NUMBER }
  assert(settings.TWILIO_MESSAGING_SERVICE_SID, 'one of the two has been checked to be set')
  return { messagingServiceSid: settings.TWILIO_MESSAGING_SERVICE_SID }
}
