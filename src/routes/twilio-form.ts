import { z } from 'zod'
import { WebhookBodyError } from '../errors.ts'

/**
 * Reads what a signed request carries. The message names the fields, never what stood in them.
 *
 * @throws {WebhookBodyError} when `received` does not fit `schema`.
 */
export function readFields<T>(schema: z.ZodType<T>, received: unknown): T {
  const parsed = schema.safeParse(received)
  if (parsed.success) return parsed.data
  throw new WebhookBodyError(z.prettifyError(parsed.error), { cause: parsed.error })
}
