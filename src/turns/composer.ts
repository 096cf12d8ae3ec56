import type { Asked } from '../conversation/ask-question.ts'
import { dayOf } from '../conversation/local-time.ts'
import type { Reply } from '../conversation/replies.ts'
import type { Proposal } from '../db/column-types.ts'
import { OURS } from '../db/messages.ts'
import type { Round, StepMessage, TurnEnd } from '../db/rounds.ts'
import { toPlainText } from '../sms/plain-text.ts'
import { type ShapedReply, shapeReply } from '../sms/shape.ts'

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

// What is left when a model answers with nothing else.
const EMOJI_ALONE = 'OK.'
const STAND_IN = "(I'm on plain commands right now: find, add, remove, ?)"

/** Makes of a reply what a turn ends with: the question has its code, the body the size of a text. */
export function createComposer({ ask, maxSegments, timeZone, now }: ComposerOptions) {
  return async (round: Round, reply: Reply, effects: TurnEffects = {}): Promise<TurnEnd> => {
    const { proposal, lines, isStandIn } = reply
    const asked = proposal && (await ask(round, proposal, effects.settles?.actionId))
    const parts = [...lines, asked?.text, isStandIn && STAND_IN].filter(Boolean)
    const text = toPlainText(parts.join(' ')) || EMOJI_ALONE
    const isQuestion = asked?.asks !== undefined || effects.repeats !== undefined
    const shaped: ShapedReply = isQuestion ? toBody(text) : shapeReply(text, maxSegments)
    return {
      state: 'done',
      ...effects,
      message: toMessage(text, reply.written),
      body: shaped.body,
      segments: shaped.segments,
      rest: shaped.rest,
      list: reply.list,
      asks: asked?.asks,
      day: dayOf(now(), timeZone),
    }
  }
}

/**
 * A text that is sent in one piece: a notice, or a question, whose end says how to answer it. So
 * many segments are as much as Twilio takes.
 */
export function toBody(text: string): Pick<ShapedReply, 'body' | 'segments'> {
  const { body, segments } = shapeReply(toPlainText(text), 11)
  return { body, segments }
}

function toMessage(text: string, written: StepMessage | undefined): StepMessage {
  if (!written) return { role: 'assistant', content: text, model: OURS }
  if (written.content === text) return written
  return {
    ...written,
    content: text,
    metadata: { ...written.metadata, modelText: written.content },
  }
}
