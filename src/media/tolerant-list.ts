import type { Logger } from 'pino'
import { z } from 'zod'

export type MediaLog = Pick<Logger, 'warn'>

/**
 * A list that leaves out a row it cannot read and says so in the log: fields go missing between
 * versions, and one odd film must not hide the rest. A list in which nothing can be read fails,
 * because "nothing is here" would be untrue.
 */
export function tolerantList<T>(
  row: z.ZodType<T>,
  { what, log }: { what: string; log: MediaLog | undefined },
): z.ZodType<T[]> {
  return z.array(z.unknown()).transform((rows, context) => {
    const readable = rows.flatMap((candidate, index) => {
      const parsed = row.safeParse(candidate)
      if (parsed.success) return [parsed.data]
      log?.warn({ index, problem: z.prettifyError(parsed.error) }, `left out an odd ${what}`)
      return []
    })
    if (readable.length === 0 && rows.length > 0) {
      context.addIssue(`none of ${rows.length} rows is a ${what}`)
    }
    return readable
  })
}
