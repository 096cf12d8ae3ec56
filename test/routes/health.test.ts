import { expect, test } from 'vitest'
import { startHousehold } from '../helpers/household.ts'

test('health tells the version and for how long it has been up', async () => {
  const { get } = await startHousehold()

  expect(await get('/health')).toEqual({
    status: 200,
    body: { version: '0.0.0', uptimeSeconds: expect.any(Number) },
  })
})

test('a service that takes texts is ready', async () => {
  const { get } = await startHousehold()

  expect(await get('/ready')).toEqual({ status: 200, body: { ready: true } })
})

test('a service that is leaving is not ready, and stores texts all the same', async () => {
  const household = await startHousehold()
  await household.drain()

  expect(await household.get('/ready')).toEqual({ status: 503, body: { ready: false } })
  expect(await household.header('/ready', 'connection')).toBe('close')
  expect(await household.deliver('+14155550101', 'is heat in?')).toMatchObject({ status: 200 })
  expect(household.sql('select state from inbox')).toEqual([{ state: 'waiting' }])
})

test('a service that cannot write is not ready, and acknowledges nothing', async () => {
  const household = await startHousehold()
  const unlock = household.lockDatabase()

  const [ready, webhook] = await Promise.all([
    household.get('/ready'),
    household.deliver('+14155550101', 'is heat in?'),
  ])
  unlock()

  expect(ready).toMatchObject({ status: 503 })
  expect(webhook).toMatchObject({ status: 503 })
})
