import { cutText, displayWidth } from '../text-width.ts'
import { oneLine } from './terminal.ts'

const GAP = '  '

/**
 * Lines of columns, each as wide as its widest cell. The last one gives way where all of it is
 * wider than `width`; nothing is cut when that is left out.
 */
export function formatTable(rows: readonly (readonly string[])[], width = Infinity): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const last = largest(cells.map((row) => row.length)) - 1
  const widths = Array.from({ length: last }, (_, column) =>
    largest(cells.map((row) => displayWidth(row[column] ?? ''))),
  )
  return cells.map((row) => {
    const padded = row.map(
      (cell, column) => cell + blanks((widths[column] ?? 0) - displayWidth(cell)),
    )
    return cutText(padded.join(GAP).trimEnd(), width)
  })
}

function blanks(count: number): string {
  return ' '.repeat(Math.max(count, 0))
}

// Math.max takes no more than about a hundred thousand.
function largest(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => Math.max(one, other))
}
