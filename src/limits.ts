/** What a member may take, and everyone together; each is `Infinity` where there is no limit. */
export interface Limits {
  textsPerMinute: number
  /** On a day of the household's time zone. */
  textsPerDay: number
  tokensPerDay: number
  /** In any seven days. */
  requestsPerWeek: number
  requestBytesPerWeek: number
  /** What a month may cost everyone together, in the currency of the prices. */
  monthlyBudget: number
  segmentPrice: number
}

/** Those by which a text may have no turn, as the audit log and the metrics call them. */
export type TextLimit = 'texts_per_minute' | 'texts_per_day' | 'tokens_per_day' | 'monthly_budget'
export type LimitName = TextLimit | 'requests_per_week' | 'request_bytes_per_week'

/** A limit that somebody has come to, and how far. */
export interface OverLimit<Name extends LimitName = LimitName> {
  limit: Name
  value: number
  max: number
}
