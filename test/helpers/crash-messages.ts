import { z } from 'zod'

/** What a test tells a service in a process of its own. Each order is answered by one report. */
export const OrderSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    settings: z.record(z.string(), z.string()),
    clockAheadMs: z.number(),
  }),
  z.object({
    type: z.literal('kill-at'),
    event: z.number(),
    /** Whether only those count that leave something behind. */
    among: z.enum(['all', 'lasting']),
  }),
  z.object({ type: z.literal('settle') }),
])

export type Order = z.infer<typeof OrderSchema>

/** What the service tells the test. An `event` is a moment at which it can be killed. */
export const ReportSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string() }),
  z.object({ type: z.literal('armed') }),
  z.object({ type: z.literal('settled') }),
  z.object({ type: z.literal('event'), name: z.string() }),
])

export type Report = z.infer<typeof ReportSchema>
