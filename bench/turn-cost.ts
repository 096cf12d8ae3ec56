import { z } from 'zod'
import { createMessage } from '../src/demo/simulated-twilio-message.ts'
import { inboundFields, postSigned } from '../src/demo/simulated-twilio-webhooks.ts'
import { startChild } from './child.ts'
import { median } from './latencies.ts'
import type { Outside } from './outside.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PHONES, PUBLIC_URL, USHERR } from './people.ts'
import type { Row } from './report.ts'
import { type Service, startService } from './service.ts'

const CpuSchema = z.object({ cpuMs: z.number() })

const ROUNDS = 3
const TURNS = 200
// So that windows are full and code is compiled before it counts.
const WARM_UP_TURNS = 600
const [SAM = ''] = PHONES

/**
 * The processor time of whole turns, from the webhook to the commit that the reply was sent, one
 * after the other as a household texts; beside the same two outward calls and nothing else, with
 * the words of the last turn and at the same pace. Both are measured by turns.
 */
export async function measureTurnCost(folder: string, outside: Outside): Promise<Row[]> {
  await outside.setModelMs(0)
  const service = await startService({ folder, ...outside })
  const bare = startChild(new URL('bare-calls.ts', import.meta.url))
  const rounds: Array<{ turnMs: number; bareMs: number }> = []
  try {
    const { everyMs } = await takeTurns(service, outside, WARM_UP_TURNS)
    await callBare(bare, outside, { calls: WARM_UP_TURNS, everyMs })
    for (let round = 0; round < ROUNDS; round++) {
      const { cpuMs: turnMs, everyMs } = await takeTurns(service, outside, TURNS)
      rounds.push({ turnMs, bareMs: await callBare(bare, outside, { calls: TURNS, everyMs }) })
    }
  } finally {
    await Promise.all([service.stop(), bare.stop()])
  }
  const ratio = median(rounds.map(({ turnMs, bareMs }) => turnMs / bareMs))
  return [
    {
      name: 'bare calls: one chat, one send',
      figures: { cpuMs: median(rounds.map(({ bareMs }) => bareMs)) },
    },
    {
      name: 'a whole turn',
      figures: { cpuMs: median(rounds.map(({ turnMs }) => turnMs)), ofBareCalls: ratio },
      target: 'at most 1.5 of the bare calls',
      isReached: ratio <= 1.5,
    },
  ]
}

/** Milliseconds of the service's processor time for each turn, and how often there was one. */
async function takeTurns(service: Service, outside: Outside, count: number) {
  const { sent } = await outside.state()
  const before = await service.usage()
  const startedAt = performance.now()
  for (let turn = 1; turn <= count; turn++) {
    await text(service, 'is dune part two in?')
    await outside.untilSent(sent + turn)
  }
  const everyMs = (performance.now() - startedAt) / count
  const after = await service.usage()
  return { cpuMs: (after.cpuMs - before.cpuMs) / count, everyMs }
}

async function text({ port }: Service, body: string): Promise<void> {
  const path = '/webhooks/twilio'
  const urls = { webhookUrl: `http://127.0.0.1:${port}${path}`, publicUrl: PUBLIC_URL + path }
  const message = { from: SAM, to: USHERR, body, status: 'received' } as const
  const fields = inboundFields(createMessage(ACCOUNT_SID, message, Date.now()))
  const { status } = await postSigned(AUTH_TOKEN, urls, fields, new AbortController().signal)
  if (status !== 200) throw new Error(`A text was answered with ${status}`)
}

async function callBare(
  bare: ReturnType<typeof startChild>,
  outside: Outside,
  { calls, everyMs }: { calls: number; everyMs: number },
): Promise<number> {
  const { twilioUrl, modelUrl, lastRequest, lastSent } = await outside.state()
  const job = { twilioUrl, modelUrl, calls, everyMs, chatRequest: lastRequest, body: lastSent }
  const { cpuMs } = await bare.ask(CpuSchema, job)
  return cpuMs / calls
}
