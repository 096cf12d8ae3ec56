/** How many wrong codes a person may have had of late, and the digits of their next code then. */
const LENGTHS = [
  { wrongCodes: 0, digits: 4 },
  { wrongCodes: 5, digits: 6 },
  { wrongCodes: 50, digits: 8 },
] as const

/** How long a wrong code makes the next ones longer. */
export const WRONG_CODES_COUNT_MS = 365 * 24 * 60 * 60_000

/** A code as part of a pattern: as many digits as any code has. */
export const CODE_PATTERN = String.raw`\d{4}(?:\d\d){0,2}`

/**
 * A code that is not `taken`, as hard to guess as the wrong ones before it ask for. It does not
 * begin with 0.
 */
export function newCode(
  wrongCodes: number,
  taken: ReadonlySet<string>,
  randomInt: (below: number) => number,
): string {
  const { digits } = LENGTHS.findLast((length) => wrongCodes >= length.wrongCodes) ?? LENGTHS[0]
  const lowest = 10 ** (digits - 1)
  const codes = 9 * lowest
  const start = randomInt(codes)
  for (let step = 0; step < codes; step++) {
    const code = String(lowest + ((start + step) % codes))
    if (!taken.has(code)) return code
  }
  return String(lowest + start)
}
