import { cutText, displayWidth } from '../../text-width.ts'
import { oneLine } from '../terminal.ts'

type Rows = readonly (readonly string[])[]

const GAP_WIDTH = 2
// Less of a name says nothing; then the end of the line gives way.
const NARROWEST = 12

/** Numbers in these columns stand below each other. */
export function alignRight(rows: Rows, columns: readonly number[]): string[][] {
  return rows.map((row) =>
    row.map((cell, column) =>
      columns.includes(column) ? cell.padStart(widest(rows, column)) : cell,
    ),
  )
}

/** Cuts the cells of one column so that the table fits into `width`. */
export function narrowTo(rows: Rows, column: number, width: number | undefined): Rows {
  if (width === undefined) return rows
  const others = (rows[0] ?? []).flatMap((_, other) =>
    other === column ? [] : widest(rows, other) + GAP_WIDTH,
  )
  const room = width - others.reduce((sum, other) => sum + other, 0)
  return rows.map((row) =>
    row.map((cell, index) =>
      index === column ? cutText(oneLine(cell), Math.max(room, NARROWEST)) : cell,
    ),
  )
}

function widest(rows: Rows, column: number): number {
  return rows.reduce((width, row) => Math.max(width, displayWidth(oneLine(row[column] ?? ''))), 0)
}
