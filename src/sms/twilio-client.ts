import type RequestClient from 'twilio/lib/base/RequestClient.js'
import { z } from 'zod'
import { TwilioAnswerError } from '../errors.ts'
import { TwilioErrorSchema } from './twilio-fields.ts'

export interface TwilioClientOptions {
  accountSid: string
  authToken: string
  timeoutMs: number
  /** Where a stand-in for Twilio's API listens; its path, if any, is kept. */
  apiBaseUrl?: string | undefined
  /** Epoch milliseconds. */
  now: () => number
}

const RetryAfterSchema = z
  .string()
  .regex(/^\d+$/)
  .transform((seconds) => Number(seconds) * 1000)

export type TwilioSdk = Awaited<ReturnType<typeof loadSdk>>

/**
 * The official SDK, without its retries, loaded with the first call and not at start-up: that takes
 * 100 to 180 ms and 24 MB.
 */
export function createTwilioClient({ now, ...options }: TwilioClientOptions) {
  let aheadMs: number | undefined
  const onDate = (twilioNow: number) => (aheadMs = now() - twilioNow)
  let sdk: Promise<TwilioSdk> | undefined

  return {
    load: (): Promise<TwilioSdk> =>
      (sdk ??= loadSdk(options, onDate).catch((error: unknown) => {
        sdk = undefined
        throw error
      })),

    /**
     * How far our clock was ahead of Twilio's at its last good answer, to about a second; undefined
     * while none has told its time.
     */
    aheadMs: (): number | undefined => aheadMs,
  }
}

async function loadSdk(
  { accountSid, authToken, timeoutMs, ...options }: Omit<TwilioClientOptions, 'now'>,
  onDate: (twilioNow: number) => void,
) {
  const apiBaseUrl = options.apiBaseUrl?.replace(/\/+$/, '')
  const { default: twilio } = await import('twilio')

  // The SDK takes no other address than Twilio's, and its own exception drops the headers.
  class HttpClient extends twilio.RequestClient {
    override async request<T>(request: RequestClient.RequestOptions<T>) {
      const { origin } = new URL(request.uri)
      const uri = request.uri.replace(origin, apiBaseUrl ?? origin)
      const response = await super.request<T>({ ...request, uri })
      const { statusCode, body, headers } = response
      // A body that is no JSON is left a string, which the SDK would fail to parse.
      if (statusCode >= 300 || typeof body !== 'object') {
        throw new TwilioAnswerError(statusCode, {
          twilioCode: TwilioErrorSchema.safeParse(body).data?.code,
          retryAfterMs: RetryAfterSchema.safeParse(headers['retry-after']).data,
        })
      }
      const twilioNow = Date.parse(String(headers['date']))
      if (!Number.isNaN(twilioNow)) onDate(twilioNow)
      return response
    }
  }

  const httpClient = new HttpClient({ timeout: timeoutMs })
  // Its own timeout begins anew with each byte, so that a body which drips would never be given up.
  httpClient.axios.interceptors.request.use((request) => ({
    ...request,
    signal: AbortSignal.timeout(timeoutMs),
  }))
  return twilio(accountSid, authToken, { httpClient })
}
