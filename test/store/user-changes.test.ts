import { expect, test } from 'vitest'
import { BY_OPERATOR } from '../../src/db/user-changes.ts'
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
  const { users, sam, kim } = await storeWithUsers()

  expect(await users.change(sam, set, BY_OPERATOR)).toMatchObject({ type: 'last-admin' })

  await users.change(kim, { role: 'admin' }, BY_OPERATOR)
  expect(await users.change(sam, set, BY_OPERATOR)).toMatchObject({ type: 'changed', after: set })
  expect(await users.change(kim, set, BY_OPERATOR)).toMatchObject({ type: 'last-admin' })
})

test('an admin who is blocked is no other admin', async () => {
  const { users, sam, kim } = await storeWithUsers()
  await users.change(kim, { role: 'admin' }, BY_OPERATOR)
  await users.change(kim, { status: 'blocked' }, BY_OPERATOR)

  expect(await users.change(sam, { role: 'member' }, BY_OPERATOR)).toMatchObject({
    type: 'last-admin',
  })
})

test('settings of the last admin can be changed', async () => {
  const { users, sam } = await storeWithUsers()

  expect(await users.change(sam, { quietHours: '22:00-07:00' }, BY_OPERATOR)).toMatchObject({
    type: 'changed',
  })
})
