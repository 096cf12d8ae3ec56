import { setTimeout } from 'node:timers/promises'
import { z } from 'zod'
import { createLLMClient } from '../src/model/llm-client.ts'
import { createTwilioClient } from '../src/sms/twilio-client.ts'
import { answerParent } from './child.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PHONES, PUBLIC_URL, USHERR } from './people.ts'

const JobSchema = z.object({
  twilioUrl: z.string(),
  modelUrl: z.string(),
  calls: z.number(),
  /** As often as the turns they are beside: who hurries finds everything warm. */
  everyMs: z.number(),
  /** What a turn asked of the model, and what it sent. */
  chatRequest: z.looseObject({
    model: z.string(),
    messages: z.custom<ChatRequest['messages']>(Array.isArray),
  }),
  body: z.string(),
})

type ChatRequest = Parameters<
  ReturnType<typeof createLLMClient>['chat']['completions']['create']
>[0]

// The two calls that a turn makes, and nothing around them.
answerParent(JobSchema, async ({ twilioUrl, modelUrl, calls, everyMs, chatRequest, body }) => {
  const llm = createLLMClient({ baseUrl: modelUrl, timeoutMs: 10_000 })
  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, apiBaseUrl: twilioUrl }
  const twilio = createTwilioClient({ ...account, timeoutMs: 10_000, now: Date.now })
  const { messages } = await twilio.load()
  const message = {
    from: USHERR,
    to: PHONES[0] ?? '',
    body,
    statusCallback: `${PUBLIC_URL}/webhooks/twilio/status?outbox=${crypto.randomUUID()}`,
    validityPeriod: 3600,
  }

  const before = process.cpuUsage()
  const startedAt = performance.now()
  for (let call = 0; call < calls; call++) {
    await setTimeout(Math.max(0, startedAt + call * everyMs - performance.now()))
    await llm.chat.completions.create({ ...chatRequest, stream: false })
    await messages.create(message)
  }
  const { user, system } = process.cpuUsage(before)
  return { cpuMs: (user + system) / 1000, systemMs: system / 1000 }
})
