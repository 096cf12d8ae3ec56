import type { z } from 'zod'
import { type Breaker, createBreaker } from '../breaker.ts'
import { ArrError, type ArrFailure, type ArrService, BreakerOpenError } from '../errors.ts'
import { readRejection } from './rejection.ts'

export interface ArrConnection {
  /** With the base path where there is one: `http://nas/radarr`. */
  baseUrl: string
  apiKey: string
  fetch?: typeof globalThis.fetch
  timeoutMs?: number
  /** Shared by everyone who would wait for the service; one of its own when left out. */
  breaker?: Breaker
}

export type ArrClient = ReturnType<typeof createArrClient>

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
type Path = `/${string}`
type Query = Record<string, string | number | boolean>

/** How long to wait where that is longer than for everything else. */
interface Patience {
  limitMs?: number
}

// Only there does a 404 say that what was named is gone: by its number, or a release by its guid.
const NAMES_ONE = /\/\d+$|^\/release$/

// Answered only when somebody behind the service has answered: a database of titles, the indexers.
const ASKS_OTHERS = /\/lookup$|^\/release$/

// Answers of any kind come from a service that is there, and nobody waits long for them.
const OUTAGE = { error: () => true }

/**
 * The v3 API that Radarr and Sonarr share. Paths start after `/api/v3`; answers are parsed by the
 * caller's schema, an empty one as `undefined`.
 *
 * Every method throws an `ArrError`, never a bare `TypeError` or `ZodError`.
 */
export function createArrClient({
  service,
  timeoutMs = 10_000,
  ...connection
}: ArrConnection & { service: ArrService }) {
  const { baseUrl } = connection
  const exchange = createSparedExchange({ ...connection, timeoutMs })

  async function request<T>(
    method: Method,
    path: Path,
    schema: z.ZodType<T>,
    { query, body, limitMs = timeoutMs }: { query?: Query; body?: object; limitMs?: number } = {},
  ): Promise<T> {
    const fail = (failure: ArrFailure, what: string, options?: ArrErrorOptions) =>
      new ArrError(service, failure, `${service} ${what} (${method} ${path})`, options)

    const url = toUrl(baseUrl, path, query)
    const { status, text } = await exchange(path, { url, method, body, limitMs }).catch(
      (cause: unknown) => {
        throw fail('unreachable', whyUnreachable(cause), { cause })
      },
    )
    const json = parseJson(text)

    if (status >= 500 || status === 429) throw fail('unreachable', `answered ${status}`)
    if (status === 401 || status === 403) throw fail('unauthorized', 'refused the API key')
    if (status < 400 && status >= 300) throw fail('malformed', 'redirected; check its address')
    if (status >= 400 && status !== 404) {
      const { reason, isDuplicate } = readRejection(status, json?.value)
      throw fail('rejected', `said no: ${reason}`, { isDuplicate })
    }
    // A proxy's own 404, a page or nothing at all, must not read as "that title is gone".
    if (!json || (status === 404 && json.value === undefined)) {
      throw fail('malformed', `answered ${status} with something that is not JSON`)
    }
    // Only a number can be of something that is gone; anything else it always has.
    if (status === 404 && NAMES_ONE.test(path)) throw fail('missing', 'has no such thing')
    if (status === 404) throw fail('malformed', 'knows no such path; check its address')

    const parsed = schema.safeParse(json.value)
    if (parsed.success) return parsed.data
    throw fail('malformed', 'answered in an unknown shape', { cause: parsed.error })
  }

  return {
    service,

    get<T>(
      path: Path,
      schema: z.ZodType<T>,
      query: Query = {},
      patience: Patience = {},
    ): Promise<T> {
      return request('GET', path, schema, { query, ...patience })
    },

    post<T>(path: Path, schema: z.ZodType<T>, body?: object, patience: Patience = {}): Promise<T> {
      return request('POST', path, schema, { ...(body && { body }), ...patience })
    },

    put<T>(path: Path, schema: z.ZodType<T>, body: object): Promise<T> {
      return request('PUT', path, schema, { body })
    },

    delete<T>(path: Path, schema: z.ZodType<T>, query: Query = {}): Promise<T> {
      return request('DELETE', path, schema, { query })
    },
  }
}

interface ExchangeRequest {
  url: string
  method: Method
  body?: object | undefined
  limitMs: number
}

interface ExchangeAnswer {
  status: number
  text: string
}

/**
 * Makes no request while the service is left alone. It is tried again with a question that is quick
 * and changes nothing, so that no search holds everyone up and no change is lost on the way.
 */
function createSparedExchange({
  baseUrl,
  apiKey,
  fetch = globalThis.fetch,
  timeoutMs,
  breaker = createBreaker(),
}: ArrConnection & { timeoutMs: number }) {
  const exchange = createExchange({ apiKey, fetch })
  const url = toUrl(baseUrl, '/system/status')
  const knock = () => exchange({ url, method: 'GET', limitMs: timeoutMs })

  return async (path: Path, request: ExchangeRequest): Promise<ExchangeAnswer> => {
    if (breaker.state() !== 'closed') await breaker.run(knock, OUTAGE)
    if (ASKS_OTHERS.test(path)) return exchange(request)
    return breaker.run(() => exchange(request), OUTAGE)
  }
}

/** One request and the whole of its answer, as text. */
function createExchange({ apiKey, fetch }: Required<Pick<ArrConnection, 'apiKey' | 'fetch'>>) {
  return async ({ url, method, body, limitMs }: ExchangeRequest): Promise<ExchangeAnswer> => {
    const response = await fetch(url, {
      method,
      headers: { 'X-Api-Key': apiKey, ...(body && { 'Content-Type': 'application/json' }) },
      body: body ? JSON.stringify(body) : null,
      // `fetch` keeps X-Api-Key when it follows a redirect, to another host as well.
      redirect: 'manual',
      signal: AbortSignal.timeout(limitMs),
    })
    return { status: response.status, text: await response.text() }
  }
}

function whyUnreachable(cause: unknown): string {
  return cause instanceof BreakerOpenError ? 'is left alone for a while' : 'was not reached in time'
}

type ArrErrorOptions = ConstructorParameters<typeof ArrError>[3]

// Not `new URL(path, baseUrl)`, which would drop a base path such as http://nas/radarr.
function toUrl(baseUrl: string, path: Path, query: Query = {}): string {
  const pairs = Object.entries(query).map(([name, value]): [string, string] => [name, `${value}`])
  const search = new URLSearchParams(pairs).toString()
  return `${baseUrl.replace(/\/+$/, '')}/api/v3${path}${search && `?${search}`}`
}

function parseJson(text: string): { value: unknown } | undefined {
  if (text.trim() === '') return { value: undefined }
  try {
    return { value: JSON.parse(text) }
  } catch {
    return undefined
  }
}
