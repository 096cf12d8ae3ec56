import { expect, test } from 'vitest'
import { findSession } from '../../../src/cli/sessions/find-session.ts'
import { openStoreBeside } from '../../../src/store/beside.ts'
import { SAM, startConversations } from '../../helpers/conversations.ts'

/** A store with sessions of Sam's under these ids and names. */
async function startNamed(named: Record<string, string | undefined>) {
  const { store, userOf, path } = await startConversations()
  const { id: userId } = await userOf(SAM)
  for (const [id, name] of Object.entries(named)) {
    await store.conversations.createSession({ id, name, userId })
  }
  const beside = openStoreBeside(path)
  return {
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
      `'${words}' is more than one session. Write more of its id: abad-1, abad-2.`,
    )
  }
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
  await expect(find('beef')).rejects.toThrow('Write more of its id: beef-1, cellar.')
  await expect(find('beef-')).resolves.toBe('beef-1')
})
