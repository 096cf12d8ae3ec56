import { expect, test } from 'vitest'
import { BY_OPERATOR } from '../../src/db/audit-log.ts'
import { KIM, SAM } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

const ALEX = '+14155550199'

async function storeWithAlexWaiting() {
  const store = openStore()
  await store.users.seed([
    { phone: SAM, name: 'Sam', role: 'admin' },
    { phone: KIM, name: 'Kim', role: 'member' },
  ])
  const sam = await store.users.findByPhone(SAM)
  const alex = { phone: ALEX, name: 'Alex', role: 'member', status: 'pending' } as const
  const { id: userId } = await store.users.add(alex, BY_OPERATOR)
  const asks = (kind: 'join' | 'add', sid: string) =>
    store.requests.put({
      kind,
      userId,
      subject: 'Alex',
      sid,
      callId: '1',
      expiresAt: Date.now() + 60_000,
      since: Date.now(),
      randomInt: () => 0,
    })
  await asks('join', 'SM1')
  await asks('add', 'SM2')
  const statesOf = async () =>
    Promise.all(
      ['1000', '1001'].map(async (code) => (await store.requests.findByCode(code))?.state),
    )
  return { ...store, bySam: { userId: sam?.id ?? '', sid: 'SM3' }, alexId: userId, statesOf }
}

test('whoever is let in asks to be let in no more, and goes on asking for films', async () => {
  const { people, bySam, statesOf } = await storeWithAlexWaiting()

  await people.letIn({ phone: ALEX, greeting: undefined, by: bySam })

  expect(await statesOf()).toEqual(['approved', 'open'])
})

test('what somebody asks for who is shut out is refused', async () => {
  const { people, bySam, alexId, statesOf } = await storeWithAlexWaiting()

  await people.change({ id: alexId, set: { status: 'blocked' }, by: bySam })

  expect(await statesOf()).toEqual(['refused', 'refused'])
})

test('whoever is not as they were when it was asked is not let in, in the commit itself', async () => {
  const { people, users, bySam, alexId } = await storeWithAlexWaiting()
  const asked = await people.at(ALEX)
  await people.change({ id: alexId, set: { status: 'blocked' }, by: BY_OPERATOR })

  const entry = await people.letIn({ phone: ALEX, asked, greeting: undefined, by: bySam })

  expect(entry).toEqual({ type: 'not-allowed' })
  expect(await users.findByPhone(ALEX)).toMatchObject({ status: 'blocked' })
})
