import type { Backlog, Queue } from '../db/backlog.ts'
import type { Store } from '../store/store.ts'
import type { Probes } from './probes.ts'
import type { ServiceHealth } from './service-health.ts'
import { statusSentences } from './status-sentences.ts'

export interface HealthReportOptions {
  probes: Pick<Probes, 'services'>
  store: Pick<Store, 'backlog' | 'checkWritable'>
  version: string
  timeZone: string
  /** Epoch milliseconds. */
  now: () => number
  uptimeSeconds?: () => number
}

/** How the service is, for machines and for an admin's phone. Neither waits for another service. */
export function createHealthReport({
  probes,
  store,
  version,
  timeZone,
  now,
  uptimeSeconds = () => process.uptime(),
}: HealthReportOptions) {
  return {
    /** Anyone may see it: no phones, texts, addresses or keys. It never rejects. */
    report: async () => {
      const [isWritable, backlog] = await Promise.all([
        store.checkWritable().then(
          () => true,
          () => false,
        ),
        // A database that cannot be read either is no reason to say nothing of the rest.
        store.backlog().catch(() => undefined),
      ])
      const { sonarr, radarr, model, twilio } = probes.services()
      return {
        version,
        uptimeSeconds: Math.floor(uptimeSeconds()),
        database: { writable: isWritable, sizeBytes: backlog?.sizeBytes ?? null },
        queues: backlog ? queuesOf(backlog, now()) : null,
        services: {
          model: serviceOf(model),
          sonarr: serviceOf(sonarr),
          radarr: serviceOf(radarr),
          twilio: serviceOf(twilio),
        },
      }
    },

    /** As an answer to a text, which is itself one of those that wait. */
    statusText: async (): Promise<string> => {
      const { inbox, outbox } = await store.backlog()
      return statusSentences({
        services: probes.services(),
        waiting: Math.max(inbox.length - 1, 0) + outbox.length,
        uptimeSeconds: uptimeSeconds(),
        version,
        timeZone,
        now: now(),
      })
    },
  }
}

export type HealthReport = ReturnType<typeof createHealthReport>

function queuesOf({ inbox, outbox, parked }: Backlog, now: number) {
  const oldestAgeSeconds = ({ oldestAt }: Queue) =>
    oldestAt === null ? null : Math.max(0, Math.floor((now - oldestAt) / 1000))
  return {
    inbox: { waiting: inbox.length, oldestAgeSeconds: oldestAgeSeconds(inbox) },
    outbox: { pending: outbox.length, oldestAgeSeconds: oldestAgeSeconds(outbox) },
    parked,
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
