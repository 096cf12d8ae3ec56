import { z } from 'zod'
import { parseTwilioAddress } from './addresses.ts'

export const MessageSidSchema = z
  .string()
  .regex(/^(SM|MM)[0-9a-f]{32}$/, 'must be SM or MM and 32 hexadecimal digits')

export const AddressSchema = z.string().transform((value, context) => {
  const address = parseTwilioAddress(value)
  if (address) return address
  context.addIssue('must be E.164, with or without whatsapp: before it')
  return z.NEVER
})

/** How many pictures a text has. */
export const MediaCountSchema = z
  .string()
  .regex(/^\d{0,3}$/, 'must be a count')
  .transform(Number)
  .default(0)

/** What the API answers in place of what it was asked for. */
export const TwilioErrorSchema = z.object({ code: z.int() })
