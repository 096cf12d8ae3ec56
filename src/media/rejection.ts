import { z } from 'zod'

const ValidationFailures = z.array(z.object({ errorMessage: z.string() })).min(1)
const ErrorModel = z.object({ message: z.string() })

export interface Rejection {
  /** The service's own words, for the log. */
  reason: string
  isDuplicate: boolean
}

/**
 * What a 4xx means. A title that is already there is a 400 with a failed validation; two adds at
 * once can end in a 409 from the database instead.
 */
export function readRejection(status: number, body: unknown): Rejection {
  const reason = readReason(body) ?? `status ${status}`
  return { reason, isDuplicate: status === 409 || /already been added/i.test(reason) }
}

function readReason(body: unknown): string | undefined {
  const failures = ValidationFailures.safeParse(body)
  if (failures.success) return failures.data.map((failure) => failure.errorMessage).join('; ')
  return ErrorModel.safeParse(body).data?.message
}
