import { type AuditEntry, appendAudit } from './audit-log.ts'
import {
  beginRound,
  type Conversation,
  findConversation,
  findGoingOn,
  getOrCreateConversation,
  setAbout,
} from './conversations.ts'
import { countAttempts, placeText, requireWaiting, resetAttempts, type Text } from './inbox.ts'
import { finishRequest, renameRequests } from './media-requests.ts'
import { getRound, hasRound, type Message, type NewMessage, saveMessage } from './messages.ts'
import { claimQuestion, factsOf, openQuestion, type PendingAction } from './pending-actions.ts'
import type { Tx } from './tx.ts'
import { addTokenUsage, addUsage } from './usage.ts'
import type { User } from './users.ts'

/** Everything a turn starts from, as it stands in the commit that counts its start. */
export interface Round {
  text: Text
  user: User
  conversation: Conversation
  number: number
  /** The messages of this round, the person's own first. */
  steps: Message[]
  /** The user's open question, lapsed or not. */
  question: PendingAction | undefined
  /** The day on which what it takes is counted, `2026-11-20`. */
  day: string
}

export type StepMessage = Omit<NewMessage, 'conversationId' | 'round'>

export interface RoundStart {
  sid: string
  /** Whether the last start was counted and is not the text's fault: then this one stands for it. */
  isExcused?: boolean
  user: User
  title: string
  /** The day on which the text is counted, `2026-11-20`. */
  day: string
  /** A conversation in which nobody said anything for longer than this has ended. */
  idleMs: number
}

/**
 * Starts a turn, or starts it again: its round and first message are made, and its text is
 * counted, only once.
 */
export function openRound(tx: Tx, { sid, isExcused, ...start }: RoundStart, now: number): Round {
  const { user } = start
  requireWaiting(tx, sid)
  const text = countAttempts(tx, sid, isExcused ? 0 : 1)
  const place = placeOf(tx, text, user) ?? beginAt(tx, text, start, now)
  return {
    text,
    user,
    ...place,
    steps: getRound(tx, place.conversation.id, place.number),
    question: openQuestion(tx, user.id),
    day: start.day,
  }
}

type Place = Pick<Round, 'conversation' | 'number'>

function placeOf(tx: Tx, text: Text, { ratingCap }: User): Place | undefined {
  const { sid, conversationId, round: number } = text
  const conversation = conversationId ? findConversation(tx, conversationId) : undefined
  if (!conversation || number === null) return undefined
  if (ratingCap === null || conversation.status !== 'archived') return { conversation, number }
  // It ended with their limit, and what was found in it may be above that.
  renameRequests(tx, sid, number)
  return undefined
}

function beginAt(
  tx: Tx,
  text: Text,
  { user, title, day, idleMs }: Omit<RoundStart, 'sid' | 'isExcused'>,
  now: number,
): Place {
  // A terminal says itself in which one it speaks.
  const wanted = text.conversationId ? findGoingOn(tx, text.conversationId, user.id) : undefined
  const conversation = wanted ?? getOrCreateConversation(tx, { userId: user.id, idleMs }, now)
  const number = beginRound(tx, conversation.id, title, now)
  placeText(tx, text.sid, conversation.id, number)
  // One that had a round before has been counted with it.
  if (text.round === null) addUsage(tx, user.id, day, { texts: 1 })
  saveMessage(
    tx,
    { conversationId: conversation.id, round: number, role: 'user', content: text.body },
    now,
  )
  return { conversation: findConversation(tx, conversation.id) ?? conversation, number }
}

/**
 * Stores a step as it comes. With it the turn has moved on, so its starts count anew, and what the
 * call had begun is finished. What a call came to is kept also when its text has ended meanwhile:
 * as a message where its round is still there, and undefined is returned where an operator has
 * cleared or deleted that.
 *
 * @throws {TextEndedError} when the text has ended and this would lead further
 */
export function saveStep(
  tx: Tx,
  round: Round,
  step: StepMessage,
  now: number,
): Message | undefined {
  const { sid } = round.text
  if (step.role === 'assistant') requireWaiting(tx, sid)
  resetAttempts(tx, sid)
  if (step.toolCallId) finishCall(tx, round, { ...step, toolCallId: step.toolCallId }, now)
  countTokens(tx, round, step)
  // A result without its call is refused by providers, with every later text.
  if (!hasRound(tx, round.conversation.id, round.number)) return undefined
  return saveMessage(
    tx,
    { ...step, conversationId: round.conversation.id, round: round.number },
    now,
  )
}

function finishCall(
  tx: Tx,
  round: Round,
  { toolCallId: callId, metadata }: StepMessage & { toolCallId: string },
  now: number,
): void {
  const isDone = metadata?.outcome?.type === 'change'
  const call = { sid: round.text.sid, callId }
  const request = finishRequest(tx, call, isDone ? 'done' : 'failed', now)
  if (!request || !isDone) return
  auditRound(tx, round, 'media.added', { target: `${request.title} (${request.year})` }, now)
  setAbout(tx, round.conversation.id, request)
}

// With the step itself: what a model took has been spent, whatever becomes of the turn.
function countTokens(tx: Tx, { user, day }: Round, step: StepMessage): void {
  const { model, promptTokens, completionTokens } = step
  if (promptTokens == null && completionTokens == null) return
  addTokenUsage(tx, {
    userId: user.id,
    day,
    model: model ?? '',
    inputTokens: promptTokens ?? 0,
    outputTokens: completionTokens ?? 0,
  })
}

/** What a round has to do with a question, under its user and text. */
export function auditQuestion(
  tx: Tx,
  round: Round,
  action: 'question.asked' | 'question.claimed' | 'question.wrong_code',
  question: PendingAction,
  now: number,
): void {
  auditRound(tx, round, action, { target: question.sentence, detail: factsOf(question) }, now)
}

function auditRound(
  tx: Tx,
  { user, text }: Round,
  action: AuditEntry['action'],
  what: Pick<AuditEntry, 'target' | 'detail'>,
  now: number,
): void {
  appendAudit(tx, { userId: user.id, sid: text.sid, action, ...what }, now)
}

/**
 * Takes an open question for this turn's text and stores the call that the answer stands for.
 * Returns `undefined` when another answer was faster.
 */
export function claim(
  tx: Tx,
  round: Round,
  { action, step }: { action: PendingAction; step: StepMessage },
  now: number,
): Message | undefined {
  // An offer is harmless and its call converges: once it stands in the round, the round is enough.
  const state = action.kind === 'offer' ? 'done' : 'claimed'
  if (!claimQuestion(tx, action.id, { sid: round.text.sid, state }, now)) return undefined

  auditQuestion(tx, round, 'question.claimed', action, now)
  return saveStep(tx, round, step, now)
}
