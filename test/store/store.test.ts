import SQLite from 'better-sqlite3'
import { assert, expect, onTestFinished, test } from 'vitest'
import type { User } from '../../src/db/users.ts'
import { StoreUnavailableError, TextEndedError } from '../../src/errors.ts'
import type { Store } from '../../src/store/store.ts'
import { databasePath, openStore } from '../helpers/store.ts'

const SAM = '+14155550101'
const REQUEST = {
  sid: 'SM1',
  callId: 'call_1',
  service: 'radarr' as const,
  externalId: 949,
  title: 'Heat',
  year: 1995,
}
const text = (sid: string, body = 'hi', address = SAM) => ({
  sid,
  channel: 'sms' as const,
  address,
  body,
  mediaCount: 0,
})

async function storeWithSam(path = databasePath()) {
  const store = openStore({ path, now: () => 1_000 })
  await store.users.seed([{ phone: SAM, name: 'Sam', role: 'admin' }])
  const user = await store.users.findByPhone(SAM)
  assert(user)
  const beside = new SQLite(path)
  onTestFinished(() => void beside.close())
  return { store, user, raw: () => beside }
}

/** Begins the round of a text that was stored. */
function openRound({ store, user }: { store: Store; user: User }, sid: string, title = sid) {
  return store.rounds.open({ sid, user, title, day: '2026-11-20', idleMs: Infinity })
}

test('a text is stored once, however often it comes', async () => {
  const { store } = await storeWithSam()

  const stored = await Promise.all([1, 2, 3].map(() => store.inbox.accept(text('SM1'))))

  expect(stored.map(({ isNew }) => isNew)).toEqual([true, false, false])
})

test('the texts of a phone come in the order of their commits', async () => {
  const { store } = await storeWithSam()
  for (const sid of ['SM9', 'SM1', 'SM5']) await store.inbox.accept(text(sid))

  const order: string[] = []
  for (let next = await store.inbox.next(SAM); next; next = await store.inbox.next(SAM)) {
    order.push(next.sid)
    await store.inbox.drop(next.sid)
  }

  expect(order).toEqual(['SM9', 'SM1', 'SM5'])
})

test('a text remembers what was last sent to its phone, and not what failed or waits', async () => {
  const { store, user } = await storeWithSam()
  const send = async (sid: string) => {
    await store.inbox.accept(text(sid))
    const round = await openRound({ store, user }, sid)
    await store.rounds.end(round, ending(sid))
    const row = await store.outbox.next({ address: SAM, channel: 'sms' })
    assert(row)
    return row
  }

  const first = await send('SM1')
  await store.outbox.beginSend(first)
  await store.inbox.accept(text('SM2'))
  await store.outbox.markFailed(first.id, '30006')
  await store.inbox.accept(text('SM3'))

  const after = async () => {
    const next = await store.inbox.next(SAM)
    assert(next)
    await store.inbox.drop(next.sid)
    return next.afterOutboxId
  }
  expect(await after()).toBe(first.id)
  expect(await after()).toBeNull()
})

test('a round is begun once, however often its turn is', async () => {
  const { store, user } = await storeWithSam()
  await store.inbox.accept(text('SM1', 'is heat in?'))

  const first = await openRound({ store, user }, 'SM1', 'is heat in?')
  await store.rounds.saveStep(first, { role: 'assistant', content: 'one step' })
  const second = await openRound({ store, user }, 'SM1', 'is heat in?')

  expect(second).toMatchObject({ number: 1, conversation: { messageCount: 2, roundCount: 1 } })
  expect(second.steps.map(({ content }) => content)).toEqual(['is heat in?', 'one step'])
})

test('starts are counted until a step is stored', async () => {
  const { store, user } = await storeWithSam()
  await store.inbox.accept(text('SM1'))
  const open = () => openRound({ store, user }, 'SM1', 'hi')

  await open()
  const second = await open()
  await store.rounds.saveStep(second, { role: 'assistant', content: 'a step' })
  const third = await open()

  expect([second.text.attempts, third.text.attempts]).toEqual([2, 1])
})

test('a turn counts tokens on the conversation and the day, and segments once they are sent', async () => {
  const { store, user, raw } = await storeWithSam()
  await store.inbox.accept(text('SM1'))
  const round = await openRound({ store, user }, 'SM1', 'hi')
  const tokens = { promptTokens: 100, completionTokens: 20, totalTokens: 120 }
  await store.rounds.saveStep(round, { role: 'assistant', content: '', ...tokens })

  await store.rounds.end(round, {
    ...ending('SM1'),
    message: { role: 'assistant', content: 'bye', model: 'm', ...tokens },
  })
  const row = await store.outbox.next({ address: SAM, channel: 'sms' })
  await store.outbox.markSent(row?.id ?? '', 'SMout')

  expect(
    raw()
      .prepare(
        'select input_tokens, output_tokens, total_tokens, message_count, model from conversations',
      )
      .get(),
  ).toEqual({
    input_tokens: 200,
    output_tokens: 40,
    total_tokens: 240,
    message_count: 3,
    model: 'm',
  })
  expect(
    raw().prepare('select sum(texts) as texts, sum(segments) as segments from usage').get(),
  ).toEqual({ texts: 1, segments: 2 })
  expect(raw().prepare('select * from token_usage order by model').all()).toMatchObject([
    { day: '2026-11-20', model: '', input_tokens: 100, output_tokens: 20 },
    { day: '2026-11-20', model: 'm', input_tokens: 100, output_tokens: 20 },
  ])
})

test('the rounds of a conversation are read as who said what', async () => {
  const { store, user, raw } = await storeWithSam()
  await store.inbox.accept(text('SM1', 'is heat in?'))
  const round = await openRound({ store, user }, 'SM1', 'is heat in?')
  const call = {
    id: 'call_1',
    type: 'function' as const,
    function: { name: 'find', arguments: '{}' },
  }
  await store.rounds.saveStep(round, {
    role: 'assistant',
    content: '',
    toolCalls: [call],
    model: 'm',
  })
  await store.rounds.saveStep(round, { role: 'tool', content: 'yes', toolCallId: 'call_1' })
  await store.rounds.end(round, {
    ...ending('SM1'),
    message: {
      role: 'assistant',
      content: 'Heat is here.',
      model: 'm',
      metadata: { isStandIn: true },
    },
  })

  const row = raw().prepare('select round_number, round_data from conversation_rounds').get()

  expect(row).toEqual({
    round_number: 1,
    round_data: JSON.stringify([
      { speaker: 'user', content: 'is heat in?', metadata: null },
      { speaker: 'agent:m', content: 'Heat is here.', metadata: { isStandIn: true } },
    ]),
  })
})

test('messages and audit rows are written once', async () => {
  const { store, user, raw } = await storeWithSam()
  await store.inbox.accept(text('SM1'))
  await openRound({ store, user }, 'SM1', 'hi')
  await store.inbox.optIn({ sid: 'SM1', address: SAM })

  expect(() => raw().exec("update messages set content = 'x'")).toThrow('messages are written once')
  expect(() => raw().exec("update audit_log set action = 'x'")).toThrow('audit log is written once')
  expect(() => raw().exec('delete from audit_log')).toThrow('audit log is kept')
})

test('what was said is found by any part of a word, and no longer once it is deleted', async () => {
  const { store, user, raw } = await storeWithSam()
  await store.inbox.accept(text('SM1', 'is interstellar in?'))
  await openRound({ store, user }, 'SM1', 'x')
  const found = () =>
    raw().prepare("select content from messages_search where messages_search match 'stell'").all()

  expect(found()).toEqual([{ content: 'is interstellar in?' }])
  raw().exec('delete from messages')
  expect(found()).toEqual([])
})

test('history is read from its end', async () => {
  const { store, user } = await storeWithSam()
  let conversationId = ''
  for (const sid of ['SM1', 'SM2', 'SM3']) {
    await store.inbox.accept(text(sid, sid))
    const round = await openRound({ store, user }, sid)
    await store.rounds.end(round, ending(sid))
    conversationId = round.conversation.id
  }

  const history = await store.rounds.history(conversationId, 3)

  expect(history.map(({ content }) => content)).toEqual(['re SM2', 'SM3', 're SM3'])
})

test('of two answers to a question only one gets it', async () => {
  const { store, user } = await storeWithSam()
  const open = async (sid: string) => {
    await store.inbox.accept(text(sid))
    return openRound({ store, user }, sid)
  }
  const asking = await open('SM1')
  await store.rounds.end(asking, {
    ...ending('SM1'),
    asks: {
      userId: user.id,
      conversationId: asking.conversation.id,
      channel: 'sms',
      sid: 'SM1',
      kind: 'offer',
      choices: { YES: { tool: 'add', args: {} } },
      fingerprint: null,
      sentence: 'Want me to add it?',
      code: null,
      expiresAt: 9_000,
    },
  })
  const action = await store.questions.open(user.id)
  assert(action)
  const step = { role: 'assistant' as const, content: '' }

  const claims = await Promise.all([
    store.rounds.claim(await open('SM2'), { action, step }),
    store.rounds.claim(await open('SM3'), { action, step }),
  ])

  expect(claims.map(Boolean)).toEqual([true, false])
  expect(await store.questions.find(action.id)).toMatchObject({ answeredBySid: 'SM2' })
})

test('a cleared conversation holds nothing, and its rounds go on counting', async () => {
  const { store, user } = await storeWithSam()
  await store.inbox.accept(text('SM1'))
  const { conversation } = await openRound({ store, user }, 'SM1', 'hi')
  await store.inbox.drop('SM1')

  await store.rounds.clear(conversation.id)

  expect(await store.rounds.history(conversation.id, 10)).toEqual([])
  await store.inbox.accept(text('SM2'))
  expect(await openRound({ store, user }, 'SM2', 'again')).toMatchObject({
    number: 2,
    conversation: { id: conversation.id, title: 'again', messageCount: 1, totalTokens: 0 },
  })
})

test('who is seeded again keeps what they have become', async () => {
  const { store, raw } = await storeWithSam()
  raw().exec("update users set status = 'blocked', name = 'Samuel'")

  await store.users.seed([{ phone: SAM, name: 'Sam', role: 'member' }])

  expect(await store.users.findByPhone(SAM)).toMatchObject({
    name: 'Samuel',
    role: 'admin',
    status: 'blocked',
  })
})

test('a turn ends once, and leads no further after its text has ended', async () => {
  const { store, user, raw } = await storeWithSam()
  await store.inbox.accept(text('SM1'))
  const round = await openRound({ store, user }, 'SM1', 'hi')

  await store.rounds.end(round, ending('SM1'))
  const later = [
    store.rounds.end(round, { ...ending('SM1'), body: 'twice' }),
    store.rounds.saveStep(round, { role: 'assistant', content: 'a step' }),
    openRound({ store, user }, 'SM1', 'hi'),
    store.rounds.beginRequest({ ...REQUEST, userId: user.id }),
    store.inbox.refuse({
      user,
      text: round.text,
      over: { limit: 'texts_per_day', value: 40, max: 40 },
      day: '2026-11-20',
      answer: ending('SM1'),
    }),
  ]

  for (const begun of later) await expect(begun).rejects.toThrow(TextEndedError)
  expect(raw().prepare('select key, body from outbox').all()).toEqual([
    { key: 'SM1:reply', body: 're SM1' },
  ])
  expect(raw().prepare('select content from messages').pluck().all()).toEqual(['hi', 're SM1'])
})

test.for([
  ['in order', ['queued', 'sent', 'delivered'], 'delivered'],
  ['out of order', ['delivered', 'sent', 'queued'], 'delivered'],
  ['doubled', ['sent', 'undelivered', 'sent', 'undelivered'], 'undelivered'],
  ['of a failure', ['sent', 'failed'], 'failed'],
  ['of a kind that nobody knows yet', ['teleported'], 'sent'],
] as const)('reports that come %s never move a text back', async ([, statuses, state]) => {
  const { store, user } = await storeWithSam()
  await store.inbox.accept(text('SM1'))
  await store.rounds.end(await openRound({ store, user }, 'SM1', ''), ending('SM1'))
  const row = await store.outbox.next({ address: SAM, channel: 'sms' })
  assert(row)
  await store.outbox.beginSend(row)

  for (const status of statuses) {
    await store.outbox.record({ outboxId: row.id, providerSid: 'SMx', status })
  }

  expect(await store.outbox.find(row.id)).toMatchObject({ state, providerSid: 'SMx' })
})

test('a report about a text that is not ours is ignored', async () => {
  const { store, raw } = await storeWithSam()

  await store.outbox.record({ outboxId: 'x', providerSid: 'SMx', status: 'sent' })

  expect(raw().prepare('select * from delivery_events').all()).toEqual([])
})

function ending(sid: string) {
  return {
    message: { role: 'assistant' as const, content: `re ${sid}` },
    body: `re ${sid}`,
    segments: 2,
    rest: undefined,
    list: undefined,
    state: 'done' as const,
    day: '2026-11-20',
  }
}

test('a text waits for another process longer than the question whether it can be stored', async () => {
  const path = databasePath()
  const store = openStore({ path })
  const other = new SQLite(path)
  onTestFinished(() => void other.close())
  other.exec('begin immediate')

  const text = store.inbox.accept({
    sid: 'SM1',
    channel: 'sms',
    address: '+14155550101',
    body: 'hi',
    mediaCount: 0,
  })
  await expect(store.checkWritable()).rejects.toThrow(StoreUnavailableError)
  other.exec('rollback')

  expect(await text).toEqual({ isNew: true })
})
