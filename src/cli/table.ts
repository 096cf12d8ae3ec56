import { cutText, displayWidth } from '../text-width.ts'
import { oneLine } from './terminal.ts'

const GAP = '  '

/** A cell narrower than this says nothing any more. */
const LEAST_WIDTH = 3

// `0007` is a name.
const NUMBER = /^-?(?!0\d)\d[\d.,]*%?$/
// An id, a phone, a clock; `350 ms` and `2 days`. Half of one is another, or none.
const WHOLE = /^(?:\S*\d\S*|[+-]?[\d.,]+ [a-zA-Z]{1,6})$/

interface Column {
  width: number
  isNumber: boolean
  /** Whether its cells mean nothing when they are cut. */
  isWhole: boolean
}

/**
 * Lines of columns, each as wide as its widest cell, numbers to the right. Where a line would be
 * wider than `width`, the widest columns of words give way, but not those that are to stay `whole`;
 * nothing is cut when the width is left out.
 * The first row is a heading or looks like the others; a row of one cell stands across all columns.
 */
export function formatTable(
  rows: readonly (readonly string[])[],
  width = Infinity,
  { whole = [] }: { whole?: readonly number[] } = {},
): string[] {
  const cells = rows.map((row) => row.map(oneLine))
  const columns = fit(columnsOf(cells, whole), width)
  return cells.map((row) => {
    const [only = '', ...others] = row
    return cutText(others.length === 0 ? only : formatRow(row, columns), width)
  })
}

function columnsOf(cells: readonly string[][], whole: readonly number[]): Column[] {
  const rows = cells.filter((row) => row.length > 1)
  const count = rows.reduce((most, row) => Math.max(most, row.length), 0)
  return Array.from({ length: count }, (_, index) => {
    const column = rows.map((row) => row[index] ?? '')
    // The first may be a heading, unless it is all there is.
    const below = column.slice(rows.length > 1 ? 1 : 0).filter((cell) => cell !== '')
    const allAre = (form: RegExp) => below.length > 0 && below.every((cell) => form.test(cell))
    return {
      width: column.reduce((widest, cell) => Math.max(widest, displayWidth(cell)), 0),
      isNumber: allAre(NUMBER),
      isWhole: whole.includes(index) || allAre(WHOLE),
    }
  })
}

/** The same columns, those of words no wider than makes a line of `width`. */
function fit(columns: readonly Column[], width: number): Column[] {
  const gaps = Math.max(columns.length - 1, 0) * GAP.length
  const whole = columns.filter(({ isWhole }) => isWhole)
  const words = columns.filter(({ isWhole }) => !isWhole).map((column) => column.width)
  const most = widestOf(words, width - gaps - sum(whole.map((column) => column.width)))
  return columns.map((column) =>
    column.isWhole ? column : { ...column, width: Math.min(column.width, most) },
  )
}

/** How wide the widest may be, so that all of them together take up no more than `room`. */
function widestOf(widths: readonly number[], room: number): number {
  let left = room
  for (const [index, width] of widths.toSorted((one, other) => one - other).entries()) {
    const share = Math.floor(left / (widths.length - index))
    if (width > share) return Math.max(share, LEAST_WIDTH)
    left -= width
  }
  return Infinity
}

function formatRow(row: readonly string[], columns: readonly Column[]): string {
  const padded = row.map((cell, index) => {
    const { width = 0, isNumber = false } = columns[index] ?? {}
    const shown = cutText(cell, width)
    const blanks = ' '.repeat(Math.max(width - displayWidth(shown), 0))
    return isNumber ? blanks + shown : shown + blanks
  })
  return padded.join(GAP).trimEnd()
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((one, other) => one + other, 0)
}
