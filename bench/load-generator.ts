import { z } from 'zod'
import { answerParent } from './child.ts'
import { openConnections } from './connections.ts'
import { summarise } from './latencies.ts'
import { runClosedLoop, runOpenLoop } from './load-loops.ts'
import { signedTexts } from './signed-texts.ts'

const JobSchema = z.object({
  port: z.number(),
  phones: z.array(z.string()),
  /** The most that are sent. */
  texts: z.number(),
  connections: z.number(),
  /** Closed when left out. */
  perSecond: z.number().optional(),
  durationMs: z.number().optional(),
})

export type LoadJob = z.input<typeof JobSchema>

// All texts are signed before the first is sent, because signing costs more than sending.
answerParent(JobSchema, async ({ port, phones, texts, connections, perSecond, durationMs }) => {
  const requests = signedTexts(texts, phones)
  const { send, close } = await openConnections(port, connections)
  const outcome =
    perSecond === undefined
      ? await runClosedLoop(send, requests, { connections, durationMs: durationMs ?? Infinity })
      : await runOpenLoop(send, requests, { perSecond })
  close()
  const { elapsedMs, latenciesMs, refused } = outcome
  return { ...summarise(latenciesMs), elapsedMs, refused }
})
