import type { ListedTitle, ShownList } from '../db/column-types.ts'
import { type Message, OURS } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import { listReference } from '../model/list-reference.ts'
import { simplify } from '../model/plain-words.ts'

const LEAD_IN = /^(?:(?:and|also|ok|okay|yes|yeah) )+/
const TAIL = /(?: (?:too|as well|also|please))+$/
const POINTING = /^(?:that|this) one$/
// "It" alone is a film.
const IT = /^(?:it|this|that)$/

export interface ChooseFromListOptions {
  saveStep: (round: Round, step: StepMessage) => Promise<Message>
}

/**
 * Puts the call into the round that "2", "the second one" or "that one too" stands for, when it is
 * all they wrote and it hits the list they were last shown. No model could read it more exactly.
 */
export function createChooseFromList({ saveStep }: ChooseFromListOptions) {
  return async (round: Round): Promise<Message | undefined> => {
    const { list } = round.conversation.contextState
    // Once there is a step, an earlier start has passed this point.
    if (round.steps.length > 1 || !list) return undefined

    const words = simplify(round.text.body).replace(LEAD_IN, '').replace(TAIL, '')
    if (IT.test(words) || !isMeant(list, words, round)) return undefined
    const chosen = listReference(words, list)
    if (!chosen || chosen === 'unclear') return undefined
    return saveStep(round, toStep(list, chosen, round.text.sid))
  }
}

/** Who points means what was said last; a number may come later, but not after another question. */
function isMeant(list: ShownList, words: string, { text, question }: Round): boolean {
  if (POINTING.test(words)) return text.afterOutboxId === list.outboxId
  const isOpen = question && question.expiresAt >= text.receivedAt
  return !isOpen || question.askedOutboxId === list.outboxId || question.createdAt < list.shownAt
}

/** The id of the call that a choice stands for. */
export const choiceId = (sid: string) => `list_${sid}`

function toStep({ tool, args }: ShownList, chosen: ListedTitle, sid: string): StepMessage {
  const { title, year, kind } = chosen
  const call = { name: tool, arguments: JSON.stringify({ ...args, title, year, kind }) }
  return {
    role: 'assistant',
    content: '',
    model: OURS,
    toolCalls: [{ id: choiceId(sid), type: 'function', function: call }],
  }
}
