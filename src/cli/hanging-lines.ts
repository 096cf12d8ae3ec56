import { displayWidth, wrapText } from '../text-width.ts'
import { oneLine } from './terminal.ts'

// Where less is left of a line, its words are not broken for the terminal.
const NARROWEST = 20

/** A text behind what it belongs to, its further lines below its first. */
export function hanging(lead: string, text: string, width: number | undefined): string[] {
  const indent = displayWidth(lead)
  const room = width === undefined ? Infinity : Math.max(width - indent, NARROWEST)
  const lines = text.split(/\r?\n/).flatMap((line) => wrapText(oneLine(line), room))
  return lines.map((line, index) => `${index === 0 ? lead : ' '.repeat(indent)}${line}`.trimEnd())
}
