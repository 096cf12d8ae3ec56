import { z } from 'zod'

/** A year as it comes in; 0 for what is none. */
export const YearSchema = z
  .int()
  .min(1870)
  .max(2200)
  .nullish()
  .catch(undefined)
  .transform((year) => year ?? 0)
