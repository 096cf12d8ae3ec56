import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { createBreakers } from '../../src/breakers.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { type Film, FILMS } from '../../src/demo/films.ts'
import { type Show, SHOWS } from '../../src/demo/shows.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { postSigned } from '../../src/demo/simulated-twilio-webhooks.ts'
import { type Delivery, startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { createNightly } from '../../src/engine/nightly.ts'
import { createPings } from '../../src/health/create-pings.ts'
import { createProbes } from '../../src/health/probes.ts'
import { createLog } from '../../src/log.ts'
import { meterFetch } from '../../src/metrics/meter-fetch.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { createAnsweringParts, createSyncPart, createTwilioParts } from '../../src/parts.ts'
import type { TwilioInbound } from '../../src/sms/twilio-inbound.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { ACCOUNT_SID, AUTH_TOKEN, KIM, PUBLIC_URL, SAM, settingsOf, USHERR } from './settings.ts'
import { until } from './until.ts'

export { KIM, SAM }
export const STRANGER = '+14155550199'
const NOTHING_MISSED: TwilioInbound = { list: async () => ({ texts: [], unreadable: [] }) }
// A test that holds the database wants its refusals soon.
const GIVE_UP_AFTER_MS = 2_000
const NOON = Date.UTC(2026, 10, 20, 12)

export interface HouseholdOptions {
  model?: Model
  /** Whether texts are answered by the provider that `env` sets, in place of a model. */
  hasProvider?: boolean
  env?: Record<string, string>
  /** What Radarr can find; the demo's films when left out. */
  films?: Film[]
  /** The same of Sonarr. */
  shows?: Show[]
  /** The codes that questions are given, in order; 4821 when they run out. */
  codes?: number[]
  /** How long Radarr and Sonarr are waited for. */
  arrTimeoutMs?: number
  /** How long Twilio is waited for. */
  twilioTimeoutMs?: number
  /** How often the services are probed; they are not when left out. */
  probeEveryMs?: number
  /** How often it looks whether the night's work is done; it has none when left out. */
  nightlyEveryMs?: number
  /** How often texts that no webhook brought are asked for, from the start on; never when left out. */
  backfillEveryMs?: number
  /** How long a request may take to come in. */
  requestTimeoutMs?: number
  /** Is given each line of the log, at level info and above; nothing is logged when left out. */
  onLog?: (line: string) => void
}

interface ServiceOptions {
  onLog: HouseholdOptions['onLog']
  model: Model | undefined
  hasProvider: boolean
  codes: number[]
  arrTimeoutMs: number | undefined
  twilioTimeoutMs: number | undefined
  probeEveryMs: number | undefined
  nightlyEveryMs: number | undefined
  backfillEveryMs: number | undefined
  requestTimeoutMs: number | undefined
  clock: ReturnType<typeof createClock>
}

export type Household = Awaited<ReturnType<typeof startHousehold>>

/**
 * The whole service on a database file of its own, with a simulated Radarr, Sonarr and Twilio over HTTP:
 * Sam is an admin and Kim a member. All of it is closed when the calling test ends.
 */
export async function startHousehold({
  model,
  hasProvider = false,
  env = {},
  films = [...FILMS],
  shows = [...SHOWS],
  codes = [],
  arrTimeoutMs,
  twilioTimeoutMs,
  probeEveryMs,
  nightlyEveryMs,
  backfillEveryMs,
  requestTimeoutMs,
  onLog,
}: HouseholdOptions = {}) {
  const clock = createClock(NOON)
  const folder = mkdtempSync(join(tmpdir(), 'usherr-'))
  const now = () => clock.now
  const radarr = await startSimulatedRadarr({ films, now })
  const sonarr = await startSimulatedSonarr({ shows, now })
  const twilio = await startSimulatedTwilio({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    now,
  })
  const config = loadConfig({
    DATABASE_PATH: join(folder, 'usherr.db'),
    ...settingsOf({ twilio, radarr, sonarr }),
    ...env,
  })
  const options = {
    model,
    hasProvider,
    codes,
    arrTimeoutMs,
    twilioTimeoutMs,
    probeEveryMs,
    nightlyEveryMs,
    backfillEveryMs,
    requestTimeoutMs,
    clock,
    onLog,
  }
  let service = await startService(config, options)

  onTestFinished(async () => {
    await service.stop()
    await Promise.all([radarr.close(), sonarr.close(), twilio.close()])
    rmSync(folder, { recursive: true })
  })

  const household = {
    radarr,
    sonarr,
    twilio,
    config,
    get store() {
      return service.store
    },
    /** Reads or changes the database beside the service, as an operator could. */
    sql: (statement: string, ...values: unknown[]): unknown[] => {
      const db = new SQLite(config.databasePath)
      try {
        const prepared = db.prepare(statement)
        return prepared.reader ? prepared.all(...values) : [prepared.run(...values)]
      } finally {
        db.close()
      }
    },
    /** Moves the service's clock; what was waited for comes. */
    advance: (ms: number) => clock.advance(ms),
    /** Sets the service's clock forward or back; no time passes, so nothing that is waited for comes. */
    jump: (ms: number) => clock.jump(ms),
    now,
    /** How many waits on the service's clock were begun, and how many have no end yet. */
    waits: () => ({ begun: clock.waitsBegun, open: clock.waits.size }),
    /** Makes Radarr answer nothing until the returned function is called. */
    holdRadarr: () => {
      let release = () => {}
      const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
      radarr.intercept = () => held
      return release
    },
    /** Stops the service as SIGTERM does and starts another on the same database. */
    restart: async () => {
      await service.stop()
      service = await startService(config, options)
    },
    stop: () => service.stop(),
    drain: () => service.drain(),
    get: async (path: string) => {
      const response = await fetch(service.url + path)
      return { status: response.status, body: await response.json() }
    },
    header: async (path: string, name: string) =>
      (await fetch(service.url + path)).headers.get(name),
    /** Another process holds the database until the returned function is called. */
    lockDatabase: () => {
      const other = new SQLite(config.databasePath)
      other.exec('begin immediate')
      return () => void other.close()
    },
    /** What was sent to a phone, oldest first; over WhatsApp to `whatsapp:` and the phone. */
    sentTo: (phone: string) =>
      twilio.messages
        .filter(({ direction, to }) => direction.startsWith('outbound') && to === phone)
        .map(({ body }) => body),
    /** Delivers a text and resolves with the webhook's answer. */
    deliver: (
      from: string,
      body: string,
      more: Partial<Pick<Delivery, 'sid' | 'to' | 'extra' | 'publicUrl'>> = {},
    ) =>
      twilio.deliver({
        webhookUrl: `${service.url}/webhooks/twilio`,
        publicUrl: `${PUBLIC_URL}/webhooks/twilio`,
        from,
        to: from.startsWith('whatsapp:') ? `whatsapp:${USHERR}` : USHERR,
        body,
        ...more,
      }),
    /** Twilio reports on a row of the outbox; resolves with the status of the answer. */
    report: async (outboxId: string, fields: Record<string, string>): Promise<number> => {
      const path = `/webhooks/twilio/status?outbox=${outboxId}`
      const urls = { webhookUrl: service.url + path, publicUrl: PUBLIC_URL + path }
      const all = { AccountSid: ACCOUNT_SID, To: SAM, From: USHERR, ...fields }
      const { signal } = new AbortController()
      return (await postSigned(AUTH_TOKEN, urls, all, signal)).status
    },
    /** Where the service listens. */
    get url() {
      return service.url
    },
    /** Resolves when a phone was sent this text, now or by and by. */
    told: (phone: string, body: string) =>
      until(() => expect(household.sentTo(phone)).toContain(body)),
    /** Resolves when a query finds something. */
    recorded: (query: string) => until(() => expect(household.sql(query)).not.toEqual([])),
    /** Resolves when every stored text had its turn and every reply was sent. */
    settled: () => untilSettled(service.store),
    /** Texts, and resolves with what was answered; undefined is silence. */
    text: async (from: string, body: string): Promise<string | undefined> => {
      const before = household.sentTo(from).length
      await household.deliver(from, body)
      await household.settled()
      return household.sentTo(from).slice(before).join('\n---\n') || undefined
    },
  }
  return household
}

/** A clock that stands still until it is moved. */
function createClock(start: number) {
  const waits = new Set<{ until: number; resolve: () => void }>()
  const clock = {
    now: start,
    waits,
    waitsBegun: 0,
    wait: (ms: number, signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        const waiting = { until: clock.now + ms, resolve }
        waits.add(waiting)
        clock.waitsBegun++
        signal.addEventListener('abort', () => {
          waits.delete(waiting)
          reject(new Error('given up'))
        })
      }),
    jump: (ms: number) => {
      clock.now += ms
      for (const waiting of waits) waiting.until += ms
    },
    advance: (ms: number) => {
      clock.now += ms
      for (const waiting of waits) {
        if (waiting.until > clock.now) continue
        waits.delete(waiting)
        waiting.resolve()
      }
    },
  }
  return clock
}

async function startService(config: Config, options: ServiceOptions) {
  const { model = createKeywordModel(), hasProvider, codes, arrTimeoutMs, probeEveryMs } = options
  const { nightlyEveryMs: everyMs, backfillEveryMs, twilioTimeoutMs, clock, onLog } = options
  const log = onLog ? createLog('info', { write: onLog }) : createLog('silent')
  const now = () => clock.now
  const breakers = createBreakers({ log, now })
  const metrics = createMetrics({ breakers })
  const store = createStore({
    path: config.databasePath,
    now,
    isSynced: config.sync !== undefined,
    timeZone: config.timeZone,
    onCommit: metrics.committed,
    giveUpAfterMs: GIVE_UP_AFTER_MS,
  })
  await store.users.seed(config.users)
  const fetchOf = (service: 'radarr' | 'sonarr') => meterFetch(service, metrics)
  const parts = createAnsweringParts({ config, store, log, breakers, now, fetchOf, arrTimeoutMs })
  const { inbound, ...sending } = createTwilioParts({
    config,
    breakers,
    now,
    timeoutMs: twilioTimeoutMs,
  })
  const app = await buildApp({
    ...parts,
    ...sending,
    model: hasProvider ? parts.model : model,
    inbound: backfillEveryMs === undefined ? NOTHING_MISSED : inbound,
    backfillEveryMs: backfillEveryMs ?? 60_000,
    probes: createProbes({
      pings: probeEveryMs === undefined ? {} : createPings(config),
      log,
      now,
      everyMs: probeEveryMs ?? 0,
    }),
    ...(everyMs && { nightly: createNightly({ ...config, store, log, now, everyMs }) }),
    ...createSyncPart({ config, store, log, now, pause: pauseBriefly }),
    ...(options.requestTimeoutMs !== undefined && { requestTimeoutMs: options.requestTimeoutMs }),
    metrics,
    version: '0.0.0',
    pause: async (_ms, signal) => signal.throwIfAborted(),
    wait: clock.wait,
    randomInt: () => (codes.shift() ?? 4821) - 1000,
    random: () => 0.5,
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    url,
    store,
    drain: () => app.engine.drain(),
    /** May be called again. */
    stop: async () => {
      await app.engine.drain()
      await app.close()
    },
  }
}

/** Minutes for a service are moments for a test. */
const pauseBriefly = (ms: number, signal: AbortSignal) =>
  setTimeout(Math.min(ms, 20), undefined, { signal })

async function untilSettled(store: Store): Promise<void> {
  await until(async () => {
    expect(await store.inbox.waitingAddresses()).toEqual([])
    expect(await store.outbox.dueAddresses()).toEqual([])
  })
}
