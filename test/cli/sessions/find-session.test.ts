import { expect, test } from 'vitest'
import { findSession } from '../../../src/cli/sessions/find-session.ts'
import { openStoreBeside } from '../../../src/store/beside.ts'
import { SAM, startConversations } from '../../helpers/conversations.ts'

/** A store with sessions of Sam's under these ids and names. */
async function startNamed(named: Record<string, string | undefined>) {
  const { store, userOf, path, rows } = await startConversations()
  const { id: userId } = await userOf(SAM)
  for (const [id, name] of Object.entries(named)) {
    await store.conversations.createSession({ id, name, userId })
  }
  const beside = openStoreBeside(path)
  return {
    rows,
    find: async (words: string) => (await findSession(beside, words)).id,
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
  const { find } = await startNamed({
    'living-room': undefined,
    '01a216ca-d7a0': undefined,
    '2026-11-26': undefined,
  })

  for (const words of ['attic', 'livi', 'living-', '01a', '2026-11-2', '', '%', 'living_room']) {
    await expect(find(words)).rejects.toThrow(
      `There is no session '${words}'. \`usherr sessions list\` shows what there is.`,
    )
  }
})

test('what names more than one says which, by the ids that name each', async () => {
  const ids = ['abad1111-d7a0-7000-8000-000000000001', 'abad2222-d7a0-7000-8000-000000000002']
  const { find } = await startNamed(Object.fromEntries(ids.map((id) => [id, 'Films'])))

  for (const words of ['abad', 'films']) {
    await expect(find(words)).rejects.toThrow(
      `'${words}' is 2 sessions. Write the id of one: abad1111-d7a0, abad2222-d7a0.`,
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

test('an id goes before a name, and a name before the beginning of an id of ours', async () => {
  const { find } = await startNamed({
    kitchen: undefined,
    attic: 'kitchen',
    'beef0000-d7a0-7000-8000-000000000001': undefined,
    cellar: 'beef',
  })

  expect(await find('kitchen')).toBe('kitchen')
  expect(await find('beef')).toBe('cellar')
  expect(await find('beef0')).toBe('beef0000-d7a0-7000-8000-000000000001')
})
