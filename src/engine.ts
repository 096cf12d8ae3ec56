import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createAnswerQuestion } from './conversation/answer-question.ts'
import { createAnswerRunner } from './conversation/answer-runner.ts'
import { createAskQuestion } from './conversation/ask-question.ts'
import { createCallRunner } from './conversation/call-runner.ts'
import { createChooseFromList } from './conversation/choose-from-list.ts'
import { createForgetUnseenList } from './conversation/forget-unseen-list.ts'
import { createToolLoop } from './conversation/tool-loop.ts'
import { CHANNELS } from './db/column-types.ts'
import type { Text } from './db/inbox.ts'
import type { Probes } from './health/probes.ts'
import { createHealthReport } from './health/report.ts'
import type { Radarr } from './media/radarr.ts'
import type { Sonarr } from './media/sonarr.ts'
import type { Model } from './model/model.ts'
import { createDelivery, type DeliveryOptions } from './sms/delivery.ts'
import type { InboundText } from './sms/inbound-text.ts'
import { channelOf } from './sms/twilio-sender.ts'
import type { Store } from './store/store.ts'
import { tools } from './tools/index.ts'
import type { ToolContext } from './tools/tool.ts'
import { createAskAdmins } from './turns/ask-admins.ts'
import { type BusyNoteOptions, createBusyNote } from './turns/busy-note.ts'
import { createComposer } from './turns/composer.ts'
import { createLanes } from './turns/lanes.ts'
import { createRecovery } from './turns/recovery.ts'
import { createTurn, type TurnOptions } from './turns/run-turn.ts'
import { createStatusText } from './turns/status-text.ts'
import { createSweep } from './turns/sweep.ts'

export interface EngineParts {
  config: Pick<
    Config,
    | 'confirmationTtlMs'
    | 'historyMessages'
    | 'historyTokens'
    | 'llm'
    | 'sessionIdleMs'
    | 'smsMaxSegments'
    | 'textsPerDay'
    | 'timeZone'
  > & {
    /** What a text goes out on to someone who never wrote; SMS when left out. */
    twilio?: Pick<Config['twilio'], 'sender'>
  }
  store: Store
  model: Model
  radarr: Radarr | undefined
  sonarr: Sonarr | undefined
  sender: DeliveryOptions['sender']
  probes: Probes
  version: string
  log: Logger
  now: () => number
  pause: DeliveryOptions['pause']
  /** Measures how long a person has waited; like `pause`, and apart from it for tests. */
  wait: BusyNoteOptions['wait']
  /** A whole number from 0 up to, not including, `below`. */
  randomInt: (below: number) => number
}

export type Engine = ReturnType<typeof createEngine>

/** Everything between the inbox and the outbox, and what sends the outbox. It knows no HTTP. */
export function createEngine(parts: EngineParts) {
  const { config, store, sender, probes, version, log, now, pause } = parts
  const onError = (err: unknown) => log.error({ err }, 'something failed and is tried again')

  const delivery = createDelivery({ outbox: store.outbox, sender, log, now, pause })
  // One channel's trouble is none of another's: each has lanes of its own.
  const outgoing = CHANNELS.map((channel) =>
    createLanes({
      next: (address) => delivery.next({ address, channel }),
      run: delivery.run,
      onError,
    }),
  )
  const wakeOutgoing = (address: string) => {
    for (const lanes of outgoing) lanes.wake(address)
  }
  const { runTurn, recover } = createConversation(parts, {
    statusText: createStatusText({
      services: probes.services,
      backlog: store.backlog,
      version,
      timeZone: config.timeZone,
      now,
    }),
    onReply: wakeOutgoing,
  })
  const incoming = createLanes({ next: store.inbox.next, run: runTurn, onError })

  const wakeDue = async () => {
    for (const address of await store.outbox.dueAddresses()) wakeOutgoing(address)
  }
  const sweeps = [createSweep(wakeDue, onError), createSweep(recover, onError)]
  let hasStarted = false
  let isLeaving = false

  return {
    /** Resolves once the text is on disk; its turn comes by itself. */
    accept: async (text: InboundText): Promise<{ isNew: boolean }> => {
      const stored = await store.inbox.accept(text)
      incoming.wake(text.address)
      return stored
    },

    /** Whether texts can be stored and are taken up. */
    isReady: async (): Promise<boolean> => {
      if (!hasStarted || isLeaving) return false
      return store.checkWritable().then(
        () => true,
        () => false,
      )
    },

    health: createHealthReport({ probes, store, version, now }),

    isLeaving: (): boolean => isLeaving,

    /** Takes up what an earlier process left: texts without an answer, rows that were not sent. */
    start: async (): Promise<void> => {
      for (const address of await store.inbox.waitingAddresses()) incoming.wake(address)
      hasStarted = true
      for (const sweep of sweeps) sweep.start()
      probes.start()
    },

    /** Begins no turn and no send any more; resolves when the running steps have ended. */
    drain: async (): Promise<void> => {
      isLeaving = true
      const ended = [probes, ...sweeps].map((part) => part.stop())
      const drained = [incoming, ...outgoing].map((lanes) => lanes.drain())
      await Promise.all([...drained, ...ended])
    },
  }
}

interface Surroundings extends Pick<TurnOptions, 'statusText'> {
  onReply: (address: string) => void
}

function createConversation(parts: EngineParts, { statusText, onReply }: Surroundings) {
  const { config, store, model, log, now } = parts
  const { timeZone } = config
  const { questions, rounds } = store

  const contextFor = createContextFor(parts, onReply)
  const { runAnswer, confirm } = createAnswerRunner({
    tools,
    findQuestion: questions.find,
    findUser: store.users.find,
    beginExecuting: questions.beginExecuting,
    now,
    log,
  })
  const runToolLoop = createToolLoop({
    model,
    tools,
    runCalls: createCallRunner({ tools, contextFor, runAnswer, saveStep: rounds.saveStep, log }),
    saveStep: rounds.saveStep,
    history: rounds.history,
    limits: {
      messages: config.historyMessages,
      tokens: config.historyTokens,
      contextTokens: config.llm?.contextTokens,
    },
    timeZone,
    now,
  })
  const { ask, answerQuestion } = createQuestions(parts)
  const turn = createTurn({
    store,
    answerQuestion,
    forgetUnseenList: createForgetUnseenList({ findOutboxRow: store.outbox.find }),
    chooseFromList: createChooseFromList({ saveStep: rounds.saveStep }),
    statusText,
    runToolLoop,
    withBusyNote: createBusyNote({
      noteBusy: store.inbox.noteBusy,
      onNote: onReply,
      wait: parts.wait,
      log,
    }),
    compose: createComposer({ ask, maxSegments: config.smsMaxSegments, timeZone, now }),
    textsPerDay: config.textsPerDay,
    sessionIdleMs: config.sessionIdleMs,
    timeZone,
    now,
    log,
  })

  return {
    runTurn: async (text: Text, signal: AbortSignal): Promise<void> => {
      await turn(text, signal)
      onReply(text.address)
    },
    recover: createRecovery({ store, tools, contextFor, confirm, onNotice: onReply, log, now }),
  }
}

function createContextFor(parts: EngineParts, onNotice: (address: string) => void) {
  const { config, store, radarr, sonarr, log, now } = parts
  const { findRequest: find, beginRequest: begin } = store.rounds
  const adminsFor = createAskAdmins({
    admins: store.admins,
    channel: channelOf(config.twilio?.sender),
    timeZone: config.timeZone,
    onNotice,
    now,
  })
  return (call: Pick<ToolContext, 'user' | 'sid' | 'callId'>): ToolContext => ({
    ...call,
    radarr,
    sonarr,
    now,
    timeZone: config.timeZone,
    log,
    requests: { find, begin },
    admins: adminsFor(call),
  })
}

function createQuestions({ config, store, now, randomInt }: EngineParts) {
  const { timeZone, confirmationTtlMs } = config
  const { questions } = store
  return {
    ask: createAskQuestion({
      tools,
      openQuestion: questions.open,
      recentCodes: questions.recentCodes,
      countWrongCodes: questions.countWrongCodes,
      confirmationTtlMs,
      timeZone,
      now,
      randomInt,
    }),
    answerQuestion: createAnswerQuestion({
      ...questions,
      findOutboxRow: store.outbox.find,
      claim: store.rounds.claim,
      tools,
      timeZone,
      now,
    }),
  }
}
