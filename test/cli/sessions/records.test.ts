import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { usherr } from '../../helpers/command-line.ts'
import { FINDING, KIM, SAM, startConversations } from '../../helpers/conversations.ts'

const DAY_MS = 24 * 60 * 60_000

async function startRecords() {
  const here = await startConversations()
  const env = { DATABASE_PATH: here.path, TZ: 'UTC' }
  const sessions = (args: readonly string[], typing = {}, more: Record<string, string> = {}) =>
    usherr(['sessions', ...args], { ...env, ...more }, typing, { now: here.now })
  return { ...here, env, sessions }
}

async function startTalk() {
  const records = await startRecords()
  const sam = await records.say(SAM, {
    user: 'is Interstellar in?',
    reply: 'Interstellar (2014) is here.',
    tokens: 1000,
  })
  records.advance(1_000)
  const kim = await records.say(KIM, {
    user: 'find heat',
    reply: 'Heat (1995) is here.',
    steps: FINDING,
  })
  return { ...records, sam, kim }
}

test('search shows when, who, in which session and what, newest first', async () => {
  const { sessions, store, sam, kim } = await startTalk()
  await store.conversations.rename(sam, { name: 'space' })

  const { code, stdout, stderr } = await sessions(['search', 'is', 'here'])

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toBe(`Fri 20 Nov 2026, 12:00  Usherr  in ${kim}
  Heat (1995) is here.
Fri 20 Nov 2026, 12:00  Usherr  in space (${sam})
  Interstellar (2014) is here.
`)
})

test('search is narrowed by user, status and day, and comes in pages', async () => {
  const { sessions } = await startTalk()
  const found = async (...args: string[]) =>
    (await sessions(['search', 'here', '--json', ...args])).stdout

  expect(JSON.parse(await found('--user', 'kim'))).toMatchObject([
    { content: 'Heat (1995) is here.' },
  ])
  expect(JSON.parse(await found('--until', '2026-11-20'))).toHaveLength(2)
  expect(JSON.parse(await found('--since', '2026-11-21'))).toEqual([])
  expect(JSON.parse(await found('--until', '2026-11-19'))).toEqual([])
  expect(JSON.parse(await found('--status', 'archived'))).toEqual([])
  expect(JSON.parse(await found('--limit', '1', '--page', '2'))).toMatchObject([
    { snippet: 'Interstellar (2014) is here.', role: 'assistant', user: { phone: SAM } },
  ])
  expect((await sessions(['search', 'here', '--limit', '1'])).stdout).toContain('--page 2')
  expect((await sessions(['search', 'nothing'])).stdout).toBe('Nobody said that.\n')
  expect((await sessions(['search', 'here', '--page', '9'])).stdout).toBe('There is no page 9.\n')
})

test('what was said does not draw on the terminal, and fits it', async () => {
  const { sessions, say } = await startTalk()
  await say(SAM, { user: `red \u001B[31m${'long '.repeat(60)}`, reply: 'OK.' })

  const { stdout } = await sessions(['search', 'long'], { columns: 40 })

  expect(stdout).not.toContain('\u001B')
  expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBe(40)
})

test('stats tell what each model, day and user took, and what it cost', async () => {
  const { sessions, store } = await startTalk()
  for (const address of [SAM, KIM]) {
    const row = await store.outbox.next({ address, channel: 'sms' })
    await store.outbox.markSent(row?.id ?? '', `sent to ${address}`)
  }

  const { stdout } = await sessions(['stats'], {}, { LLM_PRICES: 'small=10/100' })

  expect(stdout).toBe(`The last 30 days, 2 sessions: 2 active, 0 paused, 0 archived.

Model  Input tokens  Output tokens    Cost
small         1,100             11  0.0121

Day         Texts  Segments  Input tokens  Output tokens    Cost
2026-11-20      2         2         1,100             11  0.0121

User  Texts  Segments  Input tokens  Output tokens    Cost
Sam       1         1         1,000              1  0.0101
Kim       1         1           100             10  0.0020

Total  Texts  Segments  Input tokens  Output tokens    Cost
           2         2         1,100             11  0.0121
`)
})

test('a model without a price is said to have none, and is never free', async () => {
  const { sessions } = await startTalk()

  const { stdout } = await sessions(['stats'], {}, { LLM_PRICES: 'other=1/2' })
  const json = await sessions(['stats', '--json'], {}, { LLM_PRICES: 'other=1/2' })
  const unset = await sessions(['stats'])

  expect(stdout).toMatch(/small +1,100 +11 +not known/)
  expect(stdout).toContain('No cost is counted for small: LLM_PRICES has no price.')
  expect(JSON.parse(json.stdout)).toMatchObject({ total: { amount: null, unpriced: ['small'] } })
  expect(unset.stdout).not.toContain('Cost')
  expect(unset.stdout).toContain('Set LLM_PRICES')
})

test("the days of stats are the household's", async () => {
  const { sessions, advance } = await startTalk()
  // In Auckland it is Saturday by now, and what was said on Friday is yesterday's.
  const today = await sessions(['stats', '--days', '1', '--json'], {}, { TZ: 'Pacific/Auckland' })
  advance(DAY_MS)
  const oneDay = await sessions(['stats', '--days', '1', '--json'])
  const twoDays = await sessions(['stats', '--days', '2', '--json'])

  expect(JSON.parse(today.stdout)).toMatchObject({ since: '2026-11-21', days: [] })
  expect(JSON.parse(oneDay.stdout)).toMatchObject({ since: '2026-11-21', days: [] })
  expect(JSON.parse(twoDays.stdout)).toMatchObject({ days: [{ day: '2026-11-20', texts: 2 }] })
})

test('prices that cannot be read are told', async () => {
  const { sessions } = await startTalk()

  expect(await sessions(['stats'], {}, { LLM_PRICES: 'small' })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'LLM_PRICES entry 1 is no price; write it as gpt-4.1=2/8\n',
  })
})

test('prune asks with how much it is, and deletes whole rounds for good', async () => {
  const { sessions, say, store, advance, sam, rows } = await startTalk()
  advance(100 * DAY_MS)
  await say(SAM, { user: 'and now?', reply: 'Still here.' })

  const no = await sessions(['prune', '--older-than', '90d'], { typed: 'n\n' })
  const nobody = await sessions(['prune', '--older-than', '90d'])
  expect(no.stdout + no.stderr).toContain(
    'Delete 6 messages of 2 sessions, older than 90 days, for good?',
  )
  expect([no.code, nobody.code]).toEqual([1, 1])
  expect(rows('select id from messages')).toHaveLength(8)

  const one = await sessions(['prune', '--older-than', '90d', '--user', 'Sam', '--yes'])
  expect(one.stdout).toBe('Deleted 2 messages of 1 session.\n')
  const all = await sessions(['prune', '--older-than', '90d', '--yes', '--json'])
  expect(JSON.parse(all.stdout)).toEqual({ messages: 4, sessions: 1 })
  const again = await sessions(['prune', '--older-than', '90d'])
  expect(again).toMatchObject({ code: 0, stdout: 'Nothing is older than 90 days.\n' })

  expect(await store.conversations.find(sam)).toMatchObject({ totalTokens: 1001 })
  expect((await sessions(['verify'])).stdout).toBe('All is as it must be, in 3 sessions.\n')
})

test('a round whose text still waits for its answer is not pruned', async () => {
  const { sessions, store, userOf, advance, now, rows } = await startRecords()
  await store.inbox.accept({ sid: 'SMx', channel: 'sms', address: SAM, body: 'hi', mediaCount: 0 })
  const user = await userOf(SAM)
  const start = { sid: 'SMx', user, title: 'hi', day: '2026-11-20', idleMs: DAY_MS }
  const { conversation } = await store.rounds.open(start)
  advance(100 * DAY_MS)

  const { stdout } = await sessions(['prune', '--older-than', '90d', '--yes'])

  expect(stdout).toBe('Nothing is older than 90 days.\n')
  expect(await store.conversations.prune(conversation.id, now())).toBe(0)
  await store.conversations.clear(conversation.id)
  expect(rows('select content from messages')).toEqual([{ content: 'hi' }])
})

test('verify says which counters are wrong and ends with 1, and sets them right', async () => {
  const { sessions, path, sam } = await startTalk()
  const db = new SQLite(path)
  db.prepare('update conversations set message_count = 9, total_tokens = 5 where id = ?').run(sam)
  db.close()

  const found = await sessions(['verify'])
  const json = await sessions(['verify', '--json'])
  const repaired = await sessions(['verify', '--repair'])

  expect(found).toMatchObject({
    code: 1,
    stdout: `${sam}  2 messages, counted 9; 1001 tokens, counted 5\n\n1 session counted wrongly. --repair sets them right.\n`,
  })
  expect(JSON.parse(json.stdout)).toMatchObject({
    sessions: 2,
    miscounted: [{ id: sam }],
    broken: [],
  })
  expect(repaired).toMatchObject({ code: 0 })
  expect(repaired.stdout).toContain('1 session counted wrongly; set right.')
  expect(await sessions(['verify'])).toMatchObject({ code: 0 })
})

test('a round that was not counted is found once, and mended with its counter', async () => {
  const { sessions, say, path, sam } = await startTalk()
  await say(SAM, { user: 'thanks', reply: 'Any time.' })
  const db = new SQLite(path)
  db.prepare('update conversations set round_count = 0 where id = ?').run(sam)
  db.close()

  const found = await sessions(['verify', '--json'])
  const repaired = await sessions(['verify', '--repair'])

  const broken = [{ id: sam, round: 2, says: 'is there, and only 0 were begun' }]
  expect(JSON.parse(found.stdout)).toMatchObject({ broken })
  expect(repaired).toMatchObject({ code: 0 })
  expect(repaired.stdout).not.toContain('nothing here can mend')
})

test.for([
  ["delete from messages where role = 'tool'", 'has a tool call without its result'],
  [
    "delete from messages where tool_calls is not null; drop trigger messages_are_written_once; update messages set sequence = sequence - 1 where sequence > 0 and round = 1 and conversation_id in (select conversation_id from messages where role = 'tool')",
    'has a result without its tool call',
  ],
  ['delete from messages where tool_calls is not null', 'has a gap before its message 2'],
  ['update conversations set round_count = 0', 'is there, and only 0 were begun'],
] as const)('verify finds what %s leaves', async ([sql, says]) => {
  const { sessions, path, kim } = await startTalk()
  const db = new SQLite(path)
  // Where it fails in the middle of its calls, a turn may leave one without a result.
  db.pragma('foreign_keys = ON')
  db.exec(
    sql.startsWith("delete from messages where role = 'tool'")
      ? `${sql}; drop trigger messages_are_written_once; update messages set sequence = 2 where sequence = 3`
      : sql,
  )
  db.close()

  const { code, stdout } = await sessions(['verify', '--json'])

  expect(code).toBe(1)
  expect(JSON.parse(stdout).broken).toContainEqual({ id: kim, round: 1, says })
})

test.for([
  [['search'], "missing required argument 'words'"],
  [['search', 'x', '--limit', '0'], 'It is a whole number from 1 on.'],
  [['search', 'x', '--status', 'gone'], 'Allowed choices are active, paused, archived.'],
  [['search', 'x', '--since', 'monday'], 'Write a day as 2026-11-20.'],
  [['search', 'x', '--until', '2026-02-30'], 'Write a day as 2026-11-20.'],
  [['prune'], "required option '--older-than <age>' not specified"],
  [['prune', '--older-than', '0d'], 'Write an age in days such as 90d.'],
  [['prune', '--older-than', '90'], 'Write an age in days such as 90d.'],
  [['export', 'x', '--format', 'pdf'], 'Allowed choices are json, markdown.'],
] as const)('usherr sessions %s is not understood', async ([args, words]) => {
  const { sessions } = await startRecords()

  const { code, stderr } = await sessions(args)

  expect(stderr).toContain(words)
  expect(code).toBe(2)
})

test.for([
  [['search', 'x', '--user', 'nobody'], "There is no user 'nobody'."],
  [['export', 'nothing'], "There is no session 'nothing'."],
  [
    ['import', '/nowhere/a.json'],
    '/nowhere/a.json cannot be used: there is no such file or folder.',
  ],
  [['import', '/'], '/ cannot be used: it is a folder.'],
] as const)('usherr sessions %s says what is wrong', async ([args, words]) => {
  const { sessions } = await startRecords()

  const { code, stdout, stderr } = await sessions(args)

  expect(stderr).toContain(words)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
})
