import type { Asked } from '../conversation/ask-question.ts'
import type { Reply } from '../conversation/replies.ts'
import type { Proposal, TitleList } from '../db/column-types.ts'
import { OURS } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import type { TurnEnd } from '../db/turn-end.ts'
import { toPlainText } from '../plain-text.ts'
import { MOST_SEGMENTS } from '../sms/body.ts'
import { HINT, type ShapedReply, shapeReply } from '../sms/shape.ts'
import { isNamedIn } from '../tools/named-titles.ts'
import { withoutEnding } from '../tools/title-key.ts'

export interface ComposerOptions {
  ask: (round: Round, proposal: Proposal, settled?: string) => Promise<Asked>
  maxSegments: number
}

/** What a turn does beside saying something. */
export type TurnEffects = Partial<
  Pick<TurnEnd, 'settles' | 'repeats' | 'wrongCode' | 'archives' | 'state'>
>

// What is left when a model answers with nothing else.
const EMOJI_ALONE = 'OK.'
const STAND_IN = "(I'm on plain commands right now: find, add, remove, status, ?)"

/** Makes of a reply what a turn ends with: the question has its code, the body the size of a text. */
export function createComposer({ ask, maxSegments }: ComposerOptions) {
  return async (round: Round, reply: Reply, effects: TurnEffects = {}): Promise<TurnEnd> => {
    const { proposal, lines, isStandIn } = reply
    const asked = proposal && (await ask(round, proposal, effects.settles?.actionId))
    const said = [...lines, isStandIn && STAND_IN].filter((line) => line !== false)
    const ending = [asked?.text, reply.after].filter((part) => part !== undefined)
    const isRepeated = effects.repeats !== undefined
    const question = { said: isRepeated ? [] : said, text: (isRepeated ? said : ending).join(' ') }
    const shaped =
      isRepeated || asked?.asks
        ? shapeQuestion(question, asked?.asks?.code ? HINT : '', maxSegments)
        : shapeReply(toPlainText([...said, ...ending].join(' ')) || EMOJI_ALONE, maxSegments)
    return {
      state: 'done',
      ...effects,
      message: toMessage(shaped, reply.written),
      body: shaped.body,
      segments: shaped.segments,
      rest: shaped.rest,
      list: shownOf(reply, asked, shaped),
      asks: asked?.asks,
    }
  }
}

/**
 * What is said and then a question, which is never cut, because its end says how to answer it:
 * where both do not fit, what is said waits for MORE. Only a question with a code can say so: to
 * any other a bare answer counts only while nothing else was sent.
 */
function shapeQuestion(
  { said, text }: { said: readonly string[]; text: string },
  hint: string,
  maxSegments: number,
): ShapedReply {
  for (let kept = said.length; kept >= 0; kept--) {
    const rest = toPlainText(said.slice(kept).join(' '))
    const whole = toPlainText([...said.slice(0, kept), text].join(' '))
    // Alone it is sent at any length.
    const most = kept > 0 ? maxSegments : MOST_SEGMENTS
    const { body, segments, rest: cut } = shapeReply(rest === '' ? whole : whole + hint, most)
    if (cut === undefined) return rest === '' ? { body, segments } : { body, segments, rest }
  }
  throw new Error('A question is longer than a text can be')
}

/** The whole of a reply, as the history keeps it. */
function toMessage({ body, rest }: ShapedReply, written: StepMessage | undefined): StepMessage {
  const sent = body.replace(HINT, '')
  const text = rest === undefined ? body : `${sent} ${rest}`
  const cut = rest !== undefined && { sentLength: sent.length }
  if (!written)
    return { role: 'assistant', content: text, model: OURS, ...(cut && { metadata: cut }) }
  if (written.content === text && !cut) return written
  return {
    ...written,
    content: text,
    metadata: { ...written.metadata, modelText: written.content, ...cut },
  }
}

/**
 * What they saw of a list and can choose from it: nothing where its question was not put, and of a
 * model's own words not what waits for MORE.
 */
function shownOf(
  { list, written }: Reply,
  asked: Asked | undefined,
  { body, rest }: ShapedReply,
): TitleList | undefined {
  if (!list) return undefined
  if (asked && !asked.asks) return { ...list, tool: 'find', isNumbered: false }
  if (!written || rest === undefined) return list
  const items = list.items.filter(({ title }) => isNamedIn(body, withoutEnding(title)))
  return { ...list, items }
}
