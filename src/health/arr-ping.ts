import { ArrError, type ArrFailure } from '../errors.ts'
import type { ArrConnection } from '../media/arr-client.ts'
import type { DownReason, Ping } from './ping.ts'

const REASONS: Record<ArrFailure, DownReason> = {
  unreachable: 'unreachable',
  unauthorized: 'unauthorized',
  malformed: 'malformed',
  rejected: 'rejected',
  missing: 'misconfigured',
  unconfigured: 'misconfigured',
}

/** Sonarr or Radarr, by a client made for each ping, so that the call ends with the signal. */
export function createArrPing(
  createClient: (connection: ArrConnection) => { ping(): Promise<void> },
  connection: ArrConnection,
): Ping {
  return async (signal) => {
    const ask: typeof fetch = (input, init) => fetch(input, { ...init, signal })
    try {
      await createClient({ ...connection, fetch: ask }).ping()
      return 'up'
    } catch (error) {
      if (error instanceof ArrError) return REASONS[error.failure]
      throw error
    }
  }
}
