import type RequestClient from 'twilio/lib/base/RequestClient.js'
import { z } from 'zod'

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
const SecondsSchema = z.string().regex(/^\d+$/).transform(Number)

/** An answer that is not the thing asked for. */
export class TwilioAnswerError extends Error {
  readonly status: number
  /** Twilio's own number for it; without one, something in between answered. */
  readonly code: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(status: number, body: unknown, retryAfter: unknown) {
    super(`answered with status ${status}`)
    this.name = 'TwilioAnswerError'
    this.status = status
    this.code = TwilioErrorSchema.safeParse(body).data?.code
    const seconds = SecondsSchema.safeParse(retryAfter).data
    this.retryAfterMs = seconds === undefined ? undefined : seconds * 1000
  }
}

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
      if (statusCode >= 300) {
        throw new TwilioAnswerError(statusCode, body, headers['retry-after'])
      }
      const twilioNow = Date.parse(String(headers['date']))
      if (!Number.isNaN(twilioNow)) options.onDate?.(twilioNow)
      return response
    }
  }

  const httpClient = new HttpClient({ timeout: timeoutMs })
  return twilio(accountSid, authToken, { httpClient })
}

export type TwilioClient = Awaited<ReturnType<typeof createTwilioClient>>
