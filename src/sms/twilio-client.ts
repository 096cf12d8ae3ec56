import type RequestClient from 'twilio/lib/base/RequestClient.js'
import { z } from 'zod'
import { TwilioAnswerError } from '../errors.ts'

export interface TwilioClientOptions {
  accountSid: string
  authToken: string
  timeoutMs: number
  /** Where a stand-in for Twilio's API listens; its path, if any, is kept. */
  apiBaseUrl?: string | undefined
  /** Is called with the Date of each good answer, in epoch milliseconds. */
  onDate?: (twilioNow: number) => void
}

const TwilioErrorSchema = z.object({ code: z.int() })
const RetryAfterSchema = z
  .string()
  .regex(/^\d+$/)
  .transform((seconds) => Number(seconds) * 1000)

/**
 * The official SDK, without its retries, loaded here and not at start-up: that takes 100 to 180 ms
 * and 24 MB.
 */
export async function createTwilioClient(options: TwilioClientOptions) {
  const { accountSid, authToken, timeoutMs } = options
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
      if (!Number.isNaN(twilioNow)) options.onDate?.(twilioNow)
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

export type TwilioClient = Awaited<ReturnType<typeof createTwilioClient>>
