import { OURS } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import { listReference } from '../model/list-reference.ts'
import { simplify } from '../model/plain-words.ts'
import { listLastShown } from './turn-context.ts'

const LEAD_IN = /^(?:and|also|ok|okay|yes|yeah|and also) /
const TAIL = / (?:too|as well|also|please)$/
// "It" alone is a film.
const IT = /^(?:it|this|that)$/

/**
 * The call that "2", "the second one" or "that one too" stands for, when it is all they wrote and
 * it hits the list they were last shown. No model could read it more exactly.
 */
export function chooseFromList(round: Round, now: number): StepMessage | undefined {
  const { tool, items } = listLastShown(round, now)
  const words = simplify(round.text.body).replace(LEAD_IN, '').replace(TAIL, '')
  const chosen = IT.test(words) ? undefined : listReference(words, items)
  if (!chosen || chosen === 'unclear') return undefined

  const { title, year, kind } = chosen
  return {
    role: 'assistant',
    content: '',
    model: OURS,
    toolCalls: [
      {
        id: `list_${round.text.sid}`,
        type: 'function',
        function: { name: tool, arguments: JSON.stringify({ title, year, kind }) },
      },
    ],
  }
}
