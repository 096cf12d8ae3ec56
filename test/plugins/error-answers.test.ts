import Fastify from 'fastify'
import { expect, onTestFinished, test } from 'vitest'
import { StoreUnavailableError, WebhookBodyError, WebhookSignatureError } from '../../src/errors.ts'
import { errorAnswers } from '../../src/plugins/error-answers.ts'
import { requestLimits } from '../../src/plugins/request-limits.ts'

async function setUp(error: Error) {
  const app = Fastify()
  onTestFinished(() => app.close())
  await app.register(requestLimits)
  await app.register(errorAnswers)
  app.get('/', { config: { isUnlimited: true } }, async () => {
    throw error
  })
  return async (remoteAddress: string) => {
    const { statusCode, body } = await app.inject({ url: '/', remoteAddress })
    return { statusCode, body }
  }
}

test('what one household over IPv6 is refused counts together, whichever address it takes', async () => {
  const ask = await setUp(new WebhookSignatureError('not signed', []))

  for (let asked = 0; asked < 60; asked++) await ask(`2001:db8:1:2::${asked}`)

  expect(await ask('2001:db8:1:2:ffff::1')).toEqual({
    statusCode: 429,
    body: '{"code":"TOO_MANY_REQUESTS","message":"too many refused requests from this address"}',
  })
  expect(await ask('2001:db8:1:3::1')).toMatchObject({ statusCode: 403 })
})

test.for([
  [new WebhookBodyError('a field is missing'), 400],
  [new StoreUnavailableError('the disk is full'), 503],
  [new TypeError('a bug'), 500],
] as const)('what a signed text is refused for is told every time: %s', async ([error, status]) => {
  const ask = await setUp(error)

  for (let asked = 0; asked < 100; asked++) await ask('192.0.2.1')

  expect(await ask('192.0.2.1')).toMatchObject({ statusCode: status })
})
