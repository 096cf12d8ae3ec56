import { z } from 'zod'
import { startChild } from './child.ts'
import type { LoadJob } from './load-generator.ts'
import { PHONES } from './people.ts'

export type Load = ReturnType<typeof startLoad>

export interface LoadFigures extends Record<string, number> {
  perSecond: number
  p50Ms: number
  p99Ms: number
  /** Processor time of whoever answered, in microseconds for each text. */
  cpuMicros: number
}

const OutcomeSchema = z.object({
  count: z.number(),
  p50Ms: z.number(),
  p99Ms: z.number(),
  elapsedMs: z.number(),
  refused: z.record(z.string(), z.number()),
})

/** Whoever answers, and what it has used so far. */
export interface Target {
  port: number
  usage: () => Promise<{ cpuMs: number }>
}

/** Sends texts from a process of its own. Anything but a 200 makes the bench fail. */
export function startLoad() {
  const child = startChild(new URL('load-generator.ts', import.meta.url))
  return {
    send: async (
      { port, usage }: Target,
      job: Omit<LoadJob, 'phones' | 'port'>,
    ): Promise<LoadFigures> => {
      const before = await usage()
      const outcome = await child.ask(OutcomeSchema, { ...job, port, phones: PHONES })
      const after = await usage()
      const { count, elapsedMs, p50Ms, p99Ms, refused } = outcome
      if (Object.keys(refused).length > 0) {
        throw new Error(`Texts were refused, by status: ${JSON.stringify(refused)}`)
      }
      return {
        perSecond: (count / elapsedMs) * 1000,
        p50Ms,
        p99Ms,
        cpuMicros: ((after.cpuMs - before.cpuMs) / count) * 1000,
      }
    },
    stop: () => child.stop(),
  }
}
