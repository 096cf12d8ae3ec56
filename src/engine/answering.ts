import { createAnswerQuestion } from '../conversation/answer-question.ts'
import { createAnswerRunner } from '../conversation/answer-runner.ts'
import { createAskQuestion } from '../conversation/ask-question.ts'
import { type CallRunner, createCallRunner } from '../conversation/call-runner.ts'
import { createChooseFromList } from '../conversation/choose-from-list.ts'
import { createForgetUnseenList } from '../conversation/forget-unseen-list.ts'
import { createPeopleCommand } from '../conversation/people-command.ts'
import { createSpokenCommand, type SpokenCommand } from '../conversation/spoken-command.ts'
import { createToolLoop } from '../conversation/tool-loop.ts'
import { createWriteSummary } from '../conversation/write-summary.ts'
import type { Text } from '../db/inbox.ts'
import { channelOf } from '../sms/twilio-sender.ts'
import { tools } from '../tools/index.ts'
import { createBusyNote } from '../turns/busy-note.ts'
import { createComposer } from '../turns/composer.ts'
import { createRecovery, type RecoveryOptions } from '../turns/recovery.ts'
import { createTurn, type TurnOptions } from '../turns/run-turn.ts'
import { readDecision, readRequests } from '../users/read-decision.ts'
import { readSettingsCommand } from '../users/spoken-settings.ts'
import type { AnsweringParts } from './parts.ts'
import { createRequests } from './requests.ts'
import { createSummaries, type Summaries } from './summaries.ts'

/** In the order in which a text is read as one of them. */
const spokenCommands = ({ store }: AnsweringParts): readonly SpokenCommand[] => [
  readDecision,
  readRequests,
  readSettingsCommand,
  createPeopleCommand({ listUsers: store.users.list }),
]

interface Surroundings extends Pick<TurnOptions, 'statusText'> {
  onReply: (address: string) => void
}

/** A turn from its text to its reply, and what finds out afterwards how a change ended. */
export function createAnswering(parts: AnsweringParts, { statusText, onReply }: Surroundings) {
  const { config, store, log, now } = parts
  const { timeZone } = config
  const { questions, rounds } = store

  const { contextFor, turnAway, sweepRequests } = createRequests(parts, onReply)
  const { runAnswer, confirm } = createAnswerRunner({
    tools,
    findQuestion: questions.find,
    findUser: store.users.find,
    beginExecuting: questions.beginExecuting,
    now,
    log,
  })
  const summaries = createSummaries({ write: createSummaryWriter(parts), log })
  const runCalls = createCallRunner({
    tools,
    contextFor,
    runAnswer,
    saveStep: rounds.saveStep,
    log,
  })
  const runToolLoop = createLoop(parts, runCalls, summaries)
  const { ask, answerQuestion } = createQuestions(parts)
  const turn = createTurn({
    store,
    turnAway,
    answerQuestion,
    forgetUnseenList: createForgetUnseenList({ findOutboxRow: store.outbox.find }),
    readCommand: createSpokenCommand({
      commands: spokenCommands(parts),
      saveStep: rounds.saveStep,
    }),
    chooseFromList: createChooseFromList({ saveStep: rounds.saveStep }),
    statusText,
    runToolLoop,
    withBusyNote: createBusyNote({
      noteBusy: store.inbox.noteBusy,
      onNote: onReply,
      wait: parts.wait,
      log,
    }),
    compose: createComposer({ ask, maxSegments: config.smsMaxSegments }),
    textsPerDay: config.limits.textsPerDay,
    sessionIdleMs: config.sessionIdleMs,
    timeZone,
    now,
    log,
  })

  return {
    runTurn: async (text: Text, signal: AbortSignal): Promise<void> => {
      await summaries.giveWayTo(async () => {
        const ending = await turn(text, signal)
        parts.onTurnEnd?.(ending, now() - text.receivedAt)
        onReply(text.address)
      })
    },
    /** What is looked into again and again, beside the texts. */
    sweeps: [createRecover(parts, { contextFor, confirm, onNotice: onReply }), sweepRequests],
    summaries,
  }
}

function createLoop(parts: AnsweringParts, runCalls: CallRunner, summaries: Summaries) {
  const { config, store, model, now } = parts
  const { historyMessages: messages, historyTokens: tokens, llm, timeZone } = config
  const { saveStep, history } = store.rounds
  return createToolLoop({
    model,
    tools,
    runCalls,
    saveStep,
    history,
    limits: { messages, tokens, contextTokens: llm?.contextTokens },
    onWindow: ({ conversation: { id, summaryRound } }, start) => {
      const isTold = start - 1 <= (summaryRound ?? 0)
      // Plain commands write none.
      if (llm && !isTold) summaries.note(id, start)
    },
    timeZone,
    now,
  })
}

function createSummaryWriter({ config, store: { summaries }, model, now }: AnsweringParts) {
  const { timeZone, llm } = config
  const contextTokens = llm?.contextTokens ?? 0
  return createWriteSummary({ model, summaries, contextTokens, timeZone, now })
}

function createRecover(
  { config, store, log, now }: AnsweringParts,
  calls: Pick<RecoveryOptions, 'contextFor' | 'confirm' | 'onNotice'>,
) {
  const channel = channelOf(config.twilio?.sender)
  return createRecovery({ ...calls, store, tools, channel, log, now })
}

function createQuestions({ config, store, now, randomInt }: AnsweringParts) {
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
