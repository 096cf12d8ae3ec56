import { createAnswerQuestion } from '../conversation/answer-question.ts'
import { createAnswerRunner } from '../conversation/answer-runner.ts'
import { createAskQuestion } from '../conversation/ask-question.ts'
import { type CallRunner, createCallRunner } from '../conversation/call-runner.ts'
import { createChooseFromList } from '../conversation/choose-from-list.ts'
import { createDecisionCommand } from '../conversation/decision-command.ts'
import { createForgetUnseenList } from '../conversation/forget-unseen-list.ts'
import { createPeopleCommand } from '../conversation/people-command.ts'
import { createRequestsCommand } from '../conversation/requests-command.ts'
import { createSpokenCommand, type SpokenCommand } from '../conversation/spoken-command.ts'
import { createToolLoop } from '../conversation/tool-loop.ts'
import { createWriteSummary } from '../conversation/write-summary.ts'
import type { Text } from '../db/inbox.ts'
import { standIn } from '../model/fallback.ts'
import { createKeywordModel } from '../model/keyword.ts'
import { channelOf } from '../sms/twilio-sender.ts'
import { tools } from '../tools/index.ts'
import { createBusyNote } from '../turns/busy-note.ts'
import { createComposer } from '../turns/composer.ts'
import { createLimitCheck, type LimitCheck } from '../turns/limits.ts'
import { createRecovery, type RecoveryOptions } from '../turns/recovery.ts'
import { createTurn, type TurnOptions } from '../turns/run-turn.ts'
import { readSettingsCommand } from '../users/spoken-settings.ts'
import { createAdminRequests } from './admin-requests.ts'
import { createMonthsBudget } from './limit-parts.ts'
import type { AnsweringParts, SharedParts } from './parts.ts'
import { createSummaries, type Summaries } from './summaries.ts'

interface Surroundings extends Pick<TurnOptions, 'statusText'> {
  onReply: (address: string) => void
}

/** A turn from its text to its reply, and what finds out afterwards how a change ended. */
export function createAnswering(parts: AnsweringParts, { statusText, onReply }: Surroundings) {
  const { config, store, log, now } = parts
  const { timeZone } = config
  const { questions, rounds } = store

  const shared: SharedParts = {
    budget: createMonthsBudget(parts),
    channel: channelOf(config.twilio?.sender),
    onNotice: onReply,
  }
  const limitCheck = createLimits(parts, shared)
  const { contextFor, turnAway, sweepRequests } = createAdminRequests(parts, shared)
  const { runAnswer, confirm } = createAnswerRunner({
    tools,
    findQuestion: questions.find,
    findUser: store.users.find,
    beginExecuting: questions.beginExecuting,
    now,
    log,
  })
  const summaries = createSummaries({ write: createSummaryWriter(parts, limitCheck), log })
  const runCalls = createCallRunner({
    tools,
    contextFor,
    runAnswer,
    saveStep: rounds.saveStep,
    log,
  })
  const runToolLoop = createLoop(parts, { runCalls, summaries, limitCheck })
  const { ask, answerQuestion } = createQuestions(parts)
  const turn = createTurn({
    store,
    turnAway,
    answerQuestion,
    forgetUnseenList: createForgetUnseenList({ findOutboxRow: store.outbox.find }),
    readCommand: createReadCommand(parts),
    chooseFromList: createChooseFromList({ saveStep: rounds.saveStep }),
    statusText,
    runToolLoop,
    withBusyNote: createPatience(parts, onReply),
    compose: createComposer({ ask, maxSegments: config.smsMaxSegments }),
    overOf: limitCheck.ofSender,
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
        await limitCheck.tellAdmins()
      })
    },
    /** What is looked into again and again, beside the texts. */
    sweeps: [createRecover(parts, { ...shared, contextFor, confirm }), sweepRequests],
    summaries,
  }
}

function createPatience({ store, wait, log }: AnsweringParts, onNote: (address: string) => void) {
  return createBusyNote({ noteBusy: store.inbox.noteBusy, onNote, wait, log })
}

function createReadCommand({ config, store }: AnsweringParts) {
  // In the order in which a text is read as one of them.
  const commands: SpokenCommand[] = [
    createDecisionCommand({ findRequest: store.requests.findByCode, listUsers: store.users.list }),
    createRequestsCommand({
      waitingOf: store.requests.waitingOf,
      requestMode: config.requests,
    }),
    readSettingsCommand,
    createPeopleCommand({ listUsers: store.users.list }),
  ]
  return createSpokenCommand({ commands, saveStep: store.rounds.saveStep })
}

function createLimits({ config, store, now }: AnsweringParts, shared: SharedParts): LimitCheck {
  const { limits, timeZone } = config
  return createLimitCheck({ ...shared, store, limits, timeZone, now })
}

function createLoop(
  parts: AnsweringParts,
  {
    runCalls,
    summaries,
    limitCheck,
  }: { runCalls: CallRunner; summaries: Summaries; limitCheck: LimitCheck },
) {
  const { config, store, model, now } = parts
  const { historyMessages: messages, historyTokens: tokens, llm, timeZone } = config
  const { saveStep, history } = store.rounds
  const keyword = createKeywordModel()
  return createToolLoop({
    model,
    // Where there is no model they stand in for nobody.
    plainCommands: llm ? standIn(keyword) : keyword,
    allowanceOf: limitCheck.ofStep,
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

function createSummaryWriter(
  { config, store: { summaries }, model, now }: AnsweringParts,
  { mayWriteFor }: LimitCheck,
) {
  const { timeZone, llm } = config
  const contextTokens = llm?.contextTokens ?? 0
  return createWriteSummary({ model, summaries, contextTokens, mayWriteFor, timeZone, now })
}

function createRecover(
  { store, log, now }: AnsweringParts,
  calls: Pick<RecoveryOptions, 'contextFor' | 'confirm' | 'channel' | 'onNotice'>,
) {
  return createRecovery({ ...calls, store, tools, log, now })
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
      findRequest: store.requests.findByCode,
      findOutboxRow: store.outbox.find,
      claim: store.rounds.claim,
      tools,
      timeZone,
      now,
    }),
  }
}
