const DAYS_BETWEEN_MS = 5 * 86_400_000

/** When the title with this id was added, ISO 8601: one every few days, the first one last. */
export function addedAt(id: number, now: number): string {
  return new Date(now - id * DAYS_BETWEEN_MS).toISOString()
}
