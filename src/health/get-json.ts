import type { DownReason } from './ping.ts'

export interface JsonAnswer {
  type: 'answer'
  /** Below 500, and neither a redirect nor a refused key. */
  status: number
  body: unknown
}

/** One GET, and why it failed where no usable answer came. */
export async function getJson(
  url: string,
  { authorization, signal }: { authorization: string; signal: AbortSignal },
): Promise<JsonAnswer | { type: 'failed'; reason: DownReason }> {
  const fail = (reason: DownReason) => ({ type: 'failed' as const, reason })
  let status: number
  let text: string
  try {
    // By hand, because `fetch` follows a redirect to where the key has no business.
    const response = await fetch(url, { headers: { authorization }, redirect: 'manual', signal })
    status = response.status
    text = await response.text()
  } catch {
    return fail('unreachable')
  }
  if (status >= 500) return fail('unreachable')
  if (status === 401 || status === 403) return fail('unauthorized')
  if (status >= 300 && status < 400) return fail('malformed')
  try {
    return { type: 'answer', status, body: JSON.parse(text) }
  } catch {
    return fail('malformed')
  }
}
