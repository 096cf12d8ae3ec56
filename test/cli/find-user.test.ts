import { expect, onTestFinished, test } from 'vitest'
import { findUser } from '../../src/cli/find-user.ts'
import { openStoreBeside } from '../../src/store/beside.ts'
import { KIM, SAM, startConversations } from '../helpers/conversations.ts'

test('a user is found by phone, as a person writes it, or by name', async () => {
  const { path, userOf, rows } = await startConversations()
  await userOf(SAM)
  await userOf(KIM)
  const beside = openStoreBeside(path)
  onTestFinished(() => beside.close())
  const user = async (words: string) => (await findUser(beside, words)).phone

  expect(await user('+1 (415) 555-0102')).toBe(KIM)
  expect(await user('KIM')).toBe(KIM)
  expect(await user('(415) 555-0102')).toBe(KIM)
  await expect(user('555-0199')).rejects.toThrow(
    "There is no user '555-0199'. There are Sam and Kim.",
  )
  await expect(user('Zed')).rejects.toThrow("There is no user 'Zed'.")
  rows("update users set name = 'Sam' returning id")
  await expect(user('Sam')).rejects.toThrow(
    "'Sam' is the name of more than one user. Write the phone instead; `usherr users list` shows them.",
  )
})

test('where there are too many to name, it says where they are listed', async () => {
  const { path, store } = await startConversations()
  const phones = ['0111', '0112', '0113', '0114'].map((end) => `+1415555${end}`)
  await store.users.seed(phones.map((phone) => ({ phone, role: 'member' })))
  const beside = openStoreBeside(path)
  onTestFinished(() => beside.close())

  await expect(findUser(beside, 'nobody')).rejects.toThrow(
    "There is no user 'nobody'. Write their phone as +14155550123; `usherr users list` shows them.",
  )
})
