import type { Asked } from '../conversation/asking.ts'
import { dayOf } from '../conversation/local-time.ts'
import type { Reply } from '../conversation/replies.ts'
import type { Proposal } from '../db/column-types.ts'
import type { Round, StepMessage, TurnEnd } from '../db/rounds.ts'
import { toPlainText } from '../sms/plain-text.ts'
import { shapeReply } from '../sms/shape.ts'

export interface ComposerOptions {
  ask: (round: Round, proposal: Proposal, settled?: string) => Promise<Asked>
  maxSegments: number
  timeZone: string
  now: () => number
}

/** What a turn does beside saying something. */
export type TurnEffects = Partial<
  Pick<TurnEnd, 'settles' | 'repeats' | 'wrongCode' | 'archives' | 'state'>
>

// A question is never cut, because its end says how to answer it; so many segments hold any.
const SEGMENTS_OF_A_QUESTION = 10
const STAND_IN = "(I'm on plain commands right now: find, add, remove, ?)"

/** Makes of a reply what a turn ends with: the question has its code, the body the size of a text. */
export function createComposer({ ask, maxSegments, timeZone, now }: ComposerOptions) {
  return async (round: Round, reply: Reply, effects: TurnEffects = {}): Promise<TurnEnd> => {
    const { proposal, lines, isStandIn } = reply
    const asked = proposal && (await ask(round, proposal, effects.settles?.actionId))
    const parts = [...lines, asked?.text, isStandIn && STAND_IN].filter(Boolean)
    // A model may answer with an emoji alone, of which nothing is left.
    const text = toPlainText(parts.join(' ')) || 'OK.'

    const isQuestion = asked?.asks?.kind === 'confirmation' || effects.repeats !== undefined
    const { body, segments, rest } = shapeReply(
      text,
      isQuestion ? SEGMENTS_OF_A_QUESTION : maxSegments,
    )
    return {
      state: 'done',
      ...effects,
      message: toMessage(text, reply.written),
      body,
      segments,
      rest,
      list: reply.list,
      asks: asked?.asks,
      day: dayOf(now(), timeZone),
    }
  }
}

function toMessage(text: string, written: StepMessage | undefined): StepMessage {
  if (!written) return { role: 'assistant', content: text, model: 'usherr' }
  if (written.content === text) return written
  return {
    ...written,
    content: text,
    metadata: { ...written.metadata, modelText: written.content },
  }
}
