/**
 * The service as a process of its own, put together as server.ts does, that kills itself at the
 * event it was told. Events are what the outside could notice, or what lasts: a webhook called and
 * answered, each commit, each call to Radarr, Sonarr, Twilio and the model before it leaves and
 * after its answer came.
 */
import { setTimeout } from 'node:timers/promises'
import { pino } from 'pino'
import { buildApp } from '../../src/app.ts'
import { createBreakers } from '../../src/breakers.ts'
import { loadConfig } from '../../src/config.ts'
import { takeLock } from '../../src/db/lock.ts'
import type { ArrService } from '../../src/errors.ts'
import { createProbes } from '../../src/health/probes.ts'
import { createMetrics } from '../../src/metrics/metrics.ts'
import type { Model } from '../../src/model/model.ts'
import { createAnsweringParts, createTwilioParts } from '../../src/parts.ts'
import type { TwilioSender } from '../../src/sms/twilio-sender.ts'
import { createStore, type Store } from '../../src/store/store.ts'
import { type Order, OrderSchema, type Report } from './crash-messages.ts'

const NAMES: Record<'radarr' | 'sonarr', ArrService> = { radarr: 'Radarr', sonarr: 'Sonarr' }

let eventsLeft = Infinity
let among: Extract<Order, { type: 'kill-at' }>['among'] = 'all'

/** Called in the very tick of an event, so that nobody hears of it when it is the last one. */
function happened(name: string, { lasts }: { lasts: boolean }): void {
  report({ type: 'event', name })
  if (!lasts && among === 'lasting') return
  eventsLeft -= 1
  if (eventsLeft === 0) process.kill(process.pid, 'SIGKILL')
}

async function outward<T>(
  name: string,
  call: () => Promise<T>,
  { isRead }: { isRead: boolean },
): Promise<T> {
  happened(`${name} is called`, { lasts: false })
  const answer = await call()
  happened(`${name} answered`, { lasts: !isRead })
  return answer
}

async function serve({ settings, clockAheadMs }: Extract<Order, { type: 'start' }>) {
  const config = loadConfig(settings)
  const lock = takeLock(config.databasePath)
  const now = () => Date.now() + clockAheadMs
  // Whatever it says is an error that no kill explains.
  const log = pino({ level: 'error' }, pino.destination(2))
  const onCommit = () => happened('commit', { lasts: true })
  const store = createStore({ path: config.databasePath, now, onCommit })
  await store.users.seed(config.users)

  const breakers = createBreakers({ log })
  const parts = createAnsweringParts({ config, store, log, breakers, now, fetchOf: watchedFetch })
  const sending = createTwilioParts({ config, breakers, now })
  const app = await buildApp({
    ...parts,
    ...sending,
    model: config.llm ? watchedModel(parts.model) : parts.model,
    sender: watched(sending.sender),
    inbound: { list: async () => ({ texts: [], unreadable: [] }) },
    probes: createProbes({ pings: {}, log }),
    metrics: createMetrics({ breakers }),
    pause: async (_ms, signal) => signal.throwIfAborted(),
  })
  app.server.on('request', (_request, response) => {
    happened('webhook is called', { lasts: false })
    response.on('finish', () => happened('webhook answered', { lasts: true }))
  })
  // Also keeps the lock from being collected, which would free it.
  process.on('exit', () => lock.release())
  return { store, url: await app.listen({ host: '127.0.0.1', port: 0 }) }
}

function watchedFetch(service: 'radarr' | 'sonarr'): typeof fetch {
  return (input, init) => {
    const { method, url } = new Request(input, init)
    const name = `${NAMES[service]} ${method} ${new URL(url).pathname}`
    return outward(name, () => fetch(input, init), { isRead: method === 'GET' })
  }
}

function watchedModel(model: Model): Model {
  return (request) => outward('Model', () => model(request), { isRead: true })
}

function watched(sender: TwilioSender): TwilioSender {
  return {
    send: (text) => outward('Twilio send', () => sender.send(text), { isRead: false }),
    findSent: (text) => outward('Twilio list', () => sender.findSent(text), { isRead: true }),
  }
}

/** Resolves when every stored text had its turn and every reply was sent. */
async function settled(store: Store): Promise<void> {
  const isBusy = async () =>
    (await store.inbox.waitingAddresses()).length + (await store.outbox.dueAddresses()).length > 0
  while (await isBusy()) await setTimeout(2)
}

function report(message: Report): void {
  process.send?.(message)
}

let service: Awaited<ReturnType<typeof serve>> | undefined

async function carryOut(order: Order): Promise<Report> {
  switch (order.type) {
    case 'start':
      service = await serve(order)
      return { type: 'ready', url: service.url }
    case 'kill-at':
      eventsLeft = order.event
      among = order.among
      return { type: 'armed' }
    case 'settle':
      if (service) await settled(service.store)
      return { type: 'settled' }
  }
}

process.on('message', (message) => void carryOut(OrderSchema.parse(message)).then(report))
// Whoever started it is gone.
process.on('disconnect', () => process.exit())
