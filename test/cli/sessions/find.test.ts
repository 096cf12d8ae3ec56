import { expect, test } from 'vitest'
import { findSession, findUser } from '../../../src/cli/sessions/find.ts'
import { openStoreBeside } from '../../../src/store/beside.ts'
import { KIM, SAM, startConversations } from '../../helpers/conversations.ts'

/** A store with sessions of Sam's under these ids and names. */
async function startNamed(named: Record<string, string | undefined>) {
  const { store, userOf, path, rows } = await startConversations()
  const { id: userId } = await userOf(SAM)
  for (const [id, name] of Object.entries(named)) {
    await store.conversations.create({ id, name, userId })
  }
  const beside = openStoreBeside(path)
  return {
    rows,
    find: async (words: string) => (await findSession(beside, words)).id,
    user: async (words: string) => (await findUser(beside, words)).phone,
  }
}

test('a session is found by its id, the beginning of it, or its name however it is capitalised', async () => {
  const { find } = await startNamed({
    'living-room': 'Film night',
    kitchen: undefined,
    '01a216ca-d7a0-7000-8000-000000000001': undefined,
  })

  expect(await find('living-room')).toBe('living-room')
  expect(await find('01a2')).toBe('01a216ca-d7a0-7000-8000-000000000001')
  expect(await find(' film NIGHT ')).toBe('living-room')
  expect(await find('kitchen')).toBe('kitchen')
})

test('what names nothing is said: an id that was chosen has no beginning, and ours no short one', async () => {
  const { find } = await startNamed({ 'living-room': undefined, '01a216ca-d7a0': undefined })

  for (const words of ['attic', 'livi', 'living-', '01a', '', '%', 'living_room']) {
    await expect(find(words)).rejects.toThrow(
      `There is no session '${words}'. \`usherr sessions list\` shows what there is.`,
    )
  }
})

test('what names more than one says which, by the ids that name each', async () => {
  const { find } = await startNamed({ 'abad-1': 'Films', 'abad-2': 'films' })

  for (const words of ['abad', 'Films']) {
    await expect(find(words)).rejects.toThrow(
      `'${words}' is 2 sessions. Write the id of one: abad-1, abad-2.`,
    )
  }
})

test('a name of many sessions says of a few how each is found, as short as the list shows it', async () => {
  const of = (count: number) =>
    Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `01a216ca-d7a${index}-7000-8000-000000000001`,
        'Films',
      ]),
    )

  await expect((await startNamed(of(3))).find('films')).rejects.toThrow(
    "'films' is 3 sessions. Write the id of one: 01a216ca-d7a0, 01a216ca-d7a1, 01a216ca-d7a2.",
  )
  await expect((await startNamed(of(8))).find('films')).rejects.toThrow(
    /^'films' is more than 5 sessions\. .*: 01a216ca-d7a0, .*d7a4, and others\.$/,
  )
})

test('a session is found by its title, where it is the only one and no name is the same', async () => {
  const { find, rows } = await startNamed({ one: undefined, two: undefined, three: 'is Heat in' })
  const titled = (title: string, id: string) =>
    rows('update conversations set title = ? where id = ? returning id', title, id)

  titled('Find Dune', 'one')
  titled('Is heat in', 'two')
  expect(await find('find dune')).toBe('one')
  expect(await find('is heat in')).toBe('three')
  titled('Find dune', 'two')
  await expect(find('Find Dune')).rejects.toThrow("'Find Dune' is 2 sessions.")
})

test('a name with an accent is found, whichever way the accent was typed', async () => {
  const { find } = await startNamed({ a: 'Café'.normalize('NFC') })

  expect(await find('Café'.normalize('NFC'))).toBe('a')
  expect(await find('Café'.normalize('NFD'))).toBe('a')
})

test('an id goes before a name that looks like it, and a beginning does not', async () => {
  const { find } = await startNamed({
    kitchen: undefined,
    attic: 'kitchen',
    'beef-1': undefined,
    cellar: 'beef',
    'beef-stew': undefined,
  })

  expect(await find('kitchen')).toBe('kitchen')
  await expect(find('beef')).rejects.toThrow('Write the id of one: beef-1, cellar.')
  await expect(find('beef-')).resolves.toBe('beef-1')
})

test('a user is found by phone, as a person writes it, or by name', async () => {
  const { user, rows } = await startNamed({})

  expect(await user('+1 (415) 555-0102')).toBe(KIM)
  expect(await user('KIM')).toBe(KIM)
  expect(await user('(415) 555-0102')).toBe(KIM)
  await expect(user('555-0199')).rejects.toThrow(
    "There is no user '555-0199'. There are Sam and Kim.",
  )
  await expect(user('Zed')).rejects.toThrow("There is no user 'Zed'.")
  rows("update users set name = 'Sam' returning id")
  await expect(user('Sam')).rejects.toThrow("'Sam' is the name of more than one user.")
})
