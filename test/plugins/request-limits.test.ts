import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { errorAnswers } from '../../src/plugins/error-answers.ts'
import { requestLimits } from '../../src/plugins/request-limits.ts'

async function setUp() {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(requestLimits)
  await app.register(errorAnswers)
  app.get('/here', async () => 'here')
  const ask = async (remoteAddress: string, url = '/here') =>
    (await app.inject({ url, remoteAddress })).statusCode
  const askOften = async (remoteAddress: string, url?: string) => {
    for (let asked = 0; asked < 600; asked++) await ask(remoteAddress, url)
  }
  return { ask, askOften }
}

test.for([
  ['of one household over IPv6', '2001:db8:1:2::1', '2001:db8:1:2:ffff::9', 429],
  ['of two households over IPv6', '2001:db8:1:2::1', '2001:db8:1:3::1', 200],
  ['written in two ways', '192.0.2.1', '::ffff:192.0.2.1', 429],
  ['next to each other', '192.0.2.1', '192.0.2.2', 200],
] as const)('two addresses %s', async ([, first, second, status]) => {
  const { ask, askOften } = await setUp()

  await askOften(first)

  expect(await ask(first)).toBe(429)
  expect(await ask(second)).toBe(status)
})

test('however many addresses ask, no more than 5,000 are remembered', async () => {
  const { ask, askOften } = await setUp()
  await askOften('192.0.2.1')
  expect(await ask('192.0.2.1')).toBe(429)

  for (let asked = 0; asked < 5_000; asked++) await ask(`10.0.${asked >> 8}.${asked & 255}`)

  expect(await ask('192.0.2.1')).toBe(200)
})
