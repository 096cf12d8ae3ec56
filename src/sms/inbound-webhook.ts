import type { Inbound } from './twilio-account.ts'

/**
 * Has Twilio try three times and after every kind of failure: on its own it tries once more, and
 * only when it could not connect. Twilio signs the URL without this.
 */
const RETRIES = '#ct=2000&rt=4000&tt=15000&rc=3&rp=all'

// What a number has that was just bought: nobody would miss it.
const PLACEHOLDER = 'https://demo.twilio.com/'

/** Where Twilio is to take our texts, with POST. */
export function inboundWebhookUrl(publicBaseUrl: string): string {
  return `${publicBaseUrl}/webhooks/twilio${RETRIES}`
}

/**
 * `incomplete` is ours, but not by POST or without retries; `elsewhere` is somebody's who may want
 * to keep it.
 */
export type Connection = 'connected' | 'incomplete' | 'elsewhere' | 'unset'

export function connectionOf(inbound: Inbound, publicBaseUrls: readonly string[]): Connection {
  const { url, method, overriddenBy } = inbound
  if (overriddenBy) return 'elsewhere'
  if (!url || url.startsWith(PLACEHOLDER)) return 'unset'
  const [address] = url.split('#', 1)
  if (!publicBaseUrls.some((base) => address === `${base}/webhooks/twilio`)) return 'elsewhere'
  return method === 'POST' && url.includes('rp=all') ? 'connected' : 'incomplete'
}

/** What an operator is shown: without a password or a query, which may hold one. */
export function shownUrl(url: string | undefined): string {
  if (!url) return 'nothing'
  if (!URL.canParse(url)) return 'something that is no URL'
  const { protocol, host, pathname, hash } = new URL(url)
  return `${protocol}//${host}${pathname}${hash}`
}
