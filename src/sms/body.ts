import { toPlainText } from '../plain-text.ts'
import { type ShapedReply, shapeReply } from './shape.ts'

/** As much as Twilio takes of one text. */
export const MOST_SEGMENTS = 11

/** A text that is sent in one piece. */
export function toBody(text: string): Pick<ShapedReply, 'body' | 'segments'> {
  const { body, segments } = shapeReply(toPlainText(text), MOST_SEGMENTS)
  return { body, segments }
}
