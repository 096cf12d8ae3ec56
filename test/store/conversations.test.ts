import { assert, expect, test } from 'vitest'
import { FINDING, KIM, SAM, startConversations } from '../helpers/conversations.ts'

const FIRST_PAGE = { limit: 50, page: 1 }
const DAY_MS = 24 * 3_600_000
const hi = { user: 'hi', reply: 'Hi Sam.' }

test('texts go on in one conversation until it was idle for too long', async () => {
  const { store, say, advance } = await startConversations()

  const first = await say(SAM, hi)
  advance(DAY_MS)
  const second = await say(SAM, hi)
  advance(DAY_MS + 1)
  const third = await say(SAM, hi)

  expect(second).toBe(first)
  expect(third).not.toBe(first)
  expect(await store.conversations.find(first)).toMatchObject({ status: 'archived' })
})

test('a paused conversation does not end by being quiet, and resumes where it was', async () => {
  const { store, say, advance } = await startConversations()
  const id = await say(SAM, hi)

  await store.conversations.pause(id)
  advance(10 * DAY_MS)
  expect(await say(SAM, hi)).toBe(id)
  expect(await store.conversations.find(id)).toMatchObject({ status: 'paused' })
  await store.conversations.resume(id)

  expect(await store.conversations.find(id)).toMatchObject({
    status: 'active',
    pausedAt: null,
    roundCount: 2,
  })
})

test('an archived conversation is kept, listed and searched', async () => {
  const { store, say, now } = await startConversations()
  const id = await say(SAM, { user: 'is interstellar in?', reply: 'Interstellar (2014) is here.' })

  await store.conversations.archive(id)
  const next = await say(SAM, hi)

  expect(next).not.toBe(id)
  const { rows, total } = await store.conversations.list({ status: 'archived' }, FIRST_PAGE)
  expect(rows).toMatchObject([{ id, title: 'is interstellar in?', phone: SAM, messageCount: 2 }])
  expect(total).toBe(1)
  expect(await store.conversations.find(id)).toMatchObject({ archivedAt: now() })
  const hits = await store.conversations.search(
    'stellar',
    { order: 'newest', status: 'archived' },
    FIRST_PAGE,
  )
  expect(hits).toHaveLength(2)
})

test('what an operator does to another conversation does not bring it back to its user', async () => {
  const { store, userOf, say, advance } = await startConversations()
  const { id: userId } = await userOf(SAM)
  await store.conversations.createSession({ id: 'older', userId })
  advance(1)
  await store.conversations.createSession({ id: 'current', userId })
  advance(1)

  await store.conversations.rename('older', { title: 'Films of old' })
  await store.conversations.pause('older')

  expect(await say(SAM, hi)).toBe('current')
  advance(1)
  await store.conversations.resume('older')
  expect(await say(SAM, hi)).toBe('older')
})

test('a conversation keeps the id and name it was given', async () => {
  const { store, userOf } = await startConversations()
  const { id: userId } = await userOf(SAM)

  await store.conversations.createSession({ id: 'living-room', userId, name: 'Living room' })

  expect(await store.conversations.find('living-room')).toMatchObject({
    name: 'Living room',
    status: 'active',
    messageCount: 0,
  })
})

test('conversations are listed by what was carried on last, by user, status and tag, and in pages', async () => {
  const { store, userOf, advance } = await startConversations()
  const sam = await userOf(SAM)
  const kim = await userOf(KIM)
  for (const [id, { id: userId }] of [
    ['a', sam],
    ['b', kim],
    ['c', sam],
  ] as const) {
    await store.conversations.createSession({ id, userId })
    advance(1)
  }
  await store.conversations.tag('a', { add: ['films', 'old'] })
  await store.conversations.pause('b')

  const ids = async (...args: Parameters<typeof store.conversations.list>) =>
    (await store.conversations.list(...args)).rows.map(({ id }) => id)
  expect(await ids({}, FIRST_PAGE)).toEqual(['c', 'b', 'a'])
  expect(await ids({}, { limit: 2, page: 2 })).toEqual(['a'])
  expect(await ids({ userId: sam.id }, FIRST_PAGE)).toEqual(['c', 'a'])
  expect(await ids({ status: 'paused' }, FIRST_PAGE)).toEqual(['b'])
  expect(await ids({ tag: 'films' }, FIRST_PAGE)).toEqual(['a'])
  await store.conversations.tag('a', { remove: ['films'] })
  expect(await store.conversations.tags('a')).toEqual(['old'])
  expect(await ids({ tag: 'films' }, FIRST_PAGE)).toEqual([])
})

test('what is deleted is gone with its messages, and its cost stays with the user', async () => {
  const { store, say, rows } = await startConversations()
  const id = await say(SAM, { ...hi, tokens: 50 })

  await store.conversations.delete(id)

  expect(await store.conversations.find(id)).toBeUndefined()
  expect(rows('select * from messages')).toEqual([])
  expect(rows('select input_tokens from token_usage')).toEqual([{ input_tokens: 50 }])
  expect(rows('select texts from usage')).toEqual([{ texts: 1 }])
  expect(await store.conversations.search('Hi Sam', { order: 'best' }, FIRST_PAGE)).toEqual([])
})

test('whole rounds are pruned by age, and what they cost stays counted', async () => {
  const { store, say, advance, now, messages } = await startConversations()
  const id = await say(SAM, {
    user: 'find heat',
    reply: 'Heat is here.',
    steps: FINDING,
    tokens: 7,
  })
  advance(DAY_MS)
  const between = now()
  await say(SAM, { ...hi, tokens: 5 })

  expect(await store.conversations.prunable({ before: between })).toEqual([{ id, messages: 4 }])
  expect(await store.conversations.prune(id, between)).toBe(4)

  const left = messages(id)
  expect(left.map(({ content }) => content)).toEqual(['hi', 'Hi Sam.'])
  expect(await store.conversations.find(id)).toMatchObject({
    messageCount: 2,
    roundCount: 2,
    inputTokens: 112,
    totalTokens: 124,
    outside: { rounds: 1, inputTokens: 107, outputTokens: 11, totalTokens: 118 },
  })
  expect(await store.conversations.miscounted()).toEqual([])
})

test('a round that goes on past the age is kept whole', async () => {
  const { store, say, advance, now } = await startConversations()
  const id = await say(SAM, { user: 'find heat', reply: 'Heat is here.', steps: FINDING })

  expect(await store.conversations.prune(id, now())).toBe(0)
  advance(1)
  expect(await store.conversations.prune(id, now())).toBe(4)
})

test('counters that were tampered with are found, and set right', async () => {
  const { store, say, rows } = await startConversations()
  const id = await say(SAM, { ...hi, tokens: 5 })
  expect(await store.conversations.miscounted()).toEqual([])
  rows('update conversations set message_count = 9, total_tokens = 1 returning id')

  const [difference, ...others] = await store.conversations.miscounted()
  assert(difference)
  expect(others).toEqual([])
  expect(difference).toMatchObject({
    id,
    counted: { messageCount: 9, totalTokens: 1 },
    actual: { messageCount: 2, totalTokens: 6 },
  })
  await store.conversations.recount(difference.id)

  expect(await store.conversations.miscounted()).toEqual([])
})

test('a cleared conversation counts what it cost, and its rounds go on', async () => {
  const { store, say } = await startConversations()
  const id = await say(SAM, { ...hi, tokens: 5 })

  await store.conversations.clear(id)
  expect(await store.conversations.find(id)).toMatchObject({
    messageCount: 0,
    totalTokens: 6,
    title: null,
  })
  expect(await say(SAM, hi)).toBe(id)

  expect(await store.conversations.find(id)).toMatchObject({ messageCount: 2, roundCount: 2 })
  expect(await store.conversations.miscounted()).toEqual([])
})

test('a branch begins with the rounds it shares, costs nothing, and goes its own way', async () => {
  const { store, say } = await startConversations()
  const id = await say(SAM, {
    user: 'find heat',
    reply: 'Heat is here.',
    steps: FINDING,
    tokens: 7,
  })
  await say(SAM, hi)
  await store.conversations.tag(id, { add: ['films'] })
  const from = await store.conversations.find(id)
  assert(from)

  await store.conversations.branch({ from: id, round: 1, id: 'what-if' })

  expect(await store.conversations.find('what-if')).toMatchObject({
    id: 'what-if',
    title: 'find heat',
    messageCount: 4,
    roundCount: 1,
    totalTokens: 0,
    metadata: { branchOf: id, branchedAtRound: 1 },
  })
  expect(await store.conversations.tags('what-if')).toEqual(['films'])
  expect(await store.conversations.miscounted()).toEqual([])
  expect(await store.conversations.find(id)).toEqual(from)
})

test('a branch of what was pruned keeps the numbers of its rounds', async () => {
  const { store, say, advance, now, messages } = await startConversations()
  const id = await say(SAM, hi)
  advance(1)
  await store.conversations.prune(id, now())
  await say(SAM, { user: 'thanks', reply: 'Any time.' })

  await store.conversations.branch({ from: id, round: 2, id: 'later' })

  expect(messages('later').map(({ round }) => round)).toEqual([2, 2])
  expect(await store.conversations.miscounted()).toEqual([])
})

test('templates are kept by name and written over by name', async () => {
  const { store } = await startConversations()
  const template = { name: 'films', title: 'Films', tags: ['a'], opening: 'what do you have' }

  await store.templates.save(template)
  await store.templates.save({ ...template, opening: "what's new" })

  expect(await store.templates.list()).toMatchObject([{ ...template, opening: "what's new" }])
  expect(await store.templates.delete('films')).toBe(true)
  expect(await store.templates.delete('films')).toBe(false)
})

test('the accounts tell what was used, by day, user and model', async () => {
  const { store, say, userOf } = await startConversations()
  await say(SAM, { user: 'find heat', reply: 'Heat is here.', steps: FINDING, tokens: 7 })
  await say(KIM, hi)
  const kim = await userOf(KIM)
  for (const address of [SAM, KIM]) {
    const row = await store.outbox.next({ address, channel: 'sms' })
    await store.outbox.markSent(row?.id ?? '', `SM to ${address}`)
  }

  expect(await store.conversations.stats({})).toEqual({
    conversations: { active: 2, paused: 0, archived: 0 },
    models: [{ model: 'small', inputTokens: 107, outputTokens: 11 }],
    spent: [{ day: '2026-11-20', phone: SAM, model: 'small', inputTokens: 107, outputTokens: 11 }],
    days: [{ day: '2026-11-20', texts: 2, segments: 2, inputTokens: 107, outputTokens: 11 }],
    users: [
      { phone: SAM, name: 'Sam', texts: 1, segments: 1, inputTokens: 107, outputTokens: 11 },
      { phone: KIM, name: 'Kim', texts: 1, segments: 1, inputTokens: 0, outputTokens: 0 },
    ],
  })
  expect(await store.conversations.stats({ userId: kim.id, sinceDay: '2026-11-21' })).toEqual({
    conversations: { active: 1, paused: 0, archived: 0 },
    models: [],
    spent: [],
    days: [],
    users: [],
  })
})
