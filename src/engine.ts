import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { createAnswerRunner } from './conversation/answer-runner.ts'
import { createAsking } from './conversation/asking.ts'
import { createCallRunner } from './conversation/call-runner.ts'
import { createQuestions } from './conversation/questions.ts'
import { createToolLoop } from './conversation/tool-loop.ts'
import type { Text } from './db/inbox.ts'
import type { Radarr } from './media/radarr.ts'
import type { Model } from './model/model.ts'
import { createDelivery, type DeliveryOptions } from './sms/delivery.ts'
import type { InboundText } from './sms/inbound-text.ts'
import type { Store } from './store/store.ts'
import { tools } from './tools/index.ts'
import type { ToolContext } from './tools/tool.ts'
import { createComposer } from './turns/composer.ts'
import { createLanes } from './turns/lanes.ts'
import { createRecovery } from './turns/recovery.ts'
import { createTurn } from './turns/run-turn.ts'

export interface EngineParts {
  config: Pick<
    Config,
    'confirmationTtlMs' | 'historyMessages' | 'historyTokens' | 'smsMaxSegments' | 'timeZone'
  >
  store: Store
  model: Model
  radarr: Radarr | undefined
  sender: DeliveryOptions['sender']
  log: Logger
  now: () => number
  pause: DeliveryOptions['pause']
  /** A whole number from 0 up to, not including, `below`. */
  randomInt: (below: number) => number
}

export type Engine = ReturnType<typeof createEngine>

// How often the outbox is looked through for what has come due, and open outcomes are looked into.
const SWEEP_EVERY_MS = 1_000

/** Everything between the inbox and the outbox, and what sends the outbox. It knows no HTTP. */
export function createEngine(parts: EngineParts) {
  const { store, sender, log, now, pause } = parts
  const onError = (err: unknown) => log.error({ err }, 'a lane failed and goes on')

  const delivery = createDelivery({ outbox: store.outbox, sender, log, now, pause })
  const outgoing = createLanes({ ...delivery, onError })
  const { runTurn, recover } = createConversation(parts, (address) => outgoing.wake(address))
  const incoming = createLanes({ next: store.inbox.next, run: runTurn, onError })

  async function sweep(): Promise<void> {
    try {
      for (const address of await store.outbox.dueAddresses()) outgoing.wake(address)
      await recover()
    } catch (error) {
      onError(error)
    }
  }
  let timer: NodeJS.Timeout | undefined
  let sweeping = Promise.resolve()
  let isTakingTurns = false

  return {
    /** Resolves once the text is on disk; its turn comes by itself. */
    accept: async (text: InboundText): Promise<{ isNew: boolean }> => {
      const stored = await store.inbox.accept(text)
      incoming.wake(text.address)
      return stored
    },

    /** Whether texts can be stored and are taken up. */
    isReady: async (): Promise<boolean> => {
      if (!isTakingTurns) return false
      return store.checkWritable().then(
        () => true,
        () => false,
      )
    },

    /** Takes up what an earlier process left: texts without an answer, rows that were not sent. */
    start: async (): Promise<void> => {
      for (const address of await store.inbox.waitingAddresses()) incoming.wake(address)
      isTakingTurns = true
      timer = setInterval(() => {
        sweeping = sweeping.then(sweep)
      }, SWEEP_EVERY_MS)
    },

    /** Begins no turn and no send any more; resolves when the running steps have ended. */
    drain: async (): Promise<void> => {
      isTakingTurns = false
      clearInterval(timer)
      await Promise.all([incoming.drain(), outgoing.drain(), sweeping])
    },
  }
}

function createConversation(parts: EngineParts, onReply: (address: string) => void) {
  const { config, store, model, radarr, log, now, randomInt } = parts
  const { timeZone } = config
  const { questions, rounds } = store

  const contextFor = (call: Pick<ToolContext, 'user' | 'sid' | 'callId'>): ToolContext => ({
    ...call,
    radarr,
    requests: { find: rounds.findRequest, begin: rounds.beginRequest },
  })
  const { runAnswer, confirm } = createAnswerRunner({
    tools,
    findQuestion: questions.find,
    findUser: store.users.find,
    beginExecuting: questions.beginExecuting,
    now,
  })
  const runToolLoop = createToolLoop({
    model,
    tools,
    runCalls: createCallRunner({ tools, contextFor, runAnswer, saveStep: rounds.saveStep }),
    saveStep: rounds.saveStep,
    history: rounds.history,
    limits: { messages: config.historyMessages, tokens: config.historyTokens },
    timeZone,
    now,
  })
  const ask = createAsking({
    tools,
    openQuestion: questions.open,
    recentCodes: questions.recentCodes,
    countWrongCodes: questions.countWrongCodes,
    confirmationTtlMs: config.confirmationTtlMs,
    timeZone,
    now,
    randomInt,
  })
  const turn = createTurn({
    store,
    answerQuestion: createQuestions({ ...questions, claim: rounds.claim, tools, timeZone, now }),
    runToolLoop,
    compose: createComposer({ ask, maxSegments: config.smsMaxSegments, timeZone, now }),
    log,
  })

  return {
    runTurn: async (text: Text, signal: AbortSignal): Promise<void> => {
      await turn(text, signal)
      onReply(text.address)
    },
    recover: createRecovery({ store, tools, contextFor, confirm, onNotice: onReply, now }),
  }
}
