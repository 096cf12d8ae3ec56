import { z } from 'zod'
import type { Config } from '../config.ts'
import { getJson } from './get-json.ts'
import type { Ping } from './ping.ts'

const TWILIO = 'https://api.twilio.com'

/**
 * Twilio, by our own account, which is free to read. Without the SDK, which takes 24 MB and is
 * loaded with the first text that is sent.
 */
export function createTwilioPing({
  accountSid,
  authTokens: [authToken],
  apiBaseUrl = TWILIO,
}: Pick<Config['twilio'], 'accountSid' | 'authTokens' | 'apiBaseUrl'>): Ping {
  const url = `${apiBaseUrl}/2010-04-01/Accounts/${accountSid}.json`
  const credentials = Buffer.from(`${accountSid}:${authToken}`).toString('base64')
  const AccountSchema = z.looseObject({ sid: z.literal(accountSid), status: z.string() })

  return async (signal) => {
    const answer = await getJson(url, { authorization: `Basic ${credentials}`, signal })
    if (answer.type === 'failed') return answer.reason
    if (answer.status >= 300) return 'rejected'
    const account = AccountSchema.safeParse(answer.body)
    if (!account.success) return 'malformed'
    return account.data.status === 'active' ? 'up' : 'inactive'
  }
}
