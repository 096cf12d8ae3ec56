import { styleText } from 'node:util'
import { counted } from '../counted.ts'
import type { Finding } from './finding.ts'
import { oneLine } from './terminal.ts'

// Marks that a log or a plain terminal shows as well.
const MARKS = {
  good: ['ok', 'green'],
  skipped: ['--', 'dim'],
  wrong: ['!!', 'red'],
} as const

const SUBJECT_WIDTH = 12

/** A line for each finding, one more with the fix of what is wrong, and the sum. */
export function formatReport(findings: readonly Finding[], hasColor: boolean): string {
  const wrong = findings.filter(({ type }) => type === 'wrong').length
  const sum = wrong === 0 ? 'All good.' : `${counted(wrong, 'thing')} to mend.`
  return [...findings.map((finding) => formatFinding(finding, hasColor)), '', sum, ''].join('\n')
}

function formatFinding(finding: Finding, hasColor: boolean): string {
  const [mark, color] = MARKS[finding.type]
  const shown = hasColor ? styleText(color, mark) : mark
  const line = `${shown}  ${finding.subject.padEnd(SUBJECT_WIDTH)}${oneLine(finding.says)}`
  if (finding.type !== 'wrong') return line
  return `${line}\n${' '.repeat(4 + SUBJECT_WIDTH)}${oneLine(finding.fix)}`
}
