import type { Text } from '../db/inbox.ts'
import type { PendingAction } from '../db/pending-actions.ts'
import { parseAnswer } from './parse-answer.ts'

/**
 * Whether a text is sure to be taken as an answer by a user's open question, without a model. A
 * wrong code is one too as long as the question stands.
 */
export function isAnswerTo(question: PendingAction | undefined, text: Text): boolean {
  const answer = parseAnswer(text.body)
  if (!answer || !question) return false
  const { choice, code } = answer
  if (code !== undefined) {
    const isLive = text.receivedAt <= question.expiresAt
    const isTaken = question.code === code || (question.code !== null && isLive)
    return isTaken && question.channel === text.channel
  }
  const isNext = question.askedOutboxId !== null && question.askedOutboxId === text.afterOutboxId
  return isNext && Object.hasOwn(question.choices, choice)
}
