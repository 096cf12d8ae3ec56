/** What of a show somebody wants. */
export type SeasonSelection =
  | { type: 'all' }
  /** Only what comes from now on. */
  | { type: 'new' }
  /** `andNew`: and every season that is still to be announced. */
  | { type: 'seasons'; seasons: number[]; andNew: boolean }
