import { z } from 'zod'
import { startChild } from './child.ts'

export type Outside = Awaited<ReturnType<typeof startOutside>>

const StateSchema = z.object({
  twilioUrl: z.string(),
  modelUrl: z.string(),
  sent: z.number(),
  lastRequest: z.unknown().optional(),
  lastSent: z.string().optional(),
})

/** The simulated Twilio and model provider, as the bench sees them. */
export async function startOutside() {
  const child = startChild(new URL('simulated-outside.ts', import.meta.url))
  const { twilioUrl, modelUrl } = await child.ask(StateSchema)
  return {
    twilioUrl,
    modelUrl,
    /** What was asked and sent so far. */
    state: () => child.ask(StateSchema),
    setModelMs: (modelMs: number) => child.ask(StateSchema, { modelMs }),
    untilSent: (count: number) => child.ask(StateSchema, { untilSent: count }),
    stop: () => child.stop(),
  }
}
