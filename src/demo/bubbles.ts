import { styleText } from 'node:util'
import { displayWidth, wrapText } from '../text-width.ts'

export interface Bubble {
  /** Whoever holds the phone is on the right, as on any phone. */
  side: 'left' | 'right'
  name: string
  body: string
  /** What stands under it in small print. */
  footer?: string
}

export interface Canvas {
  columns: number
  hasColor: boolean
}

// A phone is narrow: a wide window does not pull the two sides apart.
const MAX_COLUMNS = 64
const MIN_COLUMNS = 24
const MAX_TEXT_WIDTH = 44
const BORDERS_WIDTH = 4
// By so much at least a bubble stops short of the other side.
const OFFSET = 6
const MARGIN = 2

/** A bubble of text with who wrote it in its frame; ends with a line break. */
export function drawBubble({ side, name, body, footer }: Bubble, canvas: Canvas): string {
  const room = phoneWidth(canvas) - BORDERS_WIDTH - OFFSET
  const lines = wrapText(withoutControls(body), Math.min(MAX_TEXT_WIDTH, room))
  const label = ` ${name} `
  const width = Math.max(...lines.map(displayWidth), displayWidth(label))
  const padded = lines.map((line) => line + ' '.repeat(width - displayWidth(line)))

  const frame = (text: string) => paint(side === 'right' ? 'cyan' : 'green', text, canvas)
  const drawn = [
    frame('╭─') + paint('bold', label, canvas) + frame(`${bar(width - displayWidth(label))}─╮`),
    ...padded.map((text) => `${frame('│')} ${text} ${frame('│')}`),
    frame(`╰${bar(width + 2)}╯`),
  ]
  const indent = ' '.repeat(side === 'right' ? phoneWidth(canvas) - width - BORDERS_WIDTH : 0)
  const bubble = drawn.map((row) => `${indent}${row}\n`).join('')
  return footer === undefined ? bubble : bubble + drawNote(side, footer, canvas)
}

/** Small print under a bubble of that side, or of nobody; ends with a line break. */
export function drawNote(side: Bubble['side'] | 'middle', note: string, canvas: Canvas): string {
  const width = phoneWidth(canvas) - 2 * MARGIN
  return wrapText(note, width)
    .map((text) => {
      const blanks = { left: 0, middle: 0.5, right: 1 }[side] * (width - displayWidth(text))
      return `${' '.repeat(MARGIN + Math.floor(blanks))}${paint('dim', text, canvas)}\n`
    })
    .join('')
}

function phoneWidth({ columns }: Canvas): number {
  return Math.min(MAX_COLUMNS, Math.max(MIN_COLUMNS, columns))
}

function bar(length: number): string {
  return '─'.repeat(length)
}

// They would move the cursor out of the bubble.
function withoutControls(body: string): string {
  return body.replaceAll(/[^\P{Cc}\n]/gu, ' ')
}

function paint(style: Parameters<typeof styleText>[0], text: string, canvas: Canvas): string {
  return canvas.hasColor ? styleText(style, text, { validateStream: false }) : text
}
