import type { Settlement, TitleList } from './column-types.ts'
import { setAbout, setContextState, startAfresh } from './conversations.ts'
import { finishText } from './inbox.ts'
import { enqueue } from './outbox.ts'
import {
  askQuestion,
  countWrongCode,
  findAction,
  type NewPendingAction,
  openQuestion,
  setAskedBy,
} from './pending-actions.ts'
import { auditQuestion, type Round, saveStep, type StepMessage } from './rounds.ts'
import { settle, settleAbandoned } from './settlements.ts'
import type { Tx } from './tx.ts'

/** How a turn ends: all of it in one commit, or none. */
export interface TurnEnd {
  /** The whole reply, as the history keeps it. */
  message: StepMessage
  /** What is sent of it now, and what is left for MORE. */
  body: string
  segments: number
  rest: string | undefined
  list: TitleList | undefined
  /** A question that the reply puts, or the open one that it repeats. */
  asks?: Omit<NewPendingAction, 'askedOutboxId'> | undefined
  repeats?: string | undefined
  /** A code that fits none of their questions, counted against the open one. */
  wrongCode?: { actionId: string } | undefined
  settles?: Settlement | undefined
  archives?: boolean | undefined
  state: 'done' | 'parked'
}

/** Reply, counters, question or its outcome, and the text done: the one commit that ends a turn. */
export function endTurn(tx: Tx, round: Round, end: TurnEnd, now: number): void {
  const { text, user, conversation } = round
  saveStep(tx, round, end.message, now)

  const { sid, channel, address } = text
  const by = { userId: user.id, sid }
  const outboxId = enqueue(
    tx,
    {
      key: `${sid}:reply`,
      kind: 'reply',
      channel,
      address,
      body: end.body,
      segments: end.segments,
    },
    now,
  )
  if (end.wrongCode) recordWrongCode(tx, round, end.wrongCode.actionId, now)
  if (end.settles) settle(tx, by, end.settles, now)
  else settleAbandoned(tx, sid, now)
  if (end.asks) {
    const open = openQuestion(tx, user.id)
    if (open) settle(tx, by, { actionId: open.id, state: 'replaced' }, now)
    const asked = askQuestion(tx, { ...end.asks, askedOutboxId: outboxId }, now)
    auditQuestion(tx, round, 'question.asked', asked, now)
    const { fingerprint } = asked
    if (fingerprint && fingerprint.service !== 'users') setAbout(tx, conversation.id, fingerprint)
  }
  if (end.repeats) setAskedBy(tx, end.repeats, outboxId)

  const list = end.list ? { ...end.list, shownAt: now, outboxId } : conversation.contextState.list
  setContextState(tx, conversation.id, {
    ...(list && { list }),
    ...(end.rest && { rest: end.rest }),
  })
  if (end.archives) startAfresh(tx, conversation, now)
  finishText(tx, sid, end.state, now)
}

function recordWrongCode(tx: Tx, round: Round, actionId: string, now: number): void {
  const question = findAction(tx, actionId)
  if (question) auditQuestion(tx, round, 'question.wrong_code', question, now)
  countWrongCode(tx, actionId, now)
}
