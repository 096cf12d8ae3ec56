import { type ChildProcess, fork } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, vi } from 'vitest'
import type { Film } from '../../src/demo/films.ts'
import { type SimulatedModelOptions, startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { startSimulatedTwilio, type SimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import { bundleService } from './crash-bundle.ts'
import { type Order, ReportSchema } from './crash-messages.ts'
import { isInFull } from './faults-form.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, SAM, settingsOf, USHERR } from './settings.ts'

let bundlePath = ''

// A service that has not come to rest by then is stuck.
const STUCK_AFTER_MS = 60_000

const UNFINISHED = `
  select 'text ' || state from inbox where state = 'waiting'
  union all select 'reply ' || state from outbox where state in ('pending', 'sending')
  union all select 'question ' || state from pending_actions where state in ('claimed', 'executing')
  union all select 'add ' || state from media_requests where state = 'started'
  union all select 'request ' || state from requests
    where state = 'approved' and kind = 'add' and done_at is null`

export interface PhoneText {
  sid: string
  from: string
  body: string
}

const MISCOUNTED = `
  select 'messages' from conversations where message_count <>
    (select count(*) from messages where conversation_id = conversations.id)
  union all select 'rounds' from conversations where round_count <>
    (select count(distinct round) from messages where conversation_id = conversations.id)
  union all select 'texts' where (select coalesce(sum(texts), 0) from usage) <>
    (select count(*) from messages where role = 'user')
  union all select 'segments' from users where
    (select coalesce(sum(segments), 0) from usage where user_id = users.id) <>
    (select coalesce(sum(segments), 0) from outbox where address = users.phone and sent_at is not null)
  union all select 'tokens' where (select coalesce(sum(input_tokens), 0) from token_usage) <>
    (select coalesce(sum(prompt_tokens), 0) from messages) +
    (select coalesce(sum(outside ->> 'inputTokens'), 0) from conversations)`

export interface CrashHouseholdOptions {
  /** What a model says; without one, plain commands answer. */
  answer?: SimulatedModelOptions['answer']
  films?: Film[]
  env?: Record<string, string>
}

export type CrashHousehold = Awaited<ReturnType<typeof startCrashHousehold>>
export type CrashService = Awaited<ReturnType<typeof startService>>

/** A text with a sid of its own: delivering it again is a redelivery. */
export function newText(from: string, body: string): PhoneText {
  return { sid: `SM${randomBytes(16).toString('hex')}`, from, body }
}

/** Called at the top of a file of tests that start a crash household. */
export function setUpCrashTests(): void {
  // Processes start slowly on a busy machine, and one test starts up to a hundred.
  vi.setConfig({ testTimeout: isInFull ? 900_000 : 300_000, hookTimeout: 120_000 })
  let remove = () => {}
  beforeAll(async () => {
    const bundle = await bundleService()
    remove = bundle.remove
    bundlePath = bundle.path
    await leaveCompiledCode()
  })
  afterAll(() => remove())
}

/** A first process goes through a text; what it compiled is there for the ones that come. */
async function leaveCompiledCode(): Promise<void> {
  const household = await startCrashHousehold()
  try {
    const service = await household.startService()
    await service.deliver(newText(SAM, 'is heat in'))
    await service.settled()
    await service.end()
  } finally {
    await household.close()
  }
}

/**
 * A database, a simulated Radarr, Sonarr, Twilio and model that outlive the services started on
 * them, which are processes of their own. Sam is an admin and Kim a member. Close it.
 */
export async function startCrashHousehold({ answer, films, env = {} }: CrashHouseholdOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-'))
  const model = answer && (await startSimulatedModel({ answer }))
  const radarr = await startSimulatedRadarr(films && { films })
  const sonarr = await startSimulatedSonarr()
  const twilio = await startSimulatedTwilio({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN })
  const settings = {
    DATABASE_PATH: join(folder, 'usherr.db'),
    ...settingsOf({ twilio, radarr, sonarr }),
    ...(model && { LLM_MODEL: 'simulated', LLM_BASE_URL: model.baseUrl }),
    ...env,
  }
  const children: ChildProcess[] = []
  const kill = () => Promise.all(children.map(killChild))

  return {
    radarr,
    sonarr,
    twilio,
    databasePath: settings.DATABASE_PATH,
    model,

    /** The one before has to be dead. What that one left is taken up at once. */
    startService({ clockAheadMs = 0 } = {}): Promise<CrashService> {
      const child = fork(bundlePath, { execArgv: [] })
      children.push(child)
      return startService(child, { type: 'start', settings, clockAheadMs }, twilio)
    },

    /** Kills the service, also one that is still starting. */
    kill,

    /** What was sent to a phone, or to all of them, oldest first. */
    sent: (phone?: string) =>
      twilio.messages
        .filter(({ direction, to }) => direction !== 'inbound' && (!phone || to === phone))
        .map(({ body }) => body),

    /** What the first column of a query holds. */
    select: (sql: string) => select(settings.DATABASE_PATH, sql),

    /** The states of all that a later start would have to take up. */
    unfinished: () => select(settings.DATABASE_PATH, UNFINISHED),

    /** The counters that do not follow from the rows they count. */
    miscounted: () => select(settings.DATABASE_PATH, MISCOUNTED),

    async close(): Promise<void> {
      await kill()
      await Promise.all([radarr.close(), sonarr.close(), twilio.close(), model?.close()])
      rmSync(folder, { recursive: true })
    },
  }
}

function select(path: string, sql: string): unknown[] {
  const db = new SQLite(path, { readonly: true })
  const values = db.prepare(sql).pluck().all()
  db.close()
  return values
}

async function startService(child: ChildProcess, start: Order, twilio: SimulatedTwilio) {
  // Its last reports may arrive after the news of its death.
  const died = Promise.all([once(child, 'exit'), once(child, 'disconnect')]).then(() => false)
  let url = ''
  let lastEvent = 'start'
  child.on('message', (message) => {
    const report = ReportSchema.parse(message)
    if (report.type === 'event') lastEvent = report.name
    if (report.type === 'ready') url = report.url
  })

  /** Resolves with whether it lived to carry the order out. */
  const give = (order: Order) => Promise.race([died, carriedOut(child, order)])
  const hasStarted = await give(start)
  if (!hasStarted && child.exitCode !== null) throw new Error('The service did not start')

  return {
    /** Where it was killed, once it is. */
    get lastEvent() {
      return lastEvent
    },

    /** Lets it kill itself at the n-th event from now. */
    killAt: (event: number, among: 'all' | 'lasting') => give({ type: 'kill-at', event, among }),

    /** Resolves with whether the text was acknowledged. */
    deliver: (text: PhoneText): Promise<boolean> => {
      const webhookUrl = `${url}/webhooks/twilio`
      const publicUrl = `${PUBLIC_URL}/webhooks/twilio`
      return twilio.deliver({ ...text, webhookUrl, publicUrl, to: USHERR }).then(
        ({ status }) => status === 200,
        () => false,
      )
    },

    /** Resolves with whether it lived until every text had its turn and every reply was sent. */
    async settled(): Promise<boolean> {
      const isSettled = await Promise.race([give({ type: 'settle' }), stuck()])
      if (isSettled === 'stuck') throw new Error(`The service does not come to rest: ${lastEvent}`)
      return isSettled
    },

    /** Lets it end by itself. */
    async end(): Promise<void> {
      child.disconnect()
      await died
    },
  }
}

async function killChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const died = once(child, 'exit')
  child.kill('SIGKILL')
  await died
}

const stuck = () => setTimeout(STUCK_AFTER_MS, 'stuck' as const, { ref: false })

function carriedOut(child: ChildProcess, order: Order): Promise<true> {
  return new Promise((resolve) => {
    const listen = (message: unknown) => {
      if (ReportSchema.parse(message).type === 'event') return
      child.off('message', listen)
      resolve(true)
    }
    child.on('message', listen)
    // The dead take no orders, and that is no error.
    if (child.connected) child.send(order, () => {})
  })
}
