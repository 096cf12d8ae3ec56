const LONGEST_MS = 300_000

/**
 * Milliseconds to wait after the `attempts`-th try that Twilio did not take: 2, 4, 8 s, ... 5 min,
 * or what it asked for, within a second and five minutes.
 */
export function retryDelayMs(attempts: number, askedForMs?: number): number {
  const wanted = askedForMs ?? 1000 * 2 ** attempts
  return Math.min(Math.max(wanted, 1000), LONGEST_MS)
}
