import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { startSimulatedModel } from '../src/demo/simulated-model.ts'
import { startSimulatedTwilio } from '../src/demo/simulated-twilio.ts'
import { answerParent } from './child.ts'
import { ACCOUNT_SID, AUTH_TOKEN } from './people.ts'

const QuestionSchema = z.object({
  /** How long the model takes from now on. */
  modelMs: z.number().optional(),
  /** Answer once so many texts were sent altogether. */
  untilSent: z.number().optional(),
})

const ANSWER =
  'The Matrix (1999) is a good pick for tonight, and Heat (1995) if you feel like three hours.'

/** Twilio and a model provider, in a process of their own so that their work is nobody else's. */
let modelMs = 0
const twilio = await startSimulatedTwilio({ accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN })
const model = await startSimulatedModel({
  answer: async () => {
    await setTimeout(modelMs)
    return { role: 'assistant', content: ANSWER }
  },
})

async function untilSent(count: number): Promise<void> {
  if (twilio.messages.length >= count) return
  await new Promise<void>((resolve) => {
    const stop = twilio.onMessage(() => {
      if (twilio.messages.length < count) return
      stop()
      resolve()
    })
  })
}

answerParent(QuestionSchema, async (question) => {
  modelMs = question.modelMs ?? modelMs
  if (question.untilSent !== undefined) await untilSent(question.untilSent)
  return {
    twilioUrl: twilio.url,
    modelUrl: model.baseUrl,
    sent: twilio.messages.length,
    lastRequest: model.requests.at(-1),
    lastSent: twilio.messages.at(-1)?.body,
  }
})
