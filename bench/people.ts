export const ACCOUNT_SID = `AC${'0'.repeat(32)}`
export const AUTH_TOKEN = 'a-token-for-the-bench'
export const PUBLIC_URL = 'https://usherr.example'
export const USHERR = '+14155550100'

/** Twenty of the household. Each has a lane, so that twenty turns run at a time. */
export const PHONES: readonly string[] = Array.from(
  { length: 20 },
  (_, index) => `+141555502${String(index).padStart(2, '0')}`,
)
