import { z } from 'zod'
import type { ArrConfig } from '../config.ts'
import { ArrError, type ArrFailure, type ArrService } from '../errors.ts'
import { createArrClient } from '../media/arr-client.ts'
import type { DownReason, Ping } from './ping.ts'

const StatusSchema = z.looseObject({ appName: z.string().optional() })

const REASONS: Record<ArrFailure, DownReason> = {
  unreachable: 'unreachable',
  unauthorized: 'unauthorized',
  malformed: 'malformed',
  rejected: 'rejected',
  missing: 'misconfigured',
  unconfigured: 'misconfigured',
}

/** Sonarr or Radarr, by its status; another service at that address is no good. */
export function createArrPing(service: ArrService, connection: ArrConfig): Ping {
  return async (signal) => {
    const ask: typeof fetch = (input, init) => fetch(input, { ...init, signal })
    const arr = createArrClient({ service, ...connection, fetch: ask })
    try {
      const { appName = service } = await arr.get('/system/status', StatusSchema)
      return appName === service ? 'up' : 'misconfigured'
    } catch (error) {
      if (error instanceof ArrError) return REASONS[error.failure]
      throw error
    }
  }
}
