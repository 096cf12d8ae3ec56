// An id that we made begins with the millisecond it was made in: so much of it names one session.
const OURS = /^([0-9a-f]{8}-[0-9a-f]{4})-7[0-9a-f]{3}-/

/** As much of an id as has to be typed. */
export function shortIdOf(id: string): string {
  return OURS.exec(id)?.[1] ?? id
}

/** The same of several; whole, where two were made in one millisecond. */
export function shortIdsOf(ids: readonly string[]): string[] {
  const short = ids.map(shortIdOf)
  return new Set(short).size === ids.length ? short : [...ids]
}
