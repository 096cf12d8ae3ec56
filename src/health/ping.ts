/**
 * Why a service is down, in words that stay the same: `unreachable` is no answer or a 5xx,
 * `malformed` no JSON or a redirect, `misconfigured` something else at that address, `rejected`
 * any other no, `inactive` an account that is suspended or closed.
 */
export type DownReason =
  | 'unreachable'
  | 'unauthorized'
  | 'malformed'
  | 'misconfigured'
  | 'rejected'
  | 'inactive'

export type PingResult = 'up' | DownReason

/** Asks a service something that costs nothing, until `signal` says that nobody waits any more. */
export type Ping = (signal: AbortSignal) => Promise<PingResult>

/** The services that are not our own. */
export type ServiceName = 'sonarr' | 'radarr' | 'model' | 'twilio'

/** How each service is asked; one that is not set up is left out. */
export type Pings = Partial<Record<ServiceName, Ping>>
