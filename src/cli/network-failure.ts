import { z } from 'zod'

const CodeSchema = z.object({ code: z.string() })
const NAME_CODES = ['ENOTFOUND', 'EAI_AGAIN']
// Axios says that a call was cancelled when our deadline ends it.
const TIMEOUT_CODES = ['ETIMEDOUT', 'ECONNABORTED', 'ERR_CANCELED', 'UND_ERR_CONNECT_TIMEOUT']
const TIMEOUT_NAMES = [
  'TimeoutError',
  'AbortError',
  'APIUserAbortError',
  'APIConnectionTimeoutError',
]
const ROUTE_CODES = ['EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN']
const SYSTEM_CODE = /^E[A-Z]+$/
const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|EPROTO|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/

export type NetworkFailure = { says: string; fix: (setting: string) => string }

/**
 * Why nobody was reached, from what `fetch`, axios or Node threw; undefined where somebody was and
 * said something we cannot use.
 */
export function networkFailure(error: unknown): NetworkFailure | undefined {
  const codes = codesIn(error)
  const isOneOf = (known: readonly string[]) => codes.some((code) => known.includes(code))
  if (isOneOf(NAME_CODES)) {
    return {
      says: 'no machine of that name is known',
      fix: (setting) => `Check the spelling in ${setting}, or use an IP address.`,
    }
  }
  if (isOneOf(['ECONNREFUSED'])) {
    return {
      says: 'nothing listens there (connection refused)',
      fix: (setting) => `Start it, or correct the port in ${setting}.`,
    }
  }
  if (isOneOf(ROUTE_CODES)) {
    return {
      says: 'that machine cannot be reached from here',
      fix: (setting) => `Check the address in ${setting} and the network between.`,
    }
  }
  if (isOneOf(TIMEOUT_CODES) || isTimeout(error)) {
    return {
      says: 'no answer in time',
      fix: (setting) => `Check that it runs and that ${setting} is right; a firewall may drop it.`,
    }
  }
  if (codes.some((code) => TLS_CODE.test(code))) {
    return {
      says: 'no secure connection could be made (TLS)',
      fix: (setting) =>
        `Write http:// in ${setting} if it has no certificate, or give it a valid one.`,
    }
  }
  if (
    isOneOf(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']) ||
    codes.some((code) => code.startsWith('HPE_'))
  ) {
    return {
      says: 'the connection was cut',
      fix: (setting) => `Check the port in ${setting}, and whether it wants https://.`,
    }
  }
  const code = codes.find((candidate) => SYSTEM_CODE.test(candidate))
  return code === undefined
    ? undefined
    : {
        says: `the connection failed (${code})`,
        fix: (setting) => `Check the address in ${setting} and the network between.`,
      }
}

function codesIn(error: unknown): string[] {
  const own = CodeSchema.safeParse(error).data
  const inner = error instanceof AggregateError ? error.errors.flatMap(codesIn) : []
  const cause = error instanceof Error && error.cause ? codesIn(error.cause) : []
  return [...(own ? [own.code] : []), ...inner, ...cause]
}

function isTimeout(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // The OpenAI SDK names each of its errors Error; their classes tell them apart.
  const names = [error.name, error.constructor.name]
  return names.some((name) => TIMEOUT_NAMES.includes(name)) || isTimeout(error.cause)
}
