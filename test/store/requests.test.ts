import { expect, test } from 'vitest'
import { KIM, SAM } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

const WEEK = 7 * 24 * 60 * 60_000

async function storeWithRequests() {
  const clock = { now: 1_000 }
  const { requests, users } = openStore({ now: () => clock.now })
  await users.seed([
    { phone: SAM, name: 'Sam', role: 'admin' },
    { phone: KIM, name: 'Kim', role: 'member' },
  ])
  const idOf = async (phone: string) => (await users.findByPhone(phone))?.id ?? ''
  const [sam, kim] = [await idOf(SAM), await idOf(KIM)]
  const put = (sid: string, code = 4127) =>
    requests.put({
      userId: kim,
      kind: 'add',
      subject: 'Dune (2021)',
      sid,
      callId: 'call',
      expiresAt: clock.now + WEEK,
      randomInt: () => code - 1000,
    })
  return { ...requests, put, clock, sam, kim }
}

test('the same call puts one request, and no two open ones share a code', async () => {
  const { put, open } = await storeWithRequests()

  const first = await put('one')
  const again = await put('one', 5000)
  const second = await put('two')
  const last = await put('three', 9999)
  const around = await put('four', 9999)

  expect(again).toEqual(first)
  expect([first, second, last, around].map(({ code }) => code)).toEqual([
    '4127',
    '4128',
    '9999',
    '1000',
  ])
  expect(await open()).toHaveLength(4)
})

test('of two admins at once the first decides, and a rerun finds its own decision', async () => {
  const { put, decide, sam, kim } = await storeWithRequests()
  const { id } = await put('one')

  const decisions = await Promise.all([
    decide({ id, state: 'refused', reason: 'we have it', by: { userId: sam, sid: 'no' } }),
    decide({ id, state: 'approved', by: { userId: kim, sid: 'yes' } }),
  ])
  const rerun = await decide({ id, state: 'refused', by: { userId: sam, sid: 'no' } })

  const first = { state: 'refused', reason: 'we have it', decidedBySid: 'no' }
  expect([...decisions, rerun]).toMatchObject([first, first, first])
})

test('nobody decides what has lapsed, and it lapses once', async () => {
  const { put, decide, lapse, clock, sam } = await storeWithRequests()
  const { id } = await put('one')
  clock.now += WEEK + 1

  const late = await decide({ id, state: 'approved', by: { userId: sam, sid: 'yes' } })

  expect(late).toMatchObject({ state: 'open', decidedBySid: null })
  expect(await lapse()).toMatchObject([{ id, state: 'lapsed' }])
  expect(await lapse()).toEqual([])
})
