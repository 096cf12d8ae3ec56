import { expect, test } from 'vitest'
import { startCommand } from '../../helpers/command-process.ts'
import { FINDING, KIM, SAM, startConversations } from '../../helpers/conversations.ts'
import { sessionsOf } from './sessions-of.ts'

const HOUR_MS = 3_600_000
const LONG = 'what do you have of Nolan that nobody has watched yet'

/** Sam's of two hours ago, which cost something, and Kim's paused one of now. */
async function startTwo() {
  const conversations = await startConversations()
  const { say, store, advance } = conversations
  const sams = await say(SAM, { user: LONG, reply: 'Two.', steps: FINDING, tokens: 2229 })
  advance(2 * HOUR_MS)
  const kims = await say(KIM, { user: 'hi', reply: 'Hi Kim.' })
  await store.conversations.pause(kims)
  return { ...conversations, sams, kims, sessions: sessionsOf(conversations) }
}

test('sessions are listed by what was carried on last, each with a name, its cost and its age', async () => {
  const { sessions, sams, kims, store } = await startTwo()
  await store.conversations.rename(kims, { name: "Kim's" })

  const { code, stdout, stderr } = await sessions()

  expect(stdout).toBe(
    `${[
      'ID                                    Name                                                   User  Messages  Tokens  Updated',
      `${kims}  Kim's                                                  Kim          2       0  just now, current, paused`,
      `${sams}  ${LONG}  Sam          4   2,340  2 hours ago, current`,
    ].join('\n')}\n`,
  )
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('the table fits a terminal of 80 columns, and its ids name the sessions', async () => {
  const { sessions, sams, kims } = await startTwo()

  const { stdout } = await sessions(['list'], { typed: '', columns: 80 })

  const [head, , second = ''] = stdout.split('\n')
  expect(head).toBe('ID             Name            User  Messages  Tokens  Updated')
  expect(second).toBe(
    `${sams.slice(0, 13)}  what do you h…  Sam          4   2,340  2 hours ago, current`,
  )
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  const shown = await sessions(['show', kims.slice(0, 13), '--json'])
  expect(JSON.parse(shown.stdout)).toMatchObject({ id: kims })
})

test('an id that somebody chose stays whole too, and the name gives way', async () => {
  const { sessions, sams } = await startTwo()
  await sessions(['create', 'living-room-of-the-house', '--as', KIM, '--name', LONG])

  const { stdout } = await sessions(['list'], { typed: '', columns: 80 })

  expect(stdout).toContain('\nliving-room-of-the-house  what do')
  expect(stdout).toContain(`\n${sams.slice(0, 13)} `)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('sessions are listed by status, user and tag, and a user by phone or name', async () => {
  const { sessions, sams, kims } = await startTwo()
  await sessions(['tag', sams, 'films'])
  const idsOf = async (...args: string[]) => {
    const { stdout } = await sessions(['list', '--json', ...args])
    return JSON.parse(stdout).map(({ id }: { id: string }) => id)
  }

  expect(await idsOf()).toEqual([kims, sams])
  expect(await idsOf('--status', 'paused')).toEqual([kims])
  expect(await idsOf('--user', 'sam')).toEqual([sams])
  expect(await idsOf('--user', KIM)).toEqual([kims])
  expect(await idsOf('--tag', 'films')).toEqual([sams])
  expect(await idsOf('--tag', 'films', '--status', 'archived')).toEqual([])
  const none = await sessions(['list', '--status', 'archived'])
  expect(none.stdout).toBe('There is no such session.\n')
})

test('the session that the next text goes on in is marked, of two at one moment too', async () => {
  const { sessions, store, sams, advance, rows, say } = await startTwo()
  const current = async () =>
    JSON.parse((await sessions(['list', '--user', 'sam', '--json'])).stdout)
      .filter(({ isCurrent }: { isCurrent: boolean }) => isCurrent)
      .map(({ id }: { id: string }) => id)

  expect(await current()).toEqual([sams])
  await sessions(['create', 'room', '--as', 'sam'])
  expect(await current()).toEqual(['room'])
  rows(
    'update conversations set updated_at = ? returning id',
    rows('select max(updated_at) as at from conversations').map((row) => Object(row).at)[0],
  )
  expect(await current()).toEqual(['room'])
  expect(await say(SAM, { user: 'hi', reply: 'Hi.' })).toBe('room')
  await store.conversations.archive('room')
  advance(25 * HOUR_MS)
  expect(await current()).toEqual([])
})

test('a page says which it is, how many there are and how to see the next', async () => {
  const { sessions, sams } = await startTwo()

  const first = await sessions(['list', '--limit', '1'])
  const second = await sessions(['list', '--limit', '1', '--page', '2'])
  const third = await sessions(['list', '--limit', '1', '--page', '3'])

  expect(first.stdout).toMatch(/\n\nPage 1 of 2, 2 sessions\. --page 2 shows the next\.\n$/)
  expect(second.stdout).toContain(sams)
  expect(second.stdout).toMatch(/\n\nPage 2 of 2, 2 sessions\.\n$/)
  expect(third.stdout).toBe('There is no page 3: 2 sessions fill 2 pages.\n')
})

test('scripts read the fields of the code, with times in ISO', async () => {
  const { sessions, kims } = await startTwo()

  const { stdout } = await sessions(['list', '--json', '--limit', '1'])

  expect(JSON.parse(stdout)).toEqual([
    {
      id: kims,
      name: null,
      title: 'hi',
      status: 'paused',
      model: 'small',
      userName: 'Kim',
      phone: KIM,
      messageCount: 2,
      roundCount: 1,
      totalTokens: 0,
      createdAt: '2026-11-20T14:00:00.000Z',
      updatedAt: '2026-11-20T14:00:00.000Z',
      isCurrent: true,
    },
  ])
})

test('a title that somebody texted does not draw on the terminal', async () => {
  const conversations = await startConversations()
  await conversations.say(SAM, { user: 'hi \u001b[31mred\u001b[0m', reply: 'Hi.' })

  const { stdout } = await sessionsOf(conversations)(['list'], { typed: '', columns: 80 })

  expect(stdout).toContain('hi  [31mred [0m')
  expect(stdout).not.toContain('\u001b')
})

test('what is no command of sessions is not understood', async () => {
  const { code, stderr } = await sessionsOf(await startConversations())(['lits'])

  expect(code).toBe(2)
  expect(stderr).toContain('error: ')
})

test.for([
  [['--status', 'gone'], 'Allowed choices are active, paused, archived.'],
  [['--limit', '0'], 'It is a whole number from 1 on.'],
  [['--page', 'two'], 'It is a whole number from 1 on.'],
] as const)('`sessions list %s` is not understood', async ([args, says]) => {
  const { code, stdout, stderr } = await sessionsOf(await startConversations())(['list', ...args])

  expect(stderr).toContain(says)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('the process says on standard error where there is no such user, and no database', async () => {
  const { path } = await startConversations()
  const nobody = await startCommand(['sessions', 'list', '--user', 'Zed'], {
    DATABASE_PATH: path,
  }).closed
  const nothing = await startCommand(['sessions'], { DATABASE_PATH: `${path}.not` }).closed

  expect(nobody).toMatchObject({
    code: 1,
    stdout: '',
    stderr: "There is no user 'Zed'. There are Sam and Kim.\n",
  })
  expect(nothing).toMatchObject({ code: 1, stdout: '' })
  expect(nothing.stderr).toContain('There is no database at')
})
