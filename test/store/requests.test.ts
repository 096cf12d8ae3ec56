import { expect, test } from 'vitest'
import type { Settling } from '../../src/db/decisions.ts'
import { KIM, SAM } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

const DANA = '+14155550103'
const WEEK = 7 * 24 * 60 * 60_000

async function storeWithRequests() {
  const clock = { now: 1_000 }
  const { requests, users } = openStore({ now: () => clock.now })
  await users.seed([
    { phone: SAM, name: 'Sam', role: 'admin' },
    { phone: DANA, name: 'Dana', role: 'admin' },
    { phone: KIM, name: 'Kim', role: 'member' },
  ])
  const idOf = async (phone: string) => (await users.findByPhone(phone))?.id ?? ''
  const [sam, dana, kim] = [await idOf(SAM), await idOf(DANA), await idOf(KIM)]
  async function put(sid: string, code = 4127, externalId?: number) {
    const put = await requests.put({
      userId: kim,
      kind: 'add',
      subject: 'Dune (2021)',
      service: 'radarr',
      externalId,
      sid,
      callId: 'call',
      expiresAt: clock.now + WEEK,
      since: clock.now,
      randomInt: () => code - 1000,
    })
    if (put.type === 'nobody') throw new Error('There is no admin')
    return put
  }
  const settle = (id: string, settling: Pick<Settling, 'state' | 'by' | 'reason'>) =>
    requests.settle({ id, ...settling })
  return { ...requests, put, settle, clock, sam, dana, kim }
}

test('the same call puts one request, and no two have the same code', async () => {
  const { put, open } = await storeWithRequests()

  const first = await put('one')
  const again = await put('one', 5000)
  const second = await put('two')
  const last = await put('three', 9999)
  const around = await put('four', 9999)

  expect(again).toEqual(first)
  expect([first, second, last, around].map(({ request }) => request.code)).toEqual([
    '4127',
    '4128',
    '9999',
    '1000',
  ])
  expect(await open()).toHaveLength(4)
})

test('what somebody has asked for and waits for is not put twice', async () => {
  const { put, open } = await storeWithRequests()
  const first = await put('one', 4127, 438_631)

  const again = await put('two', 4128, 438_631)
  const other = await put('three', 4128, 949)

  expect(again).toEqual({ type: 'already-put', request: first.request })
  expect(other.type).toBe('put')
  expect(await open()).toHaveLength(2)
})

test('of two admins at once the first decides, and a rerun finds its own decision', async () => {
  const { put, settle, sam, dana } = await storeWithRequests()
  const { id } = (await put('one')).request
  const no = { state: 'refused', reason: 'we have it', by: { userId: sam, sid: 'no' } } as const

  const decisions = await Promise.all([
    settle(id, no),
    settle(id, { state: 'approved', by: { userId: dana, sid: 'yes' } }),
  ])
  const rerun = await settle(id, no)

  const first = { state: 'refused', reason: 'we have it', decidedBySid: 'no' }
  expect([...decisions, rerun]).toMatchObject([first, first, first])
})

test('who is no admin in that very commit decides nothing', async () => {
  const { put, settle, kim } = await storeWithRequests()
  const { id } = (await put('one')).request

  expect(await settle(id, { state: 'approved', by: { userId: kim, sid: 'yes' } })).toMatchObject({
    state: 'open',
    decidedBy: null,
  })
})

test('what was carried out is not given back, nor what another text approved since', async () => {
  const { put, settle, conclude, giveBack, findByCode, sam, dana } = await storeWithRequests()
  const { id } = (await put('one')).request
  await settle(id, { state: 'approved', by: { userId: sam, sid: 'first' } })
  await giveBack(id, 'first')
  await settle(id, { state: 'approved', by: { userId: dana, sid: 'second' } })

  await giveBack(id, 'first')
  await conclude({ id, sid: 'first', isDone: true })
  expect(await findByCode('4127')).toMatchObject({ decidedBySid: 'second', doneAt: null })

  await conclude({ id, sid: 'second', isDone: true })
  await giveBack(id, 'second')
  expect(await findByCode('4127')).toMatchObject({ state: 'approved', doneAt: 1_000 })
})

test('what nobody decided in a week is overdue', async () => {
  const { put, overdue, clock } = await storeWithRequests()
  const { request } = await put('one')
  clock.now += WEEK
  expect(await overdue()).toEqual([])

  clock.now += 1

  expect(await overdue()).toEqual([request])
})
