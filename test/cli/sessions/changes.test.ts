import { expect, test } from 'vitest'
import { KIM, SAM, startConversations } from '../../helpers/conversations.ts'
import { auditOf, sessionsOf } from './sessions-of.ts'

const HOUR_MS = 3_600_000
const MADE = [{ user_id: null, action: 'session.created', target: 'room' }]
const hi = { user: 'hi', reply: 'Hi Sam.' }

/** A session of Sam's, `room`, that was carried on an hour ago. */
async function startRoom() {
  const conversations = await startConversations()
  const { store, say, userOf, advance } = conversations
  const { id: userId } = await userOf(SAM)
  await store.conversations.createSession({ id: 'room', userId })
  await say(SAM, hi)
  advance(HOUR_MS)
  return { ...conversations, userId, sessions: sessionsOf(conversations) }
}

test('each change of status says what happens to the next text, and it does', async () => {
  const { sessions, say } = await startRoom()
  const said = async (...args: string[]) => (await sessions(args)).stdout

  expect(await said('pause', 'room')).toBe(
    "'hi' is now paused. Sam's next text is kept in it and answered with one sentence, until you resume it.\n",
  )
  expect(await say(SAM, hi)).toBe('room')
  expect(await said('resume', 'room')).toBe("'hi' is now active. Sam's next text goes on in it.\n")
  expect(await say(SAM, hi)).toBe('room')
  expect(await said('archive', 'room')).toBe(
    "'hi' is now archived. Sam's next text begins a new session.\n",
  )
  expect(await say(SAM, hi)).not.toBe('room')
})

test('what is so already is said, and changes nothing', async () => {
  const { sessions, rows } = await startRoom()
  const said = async (...args: string[]) => await sessions(args)

  expect(await said('resume', 'room')).toMatchObject({
    code: 0,
    stdout: "'hi' is active already. Sam's next text goes on in it.\n",
  })
  await said('pause', 'room')
  expect((await said('pause', 'room')).stdout).toContain("'hi' is paused already.")
  await said('archive', 'room')
  expect((await said('archive', 'room')).stdout).toContain("'hi' is archived already.")
  expect(rows('select action from audit_log')).toHaveLength(3)
})

test('an archived session is not paused before it is resumed', async () => {
  const { sessions, store } = await startRoom()
  await sessions(['archive', 'room'])

  const { code, stdout, stderr } = await sessions(['pause', 'room'])

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    'It is archived, and nothing was changed. `usherr sessions resume room` brings it back.\n',
  )
  expect(await store.conversations.find('room')).toMatchObject({ status: 'archived' })
})

test('the next text is told also where another session is the one they are in', async () => {
  const { sessions, store, userId, advance, say } = await startRoom()
  await store.conversations.createSession({ id: 'other', userId, name: 'Kitchen' })

  const paused = await sessions(['pause', 'room'])
  expect(paused.stdout).toContain("Sam's next text goes on in 'Kitchen'.")
  await sessions(['pause', 'other'])
  const archived = await sessions(['archive', 'room'])
  expect(archived.stdout).toContain(
    "Sam's next text is kept in 'Kitchen', which is paused, and answered with one sentence.",
  )
  await sessions(['resume', 'other'])
  advance(24 * HOUR_MS + 1)
  const again = await sessions(['archive', 'room'])
  expect(again.stdout).toContain("Sam's next text begins a new session.")
  expect(await say(SAM, hi)).not.toBe('other')
})

test('a session whose name another has is told with its id', async () => {
  const { sessions, store, userId, advance } = await startRoom()
  await store.conversations.rename('room', { name: 'Films' })
  advance(1)
  await store.conversations.createSession({ id: 'other', userId, name: 'Films' })

  const { stdout } = await sessions(['pause', 'room'])

  expect(stdout).toBe("'Films' is now paused. Sam's next text goes on in 'Films' (other).\n")
})

test('resuming an active session that they are not in brings its user back to it', async () => {
  const { sessions, store, userId, advance, say } = await startRoom()
  await store.conversations.createSession({ id: 'other', userId })
  advance(1)

  const { stdout } = await sessions(['resume', 'room'])

  expect(stdout).toContain("Sam's next text goes on in it.")
  expect(await say(SAM, hi)).toBe('room')
})

test('a session is given a title and a name, and is found by its name', async () => {
  const { sessions } = await startRoom()
  const said = async (...args: string[]) => (await sessions(['rename', ...args])).stdout

  expect(await said('room', '--title', 'Old films')).toBe(
    "It is called 'Old films', no longer 'hi'.\n",
  )
  expect(await said('old films', '  Film   night ')).toBe(
    "It is called 'Film night', no longer 'Old films'.\n",
  )
  expect((await sessions(['list'])).stdout).toContain('  Film night  ')
  expect(await said('film night', 'Movies')).toBe(
    "It is called 'Movies', no longer 'Film night'.\n",
  )
  expect(await said('movies', '--title', 'New films')).toBe(
    "It is called 'Movies', with the title 'New films'.\n",
  )
  const { stdout } = await sessions(['rename', 'room', 'N', '--title', 'T', '--json'])
  expect(JSON.parse(stdout)).toMatchObject({ id: 'room', title: 'T', name: 'N' })
})

test.for([
  ['rename room', 'Say what it is to be called: a name, or --title and a title.'],
  ['rename room --title %20', 'It is blank.'],
  ['tag room', 'Name a tag, or --remove and one.'],
  ['branch room --id a%20b', 'An id has at most 64 letters, digits, dots'],
  ['branch room --round 0', 'It is a whole number from 1 on.'],
] as const)('`%s` is not understood, and changes nothing', async ([line, says]) => {
  const { sessions, store, rows } = await startRoom()
  const before = await store.conversations.find('room')

  const { code, stderr } = await sessions(line.split(' ').map(decodeURI))

  expect(stderr).toContain(says)
  expect(code).toBe(2)
  expect(await store.conversations.find('room')).toEqual(before)
  expect(rows('select user_id, action, target from audit_log')).toEqual(MADE)
})

test('tags are given and taken off, and those it has are told', async () => {
  const { sessions, store } = await startRoom()
  const said = async (...args: string[]) => (await sessions(['tag', ...args])).stdout

  expect(await said('room', 'old', 'films')).toBe("'hi' is tagged films, old.\n")
  expect(await said('room', 'new', '--remove', 'old', 'none')).toBe("'hi' is tagged films, new.\n")
  expect(await said('room', '--remove', 'films', 'new')).toBe("'hi' has no tags.\n")
  expect(await store.conversations.tags('room')).toEqual([])
})

test('a branch is what the next text goes on in, and keeps the id and name it was given', async () => {
  const { sessions, store, say, advance } = await startRoom()
  await say(SAM, { user: 'and alien?', reply: 'Not here.' })
  advance(1)

  const args = ['--round', '1', '--id', 'what-if', '--name', 'What if']
  const { code, stdout } = await sessions(['branch', 'room', ...args])

  expect({ code, stdout }).toEqual({
    code: 0,
    stdout:
      "Created session 'What if' from 'hi' up to round 1, with 2 messages. Sam's next text goes on in it.\n",
  })
  expect(await say(SAM, hi)).toBe('what-if')
  expect(await store.conversations.find('what-if')).toMatchObject({ roundCount: 2 })
})

test.for([
  [['--round', '3'], "'room' has no round 3 to branch from. It has only round 1."],
  [['--id', 'room'], "There is a session with the id 'room' already. Choose another id."],
] as const)('a branch with %s is refused, and nothing is made', async ([args, says]) => {
  const { sessions, rows } = await startRoom()

  const { code, stdout, stderr } = await sessions(['branch', 'room', ...args])

  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: `${says}\n` })
  expect(rows('select id from conversations')).toEqual([{ id: 'room' }])
})

test('there is nothing to branch from where nothing was said', async () => {
  const { sessions, store, userId } = await startRoom()
  await store.conversations.createSession({ id: 'empty', userId })

  const { code, stderr } = await sessions(['branch', 'empty'])

  expect(code).toBe(1)
  expect(stderr).toBe("Nothing has been answered in 'empty' that a branch could begin with.\n")
})

test('a session is made for whom it is said, and for the one admin otherwise', async () => {
  const { sessions, say, advance } = await startRoom()

  const sams = await sessions(['create', 'attic', '--name', 'Attic'])
  const kims = await sessions(['create', '--as', 'kim', '--json'])
  advance(1)

  expect(sams.stdout).toBe("Created session 'Attic'. Sam's next text goes on in it.\n")
  expect(await say(KIM, hi)).toBe(JSON.parse(kims.stdout).id)
  const again = await sessions(['create', 'attic'])
  expect(again).toMatchObject({
    code: 1,
    stderr: "There is a session with the id 'attic' already. Choose another id.\n",
  })
})

test('what an operator did stands in the audit, with the id and none of the words', async () => {
  const conversations = await startRoom()
  const { sessions, rows } = conversations
  for (const line of [
    'pause room',
    'resume room',
    'rename room --title Secret',
    'tag room films',
    'branch room --id twig',
    'archive room',
    'create attic',
    'clear room --yes',
    'delete twig --yes',
  ]) {
    expect(await sessions(line.split(' '))).toMatchObject({ code: 0 })
    conversations.advance(1)
  }

  expect(auditOf(conversations)).toEqual(
    [
      ['session.created', 'room'],
      ['session.paused', 'room'],
      ['session.resumed', 'room'],
      ['session.renamed', 'room'],
      ['session.tagged', 'room'],
      ['session.branched', 'twig'],
      ['session.archived', 'room'],
      ['session.created', 'attic'],
      ['session.cleared', 'room'],
      ['session.deleted', 'twig'],
    ].map(([action, target]) => ({ user_id: null, action, target })),
  )
  expect(rows("select 1 from audit_log where detail like '%Secret%'")).toEqual([])
})
