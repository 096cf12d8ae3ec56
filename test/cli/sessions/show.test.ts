import { once } from 'node:events'
import { expect, test } from 'vitest'
import { startCommand } from '../../helpers/command-process.ts'
import { FINDING, SAM, startConversations } from '../../helpers/conversations.ts'
import { sessionsOf } from './sessions-of.ts'

const DAY_MS = 24 * 3_600_000

/** A paused session of two days, with a call, tags and a summary. */
async function startSession() {
  const conversations = await startConversations()
  const { say, store, advance, rows } = conversations
  const id = await say(SAM, {
    user: 'is heat in?',
    reply: 'Heat (1995) is here.',
    steps: FINDING,
    tokens: 2229,
  })
  advance(DAY_MS)
  await say(SAM, {
    user: 'thanks!\nand what else of Mann do you have, and what of it did I not see yet',
    reply: 'Any time.',
  })
  await store.conversations.tag(id, { add: ['films', 'mann'] })
  await store.conversations.pause(id)
  rows(
    `update conversations set summary = 'Sam likes Heat.', summary_round = 1,
      about_type = 'film', about_id = '949' returning id`,
  )
  return { ...conversations, id, sessions: sessionsOf(conversations) }
}

test('a session is shown as a person reads it: what it is, then who said what and when', async () => {
  const { sessions, id } = await startSession()

  const { code, stdout, stderr } = await sessions(['show', id], { typed: '', columns: 60 })

  expect(stdout).toBe(`is heat in?
ID        ${id}
User      Sam (+14155550101)
Status    paused just now
Began     Fri 20 Nov 2026, 12:00
Updated   just now
Messages  6 in 2 rounds
Tokens    2,340 (2,329 in, 11 out), last with small
Tags      films, mann
About     film, TMDB 949
Summary   Sam likes Heat. (up to round 1)

Fri 20 Nov 2026
   1  12:00  Sam     is heat in?
                     find {"title":"Heat"} -> Heat (1995) i…
      12:00  Usherr  Heat (1995) is here.

Sat 21 Nov 2026
   2  12:00  Sam     thanks!
                     and what else of Mann do you have, and
                     what of it did I not see yet
      12:00  Usherr  Any time.
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('with --rounds the same stands by round, without the calls', async () => {
  const { sessions, id } = await startSession()

  const { stdout } = await sessions(['show', id, '--rounds'])

  expect(stdout).toMatch(
    /\n\nRound 1\n {2}Sam {5}is heat in\?\n {2}Usherr {2}Heat \(1995\) is here\.\n\nRound 2\n/,
  )
  expect(stdout).not.toContain('find')
})

test('a page of a session says how many messages or rounds there are', async () => {
  const { sessions, id } = await startSession()

  const messages = await sessions(['show', id, '--limit', '4'])
  const rounds = await sessions(['show', id, '--rounds', '--limit', '1', '--page', '2'])
  const beyond = await sessions(['show', id, '--page', '2'])

  expect(messages.stdout).not.toContain('thanks!')
  expect(messages.stdout).toMatch(/\n\nPage 1 of 2, 6 messages\. --page 2 shows the next\.\n$/)
  expect(rounds.stdout).not.toContain('Round 1')
  expect(rounds.stdout).toContain('Round 2\n')
  expect(rounds.stdout).toMatch(/\n\nPage 2 of 2, 2 rounds\.\n$/)
  expect(beyond.stdout).toMatch(/\n\nThere is no page 2: 6 messages fill 1 page\.\n$/)
})

test('a call whose result never came, or is on the next page, is shown alone', async () => {
  const { sessions, id, rows } = await startSession()
  const cut = await sessions(['show', id, '--limit', '2'])
  rows("delete from messages where role = 'tool' returning id")

  const { stdout } = await sessions(['show', id])

  const alone = ' '.repeat(21) + 'find {"title":"Heat"}\n'
  expect(cut.stdout).toContain(`${alone}\nPage 1 of 3`)
  expect(stdout).toContain(`${alone}      12:00  Usherr  Heat (1995) is here.`)
})

test('scripts read a session with its messages, or with its rounds', async () => {
  const { sessions, id } = await startSession()

  const messages = JSON.parse((await sessions(['show', id, '--json'])).stdout)
  const rounds = JSON.parse((await sessions(['show', id, '--json', '--rounds'])).stdout)

  const session = {
    id,
    status: 'paused',
    summary: 'Sam likes Heat.',
    totalTokens: 2340,
    pausedAt: '2026-11-21T12:00:00.000Z',
    archivedAt: null,
    user: { phone: SAM, name: 'Sam' },
    tags: ['films', 'mann'],
  }
  expect(messages).toMatchObject(session)
  expect(messages.messages).toHaveLength(6)
  expect(messages.messages[2]).toMatchObject({
    round: 1,
    sequence: 2,
    role: 'tool',
    content: 'Heat (1995) is here.',
    createdAt: '2026-11-20T12:00:00.000Z',
  })
  expect(rounds).toMatchObject(session)
  expect(rounds.rounds[0]).toEqual({
    roundNumber: 1,
    roundData: [
      { speaker: 'user', content: 'is heat in?', metadata: null },
      { speaker: 'agent:small', content: 'Heat (1995) is here.', metadata: null },
    ],
  })
})

test('what somebody texted does not draw on the terminal', async () => {
  const conversations = await startConversations()
  const id = await conversations.say(SAM, { user: 'hi\u001b[2J\r\u202eolleh', reply: 'Hi.' })
  const sessions = sessionsOf(conversations)

  const shown = await sessions(['show', id], { typed: '', columns: 80 })
  const json = await sessions(['show', id, '--json'])

  expect(shown.stdout).toContain('Sam     hi [2J olleh')
  for (const { stdout } of [shown, json]) expect(stdout).not.toMatch(/[^\P{C}\n]/u)
  expect(JSON.parse(json.stdout).messages[0].content).toBe('hi\u001b[2J\r\u202eolleh')
})

test('a session larger than the memory of the process is shown to its end', async () => {
  const { say, path, rows } = await startConversations()
  const id = await say(SAM, { user: 'hi', reply: 'Hi Sam.' })
  // What a model thought is in no index, so that it can be written in no time.
  rows(
    `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < 3500)
     insert into messages (id, conversation_id, round, sequence, role, content, reasoning_content, created_at)
     select 'm' || n, ?, n, 0, 'user', 'more', hex(zeroblob(20000)), 0 from numbers returning 1`,
    id,
  )

  const env = { DATABASE_PATH: path, NODE_OPTIONS: '--max-old-space-size=100' }
  const { child, closed } = startCommand(['sessions', 'show', id, '--json'], env)
  child.stdout.removeAllListeners('data')
  let length = 0
  let end = ''
  child.stdout.on('data', (text: string) => {
    length += text.length
    end = (end + text).slice(-200)
  })

  expect(await closed).toMatchObject({ code: 0, stderr: '' })
  expect(length).toBeGreaterThan(139_000_000)
  expect(end).toMatch(/\n {2}\]\n\}\n$/)
})

test.for([[], ['--rounds']])('a session is shown as it is at one moment: %s', async (more) => {
  const { say, path, rows, store, now } = await startConversations()
  const id = await say(SAM, { user: 'hi', reply: 'Hi Sam.' })
  rows(
    `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < 3000)
     insert into messages (id, conversation_id, round, sequence, role, content, created_at)
     select 'm' || n, ?, n, 0, 'user', hex(zeroblob(500)), 0 from numbers returning 1`,
    id,
  )
  const { child, closed, printed } = startCommand(['sessions', 'show', id, '--json', ...more], {
    DATABASE_PATH: path,
  })
  // Nobody reads on while all of it goes.
  await once(child.stdout, 'data')
  child.stdout.pause()
  await store.conversations.prune(id, now() + DAY_MS)
  child.stdout.resume()

  expect(await closed).toMatchObject({ code: 0, stderr: '' })
  const { messages, rounds } = JSON.parse(printed.stdout)
  expect(rounds ?? messages).toHaveLength(more.length > 0 ? 3_000 : 3_001)
})

test('whoever has read enough of a long session may go', async () => {
  const { say, path, rows } = await startConversations()
  const id = await say(SAM, { user: 'hi', reply: 'Hi Sam.' })
  rows(
    `with recursive numbers(n) as (select 2 union all select n + 1 from numbers where n < 20000)
     insert into messages (id, conversation_id, round, sequence, role, content, created_at)
     select 'm' || n, ?, n, 0, 'user', 'more', 0 from numbers returning 1`,
    id,
  )

  const { child, closed } = startCommand(['sessions', 'show', id], { DATABASE_PATH: path })
  await once(child.stdout, 'data')
  child.stdout.destroy()

  expect(await closed).toMatchObject({ code: 0, stderr: '' })
})
