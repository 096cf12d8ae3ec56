const LONGEST_SECONDS = 300

/** Milliseconds to wait after the `attempts`-th try that Twilio did not take: 2, 4, 8 s, ... 5 min. */
export function retryDelayMs(attempts: number): number {
  return Math.min(2 ** attempts, LONGEST_SECONDS) * 1000
}
