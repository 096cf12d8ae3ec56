import type { SyncConfig } from '../config.ts'
import type { Backlog, Queue } from '../db/backlog.ts'
import type { SyncStanding } from '../db/sync-steps.ts'
import type { SyncFailure } from '../errors.ts'
import type { Hold } from '../sms/twilio-gate.ts'
import type { Store } from '../store/store.ts'
import type { Probes } from './probes.ts'
import type { ServiceHealth } from './service-health.ts'

export interface HealthReportOptions {
  probes: Pick<Probes, 'services'>
  store: Pick<Store, 'backlog' | 'checkWritable' | 'sync'>
  /** `at` is the newest backup; absent where none are made. */
  lastBackup: (() => { at: number | undefined; hasFailed: boolean }) | undefined
  /** What keeps back every text that is to be sent. */
  hold: () => Hold | undefined
  sync: {
    /** Absent where there is no copy. */
    settings: Pick<SyncConfig, 'isAutomatic'> | undefined
    /** What the last push failed of; absent where none are made. */
    failure: (() => SyncFailure | undefined) | undefined
  }
  version: string
  /** Epoch milliseconds. */
  now: () => number
}

/**
 * How the service is, for machines; it waits for no other service and never rejects. Anyone may see
 * it: no phones, texts, addresses or keys.
 */
export function createHealthReport(options: HealthReportOptions) {
  const { probes, store, lastBackup, hold, sync, version, now } = options
  return async () => {
    const [isWritable, backlog, standing] = await Promise.all([
      store.checkWritable().then(
        () => true,
        () => false,
      ),
      // A database that cannot be read either is no reason to say nothing of the rest.
      store.backlog().catch(() => undefined),
      sync.settings && store.sync.standing().catch(() => undefined),
    ])
    const backup = lastBackup?.()
    const { sonarr, radarr, model, twilio } = probes.services()
    return {
      version,
      uptimeSeconds: Math.floor(process.uptime()),
      database: {
        writable: isWritable,
        sizeBytes: backlog?.sizeBytes ?? null,
        lastBackup: {
          at: backup?.at === undefined ? null : isoOf(backup.at),
          failed: backup?.hasFailed ?? false,
        },
      },
      queues: backlog ? queuesOf(backlog, hold(), now()) : null,
      services: {
        model: serviceOf(model),
        sonarr: serviceOf(sonarr),
        radarr: serviceOf(radarr),
        twilio: serviceOf(twilio),
      },
      sync: syncOf(sync, standing),
    }
  }
}

export type HealthReport = ReturnType<typeof createHealthReport>

function queuesOf({ inbox, outbox, parked }: Backlog, hold: Hold | undefined, now: number) {
  const oldestAgeSeconds = ({ oldestAt }: Queue) =>
    oldestAt === null ? null : Math.max(0, Math.floor((now - oldestAt) / 1000))
  return {
    inbox: { waiting: inbox.length, oldestAgeSeconds: oldestAgeSeconds(inbox) },
    outbox: {
      pending: outbox.length,
      oldestAgeSeconds: oldestAgeSeconds(outbox),
      onHold: hold ? { code: hold.code, since: isoOf(hold.since) } : null,
    },
    parked: parked.length,
  }
}

function syncOf(
  { settings, failure }: HealthReportOptions['sync'],
  standing: SyncStanding | undefined,
) {
  const reason = failure?.()
  const working = standing?.isCopying ? 'copying' : 'up'
  return {
    state: settings ? (reason ? 'down' : settings.isAutomatic ? working : 'by hand') : 'off',
    ...(reason && { reason }),
    lag: standing?.lag ?? null,
    lastSuccessAt: standing?.lastSuccessAt ? isoOf(standing.lastSuccessAt) : null,
  }
}

function serviceOf(health: ServiceHealth) {
  const success = 'lastSuccess' in health ? health.lastSuccess : undefined
  return {
    state: health.state,
    ...(health.state === 'down' && { reason: health.reason, since: isoOf(health.since) }),
    lastSuccess: success ? isoOf(success.at) : null,
    delayMs: success?.delayMs ?? null,
  }
}

function isoOf(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
