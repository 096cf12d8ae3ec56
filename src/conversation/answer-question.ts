import type { Settlement } from '../db/column-types.ts'
import { type Message, OURS } from '../db/messages.ts'
import type { CodedQuestion, PendingAction } from '../db/pending-actions.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import { dayAround, type Period } from '../local-time.ts'
import type { Tool } from '../tools/tool.ts'
import { confirmationWords } from './confirmation-words.ts'
import { codeBesideDecision, type CrossedWordsOptions, requestBesideYes } from './crossed-words.ts'
import { type Answer, parseAnswer } from './parse-answer.ts'
import * as say from './question-replies.ts'
import { type FindOutboxRow, wasSeen } from './was-seen.ts'

/** What a text came to as an answer: nothing, a reply, or a call that now stands in the round. */
export type AnswerOutcome =
  | { type: 'no-answer' }
  | { type: 'claimed'; step: Message }
  | { type: 'reply'; text: string; effects: AnswerEffects }

/** What an answer does beside being answered. */
export interface AnswerEffects {
  settles?: Settlement
  /** The open question that the reply puts once more. */
  repeats?: string
  /** A code that fits none of their questions, counted against the open one. */
  wrongCode?: { actionId: string }
}

export interface AnswerQuestionOptions extends CrossedWordsOptions {
  tools: readonly Tool[]
  findByCode: (of: CodedQuestion) => Promise<PendingAction | undefined>
  countWrongCodes: (userId: string, span: Period) => Promise<number>
  recentCodes: (userId: string, since: number) => Promise<string[]>
  findOutboxRow: FindOutboxRow
  claim: (
    round: Round,
    answer: { action: PendingAction; step: StepMessage },
  ) => Promise<Message | undefined>
  timeZone: string
}

/** How long a code finds its question, and is given to no other one of that person. */
export const CODE_MEMORY_MS = 7 * 24 * 60 * 60_000
/** After so many, coded questions wait until tomorrow: a spoofed sender cannot go on guessing. */
export const MAX_WRONG_CODES_A_DAY = 5
const MAX_WRONG_CODES = 3

/**
 * Reads a text as the answer to a question, without a model. A code finds its question whatever
 * was said since; a bare answer counts only right after the text that asked.
 */
export function createAnswerQuestion(options: AnswerQuestionOptions) {
  const { tools, findByCode, findOutboxRow, claim, now } = options
  const words = (question: PendingAction) => confirmationWords(tools, question)

  async function answerBare(round: Round, { choice }: Answer): Promise<AnswerOutcome> {
    const { text } = round
    const question = questionHere(round)
    const { askedOutboxId } = question ?? {}
    if (!question || !askedOutboxId || askedOutboxId !== text.afterOutboxId) return NO_ANSWER
    const isLapsed = text.receivedAt > question.expiresAt
    if (!Object.hasOwn(question.choices, choice)) {
      const isPointless = choice !== 'YES' || isLapsed
      return isPointless ? NO_ANSWER : reply(say.PICK_NUMBER, { repeats: question.id })
    }
    if (!isLapsed && !(await wasSeen(findOutboxRow, askedOutboxId, text.receivedAt)))
      return reply(say.onceMore(question, words(question)), { repeats: question.id })
    return answerOpen(round, question, { choice })
  }

  async function answerOpen(
    round: Round,
    question: PendingAction,
    { choice, code }: Answer,
  ): Promise<AnswerOutcome> {
    const actionId = question.id
    if (round.text.receivedAt > question.expiresAt) {
      return reply(say.lapsed(words(question)), { settles: { actionId, state: 'lapsed' } })
    }
    if (choice === 'NO') {
      return reply(say.declined(words(question)), { settles: { actionId, state: 'declined' } })
    }
    if (question.code && !code) {
      return reply(say.needsCode(question.code, words(question)), { repeats: actionId })
    }
    // Wrong ones may have been of requests, and so have closed no question.
    const wrong = question.code ? await wrongCodesToday(round, options) : 0
    if (wrong >= MAX_WRONG_CODES_A_DAY) {
      return reply(say.LOCKED_TODAY, { settles: { actionId, state: 'locked' } })
    }
    const step = await claim(round, { action: question, step: toStep(question, choice) })
    return step ? { type: 'claimed', step } : NO_ANSWER
  }

  async function answerWithCode(round: Round, answer: Answer, code: string) {
    const { user, text } = round
    const since = now() - CODE_MEMORY_MS
    const asked = await findByCode({ userId: user.id, ...whereAsked(round), code, since })
    if (asked?.state === 'open') return answerOpen(round, asked, answer)
    if (asked) return reply(say.settled(asked, words(asked)))
    const ofRequest = await requestBesideYes(code, user, options)
    if (ofRequest !== undefined) return reply(ofRequest)

    const question = questionHere(round)
    const isLive = question?.code && text.receivedAt <= question.expiresAt
    if (!isLive) return answer.choice === 'YES' ? refuseUnasked(round, options) : NO_ANSWER
    const isNo = answer.choice === 'NO'
    return isNo ? answerOpen(round, question, answer) : refuseCode(round, question, options)
  }

  return async (round: Round): Promise<AnswerOutcome> => {
    const answer = parseAnswer(round.text.body)
    if (!answer) return answerDecision(round, options)
    return answer.code ? answerWithCode(round, answer, answer.code) : answerBare(round, answer)
  }
}

/** Terminals are many, and each answers what its own session was asked; a phone is one. */
function whereAsked({ text: { channel }, conversation: { id } }: Round) {
  return { channel, conversationId: channel === 'cli' ? id : undefined }
}

/** The user's open question, where this text can be its answer. */
function questionHere(round: Round): PendingAction | undefined {
  const { channel, conversationId = round.question?.conversationId } = whereAsked(round)
  const { question } = round
  const isHere = question?.channel === channel && question.conversationId === conversationId
  return isHere ? question : undefined
}

function wrongCodesToday(
  { user }: Round,
  { countWrongCodes, timeZone, now }: AnswerQuestionOptions,
): Promise<number> {
  return countWrongCodes(user.id, dayAround(now(), timeZone))
}

/** The question whose code stands beside a word for requests, put once more. */
async function answerDecision(
  round: Round,
  options: AnswerQuestionOptions,
): Promise<AnswerOutcome> {
  const { user, text } = round
  const code = await codeBesideDecision(text.body, user, options)
  if (code === undefined) return NO_ANSWER
  const since = options.now() - CODE_MEMORY_MS
  const asked = await options.findByCode({ userId: user.id, ...whereAsked(round), code, since })
  const isOpen = asked?.state === 'open' && text.receivedAt <= asked.expiresAt
  if (!isOpen) return NO_ANSWER
  const words = confirmationWords(options.tools, asked)
  return reply(say.onceMore(asked, words), { repeats: asked.id })
}

/** "Yes, 1984" is a film to whoever was never asked for a number. */
async function refuseUnasked(
  { user }: Round,
  { recentCodes, now }: AnswerQuestionOptions,
): Promise<AnswerOutcome> {
  const wasAsked = (await recentCodes(user.id, now() - CODE_MEMORY_MS)).length > 0
  return wasAsked ? reply(say.UNKNOWN_CODE) : NO_ANSWER
}

/** A code that they were never sent counts against the question that is open. */
async function refuseCode(
  round: Round,
  question: PendingAction,
  options: AnswerQuestionOptions,
): Promise<AnswerOutcome> {
  const actionId = question.id
  const closing = { wrongCode: { actionId }, settles: { actionId, state: 'locked' as const } }
  const words = confirmationWords(options.tools, question)
  const today = await wrongCodesToday(round, options)
  if (today + 1 >= MAX_WRONG_CODES_A_DAY) return reply(say.LOCKED_TODAY, closing)
  if (question.wrongCodes + 1 >= MAX_WRONG_CODES) return reply(say.locked(words), closing)
  const repeating = { wrongCode: { actionId }, repeats: actionId }
  return reply(say.wrongCode(question.code, words), repeating)
}

const NO_ANSWER: AnswerOutcome = { type: 'no-answer' }

function reply(text: string, effects: AnswerEffects = {}): AnswerOutcome {
  return { type: 'reply', text, effects }
}

/** The call that an answer stands for, as the model reads it later: names, no ids. */
function toStep({ id, choices }: PendingAction, choice: string): StepMessage {
  const call = choices[choice]
  const { title, year } = call?.args ?? {}
  return {
    role: 'assistant',
    content: '',
    model: OURS,
    toolCalls: [
      {
        id: `answer_${id.replaceAll('-', '')}`,
        type: 'function',
        function: { name: call?.tool ?? '', arguments: JSON.stringify({ title, year }) },
      },
    ],
    metadata: { answer: { actionId: id, choice } },
  }
}
