import { createHealthReport } from '../health/report.ts'
import type { InboundText } from '../sms/inbound-text.ts'
import { createLanes } from '../turns/lanes.ts'
import { createStatusText } from '../turns/status-text.ts'
import { createAnswering } from './answering.ts'
import { createNews } from './limit-parts.ts'
import type { EngineParts } from './parts.ts'
import { createSending, type Sending } from './sending.ts'
import { createSweeps, createWake } from './sweeps.ts'

export type Engine = ReturnType<typeof createEngine>

/** Everything between the inbox and the outbox, and what sends the outbox. It knows no HTTP. */
export function createEngine(parts: EngineParts) {
  const { config, store, probes, nightly, version, log, now } = parts
  const onError = (err: unknown) => log.error({ err }, 'something failed and is tried again')

  const { timeZone } = config
  const sending = createSending({ ...parts, outbox: store.outbox, timeZone, onError })
  const onReply = (address: string) => {
    sending.wake(address)
    parts.sync?.wake()
  }
  const answering = createAnswering(parts, {
    statusText: createStatusText({
      services: probes.services,
      backlog: store.backlog,
      limits: createNews(parts),
      hold: sending.hold,
      version,
      timeZone,
      now,
    }),
    onReply,
  })
  const incoming = createLanes({ next: store.inbox.next, run: answering.runTurn, onError })

  const wakeIncoming = (address: string) => incoming.wake(address)
  const wake = createWake(store, { wakeIncoming, sending })
  const { sweeps: answeringSweeps } = answering
  const sweeps = createSweeps(parts, { wake, wakeIncoming, answeringSweeps, onError })
  const background = [probes, ...sweeps, nightly, parts.sync].filter((part) => part !== undefined)
  let hasStarted = false
  let isLeaving = false

  return {
    /** Resolves once the text is on disk; its turn comes by itself. */
    accept: async (text: InboundText): Promise<{ isNew: boolean }> => {
      const stored = await store.inbox.accept(text)
      incoming.wake(text.address)
      return stored
    },

    report: sending.report,

    /** Whether texts can be stored and are taken up. */
    isReady: async (): Promise<boolean> => {
      if (!hasStarted || isLeaving) return false
      return store.checkWritable().then(
        () => true,
        () => false,
      )
    },

    health: createHealth(parts, sending),

    isLeaving: (): boolean => isLeaving,

    /** Takes up what an earlier process left: texts without an answer, rows that were not sent. */
    start: async (): Promise<void> => {
      await store.milestones.recordStart()
      await wake()
      hasStarted = true
      for (const part of background) part.start()
    },

    /** Begins no turn and no send any more; resolves when the running steps have ended. */
    drain: async (): Promise<void> => {
      isLeaving = true
      const ended = background.map((part) => part.stop())
      const drained = [incoming, answering.summaries, sending].map((part) => part.drain())
      await Promise.all([...drained, ...ended])
    },
  }
}

function createHealth(parts: EngineParts, { hold }: Sending) {
  const { config, probes, store, nightly, sync, version, now } = parts
  return createHealthReport({
    probes,
    store,
    lastBackup: nightly?.lastBackup,
    hold,
    sync: { settings: config.sync, failure: sync?.failure },
    version,
    now,
  })
}
