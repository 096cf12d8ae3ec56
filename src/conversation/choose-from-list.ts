import type { ListedTitle } from '../db/column-types.ts'
import { type Message, OURS } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import { listReference } from '../model/list-reference.ts'
import { simplify } from '../model/plain-words.ts'
import { listLastShown } from './turn-context.ts'

const LEAD_IN = /^(?:(?:and|also|ok|okay|yes|yeah) )+/
const TAIL = /(?: (?:too|as well|also|please))+$/
// "It" alone is a film.
const IT = /^(?:it|this|that)$/

export interface ChooseFromListOptions {
  saveStep: (round: Round, step: StepMessage) => Promise<Message>
  now: () => number
}

/**
 * Puts the call into the round that "2", "the second one" or "that one too" stands for, when it is
 * all they wrote and it hits the list they were last shown. No model could read it more exactly.
 */
export function createChooseFromList({ saveStep, now }: ChooseFromListOptions) {
  return async (round: Round): Promise<Message | undefined> => {
    // Once there is a step, an earlier start has passed this point.
    if (round.steps.length > 1) return undefined

    const { tool, items } = listLastShown(round, now())
    const words = simplify(round.text.body).replace(LEAD_IN, '').replace(TAIL, '')
    const chosen = IT.test(words) ? undefined : listReference(words, items)
    if (!chosen || chosen === 'unclear') return undefined
    return saveStep(round, toStep(tool, chosen, round.text.sid))
  }
}

function toStep(tool: string, { title, year, kind }: ListedTitle, sid: string): StepMessage {
  const call = { name: tool, arguments: JSON.stringify({ title, year, kind }) }
  return {
    role: 'assistant',
    content: '',
    model: OURS,
    toolCalls: [{ id: `list_${sid}`, type: 'function', function: call }],
  }
}
