import { styleText } from 'node:util'
import { counted } from '../counted.ts'
import type { Finding } from './finding.ts'
import { hanging } from './hanging-lines.ts'
import { oneLine } from './terminal.ts'

// Marks that a log or a plain terminal shows as well.
const MARKS = {
  good: ['ok', 'green'],
  skipped: ['--', 'dim'],
  wrong: ['!!', 'red'],
} as const

const SUBJECT_WIDTH = 12

/**
 * A line for each finding, one more with the fix of what is wrong, and the sum; broken between
 * words where a line would be longer than `width`.
 */
export function formatReport(
  findings: readonly Finding[],
  { hasColor, width }: { hasColor: boolean; width?: number | undefined },
): string {
  const wrong = findings.filter(({ type }) => type === 'wrong').length
  const sum = wrong === 0 ? 'All good.' : `${counted(wrong, 'thing')} to mend.`
  const lines = findings.map((finding) => formatFinding(finding, hasColor, width))
  return [...lines, '', sum, ''].join('\n')
}

function formatFinding(finding: Finding, hasColor: boolean, width?: number): string {
  const [mark, color] = MARKS[finding.type]
  const shown = hasColor ? styleText(color, mark) : mark
  const parts = [finding.says, ...(finding.type === 'wrong' ? [finding.fix] : [])]
  const lead = `${shown}  ${finding.subject.padEnd(SUBJECT_WIDTH)}`
  return hanging(lead, parts.map(oneLine).join('\n'), width).join('\n')
}
