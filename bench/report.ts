/** One line of the table. */
export interface Row {
  name: string
  /** Numbers by what they are, units in the names. */
  figures: Record<string, number>
  /** What it should reach, in words, and whether it did. */
  target?: string
  isReached?: boolean
}

// The sections come one after the other and have the same columns.
const WIDTHS = [48, 76]

/** The rows as text: name, figures, and how they stand to what they should be. */
export function toTable(rows: readonly Row[]): string {
  const cells = rows.map(({ name, figures, target, isReached }) => [
    name,
    Object.entries(figures)
      .map(([what, value]) => `${what} ${inWords(value)}`)
      .join('  '),
    target === undefined ? '' : `${isReached ? 'yes' : 'NO '}  ${target}`,
  ])
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(WIDTHS[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Three digits that count are enough of anything that was measured. */
export function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

function inWords(value: number): string {
  return rounded(value).toLocaleString('en')
}
