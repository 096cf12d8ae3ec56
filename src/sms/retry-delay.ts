import { LONGEST_WAIT_MS } from '../db/outbox.ts'

/**
 * Milliseconds to wait after the `attempts`-th try that Twilio did not take: any time up to 2, 4,
 * 8 s, ... 5 min, so that those who were turned away together do not come back together. What
 * Twilio asked for comes before that; five minutes are the limit of both.
 *
 * @param random A number from 0 up to, not including, 1.
 */
export function retryDelayMs(attempts: number, random: () => number, askedForMs = 0): number {
  const ceilingMs = Math.min(1000 * 2 ** attempts, LONGEST_WAIT_MS)
  return Math.min(askedForMs + Math.floor(random() * ceilingMs), LONGEST_WAIT_MS)
}
