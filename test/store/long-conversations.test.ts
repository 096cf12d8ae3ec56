import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { messagesInParts } from '../../src/db/messages.ts'
import { openStoreBeside, readBeside } from '../../src/store/beside.ts'
import { SAM, startConversations } from '../helpers/conversations.ts'
import { openStore } from '../helpers/store.ts'

const ROUNDS = 450

async function startLong() {
  const talk = await startConversations()
  const id = await talk.say(SAM, { user: 'is Heat in?', reply: 'Heat (1995) is here.' })
  const conversation = await talk.store.conversations.find(id)
  const [message] = talk.messages(id)
  if (!conversation || !message) throw new Error('Nothing was said')
  const { position: _, ...fields } = message
  const copies = Array.from({ length: ROUNDS }, (_unused, at) => ({
    ...fields,
    id: `message-${at}`,
    conversationId: 'long',
    round: at + 1,
    content: `the ${at}th time`,
  }))
  const counters = { messageCount: ROUNDS, roundCount: ROUNDS }
  await talk.store.conversations.insertCopy({
    conversation: { ...conversation, ...counters, id: 'long' },
    tags: [],
    messages: copies,
  })
  // How many messages are left after each commit, and whether they are what is counted.
  const commits: unknown[] = []
  const look = `select (select count(*) from messages where conversation_id = 'long') as left,
    message_count as counted from conversations where id = 'long'`
  const onCommit = () => void commits.push(...talk.rows(look))
  const store = openStore({ path: talk.path, onCommit })
  return { ...talk, store, commits }
}

test('a long conversation is read in parts, each message once and in order', async () => {
  const { path } = await startLong()

  const parts = readBeside(path, (tx) => [...messagesInParts(tx, 'long')])

  expect(parts.map(({ length }) => length)).toEqual([200, 200, 50])
  expect(parts.flat().map(({ round }) => round)).toEqual(
    Array.from({ length: ROUNDS }, (_, at) => at + 1),
  )
})

test('to prune a long conversation takes small commits, and counters are true after each', async () => {
  const { store, commits, rows } = await startLong()

  expect(await store.conversations.prune('long', Infinity)).toBe(ROUNDS)

  expect(commits.slice(0, 5)).toEqual(
    [350, 250, 150, 50, 0].map((left) => ({ left, counted: left })),
  )
  expect(await store.conversations.miscounted()).toEqual([])
  expect(rows("select 1 from messages where conversation_id = 'long'")).toEqual([])
})

test('between the commits of a pruning beside the service there is time for others', async () => {
  const { path, rows } = await startLong()
  const beside = openStoreBeside(path)
  onTestFinished(() => beside.close())

  const pruned = beside.conversations.prune('long', Infinity)
  await setTimeout(1)
  const [seen] = rows("select count(*) as left from messages where conversation_id = 'long'")
  await pruned

  expect(seen).toEqual({ left: ROUNDS - 100 })
})

test.for(['clear', 'delete'] as const)('to %s a long conversation is one commit', async (what) => {
  const { store, commits, rows } = await startLong()

  await store.conversations[what]('long')

  expect(commits).toEqual(what === 'clear' ? [{ left: 0, counted: 0 }] : [])
  expect(rows("select 1 from messages where conversation_id = 'long'")).toEqual([])
})
