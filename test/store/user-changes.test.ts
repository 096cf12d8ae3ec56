import { expect, test } from 'vitest'
import { BY_OPERATOR } from '../../src/db/audit-log.ts'
import { KIM, SAM } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

async function storeWithUsers() {
  const store = openStore()
  await store.users.seed([
    { phone: SAM, name: 'Sam', role: 'admin' },
    { phone: KIM, name: 'Kim', role: 'member' },
  ])
  const idOf = async (phone: string) => (await store.users.findByPhone(phone))?.id ?? ''
  return { ...store, sam: await idOf(SAM), kim: await idOf(KIM) }
}

test('a change says what was there before, and a rerun of it changes nothing', async () => {
  const { users, kim } = await storeWithUsers()

  const first = await users.change(kim, { name: 'Kimberly', ratingCap: 'PG-13' }, BY_OPERATOR)
  const again = await users.change(kim, { name: 'Kimberly', ratingCap: 'PG-13' }, BY_OPERATOR)

  expect(first).toMatchObject({
    type: 'changed',
    before: { name: 'Kim', ratingCap: null },
    after: { name: 'Kimberly', ratingCap: 'PG-13' },
  })
  expect(again).toMatchObject({ type: 'unchanged', user: { name: 'Kimberly' } })
})

test.for([
  ['demoted', { role: 'member' }],
  ['blocked', { status: 'blocked' }],
  ['removed', { status: 'removed' }],
] as const)('the last admin cannot be %s', async ([, set]) => {
  const { people, sam, kim } = await storeWithUsers()
  const change = (id: string, to: typeof set | { role: 'admin' }) =>
    people.change({ id, set: to, by: BY_OPERATOR })

  expect(await change(sam, set)).toMatchObject({ type: 'last-admin' })

  await change(kim, { role: 'admin' })
  expect(await change(sam, set)).toMatchObject({ type: 'changed', after: set })
  expect(await change(kim, set)).toMatchObject({ type: 'last-admin' })
})

test('an admin who is blocked is no other admin', async () => {
  const { people, sam, kim } = await storeWithUsers()
  await people.change({ id: kim, set: { role: 'admin' }, by: BY_OPERATOR })
  await people.change({ id: kim, set: { status: 'blocked' }, by: BY_OPERATOR })

  expect(await people.change({ id: sam, set: { role: 'member' }, by: BY_OPERATOR })).toMatchObject({
    type: 'last-admin',
  })
})

test('settings of the last admin can be changed', async () => {
  const { users, sam } = await storeWithUsers()

  expect(await users.change(sam, { quietHours: '22:00-07:00' }, BY_OPERATOR)).toMatchObject({
    type: 'changed',
  })
})
