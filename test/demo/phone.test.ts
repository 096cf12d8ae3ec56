import { setTimeout } from 'node:timers/promises'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { KIM, SAM, STRANGER } from '../../src/demo/people.ts'
import { createPhone, type PhoneOptions } from '../../src/demo/phone.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' }
const USHERR = '+14155550100'

/** A phone, and a service at the other end that does what it is told with each text. */
async function setUp({ status = 200, patienceMs = 10_000 } = {}) {
  const twilio = await startSimulatedTwilio(ACCOUNT)
  const events: string[] = []
  const service = Fastify()
  await service.register(formbody)
  service.post<{ Body: { Body: string } }>('/webhooks/twilio', async ({ body }, reply) => {
    events.push(`${body.Body} arrives`)
    await setTimeout(5)
    events.push(`${body.Body} is answered`)
    return reply.code(status).send()
  })
  const url = await service.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(async () => {
    await Promise.all([twilio.close(), service.close()])
  })

  const webhook = {
    webhookUrl: `${url}/webhooks/twilio`,
    publicUrl: 'https://usherr.example/webhooks/twilio',
  }
  let isReachable = true
  const line: PhoneOptions['twilio'] = {
    onMessage: (listener) => twilio.onMessage(listener),
    deliver: async (delivery) => {
      if (!isReachable) throw new Error('fetch failed')
      return twilio.deliver(delivery)
    },
  }
  return {
    phone: createPhone({ twilio: line, webhook, to: USHERR, patienceMs }),
    events,
    setReachable: (value: boolean) => (isReachable = value),
    send: (to: string) =>
      fetch(`${twilio.url}/2010-04-01/Accounts/${ACCOUNT.accountSid}/Messages.json`, {
        method: 'POST',
        headers: { authorization: `Basic ${btoa(Object.values(ACCOUNT).join(':'))}` },
        body: new URLSearchParams({ To: to, From: USHERR, Body: 'Any time.' }),
      }),
  }
}

/** Which of the promises have been settled by now, by their names. */
function watch(promises: Record<string, Promise<unknown>>): string[] {
  const settled: string[] = []
  for (const [name, promise] of Object.entries(promises)) {
    void promise.then(() => settled.push(name))
  }
  return settled
}

test('a text waits for the next reply to its phone', async () => {
  const { phone, send } = await setUp()
  const first = phone.text(SAM, 'hi')
  const second = phone.text(SAM, 'thanks')
  const other = phone.text(KIM, 'hi')
  const settled = watch({ first, second, other })

  await send(SAM.phone)
  await first
  expect(settled).toEqual(['first'])

  await send(KIM.phone)
  await other
  expect(settled).toEqual(['first', 'other'])

  await send(SAM.phone)
  await expect(second).resolves.toBeUndefined()
})

test('a text leaves when the one before it has been taken', async () => {
  const { phone, events } = await setUp({ patienceMs: 1_000 })

  await Promise.all(['STOP', 'one', 'two'].map((body) => phone.text(SAM, body)))

  expect(events).toEqual(
    ['STOP', 'one', 'two'].flatMap((body) => [`${body} arrives`, `${body} is answered`]),
  )
})

test('a text that the network acts on waits for no reply', async () => {
  const { phone } = await setUp()

  await expect(phone.text(SAM, 'STOP')).resolves.toMatch(/texts have ended/)
})

test('a text that gets no reply in time says so', async () => {
  const { phone } = await setUp({ patienceMs: 1 })

  await expect(phone.text(SAM, 'hi')).resolves.toBe('no reply')
})

test('a stranger may still get a reply once they are let in', async () => {
  const { phone } = await setUp({ patienceMs: 1 })

  await expect(phone.text(STRANGER, 'hi')).resolves.toBe('no reply so far')
})

test.for(['hi', 'STOP'])('%s is not delivered where the service refuses it', async (body) => {
  const { phone } = await setUp({ status: 503 })

  await expect(phone.text(SAM, body)).resolves.toBe('not delivered')
})

test('a text is not delivered where there is no service, and the next one may be', async () => {
  const { phone, setReachable } = await setUp()

  setReachable(false)
  await expect(phone.text(SAM, 'STOP')).resolves.toBe('not delivered')

  setReachable(true)
  await expect(phone.text(SAM, 'STOP')).resolves.toMatch(/texts have ended/)
})
