import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { prune, PRUNE_START, type PruneCursor } from '../../src/db/retention.ts'
import { rowsOf } from '../helpers/old-database.ts'
import { databasePath } from '../helpers/store.ts'

const SAM = '+14155550101'
const STRANGER = '+14155550199'
const CUTOFF = 1_000

function setUp() {
  const db = openDatabase(databasePath())
  const { $client: client } = db
  onTestFinished(() => void client.close())
  client.exec(`insert into users (id, phone, role, status, created_at, updated_at)
    values ('sam', '${SAM}', 'admin', 'active', 1, 1)`)
  client.exec(`insert into conversations (id, user_id, status, context_state, created_at, updated_at)
    values ('c', 'sam', 'active', '{}', 1, 1)`)
  const text = client.prepare(`insert into inbox
    (sid, channel, address, body, media_count, received_at, state, done_at)
    values (?, 'sms', ?, '', 0, ?, ?, ?)`)
  const row = client.prepare(`insert into outbox
    (id, key, kind, channel, address, body, segments, state, send_order, next_attempt_at, created_at, sent_at)
    values (?, ?, 'reply', 'sms', ?, '', 1, ?, ?, 1, ?, ?)`)
  return {
    client,
    text: (sid: string, state = 'done', { address = STRANGER, at = 1, doneAt = 2 } = {}) =>
      void text.run(sid, address, at, state, doneAt),
    row: (id: string, state: string, sendOrder: number | null, { at = 1, sentAt = 2 } = {}) =>
      void row.run(id, id, SAM, state, sendOrder, at, sentAt),
    /** Walks to the end; resolves with what is left. */
    pruned: () => {
      let cursor: PruneCursor | undefined = PRUNE_START
      while (cursor) cursor = prune(db, cursor, CUTOFF)
      const ids = (query: string) => rowsOf(client, query).map(({ id }) => id)
      return {
        texts: ids('select sid as id from inbox order by position'),
        rows: ids('select id from outbox order by position'),
        events: ids('select outbox_id as id from delivery_events'),
      }
    },
  }
}

test('texts that ended long ago go, and those that wait or ended lately stay', () => {
  const { text, pruned } = setUp()
  text('done')
  text('parked', 'parked')
  text('waiting', 'waiting')
  text('answered lately', 'done', { doneAt: CUTOFF })
  text('young', 'done', { at: CUTOFF, doneAt: CUTOFF })

  expect(pruned().texts).toEqual(['waiting', 'answered lately', 'young'])
})

test('the last text of a user stays, because it says where they are written to', () => {
  const { text, pruned } = setUp()
  text('first', 'done', { address: SAM, at: 1 })
  text('last', 'done', { address: SAM, at: 2 })
  text('of a stranger')

  expect(pruned().texts).toEqual(['last'])
})

test('replies that ended go with what the network said of them', () => {
  const { client, row, pruned } = setUp()
  row('delivered', 'delivered', 1)
  row('failed', 'failed', null)
  row('sent lately', 'sent', 2, { sentAt: CUTOFF })
  row('pending', 'pending', null)
  row('sending', 'sending', 3)
  for (const id of ['delivered', 'sent lately']) {
    client.exec(`insert into delivery_events (id, outbox_id, provider_sid, status, received_at)
      values ('${id}', '${id}', 'SM', 'delivered', 1)`)
  }

  expect(pruned()).toMatchObject({
    rows: ['sent lately', 'pending', 'sending'],
    events: ['sent lately'],
  })
})

test('the last reply that a phone was sent stays, and so does one that asks', () => {
  const { client, row, pruned } = setUp()
  for (const [order, id] of ['asks', 'asked', 'sent', 'last', 'failed'].entries()) {
    row(id, id === 'failed' ? 'failed' : 'sent', order + 1)
  }
  const ask =
    client.prepare(`insert into pending_actions (id, user_id, conversation_id, channel, sid,
    kind, state, choices, sentence, asked_outbox_id, expires_at, created_at, updated_at)
    values (?, 'sam', 'c', 'sms', 's', 'offer', ?, '{}', '', ?, 1, 1, 1)`)
  ask.run('asks', 'open', 'asks')
  ask.run('asked', 'done', 'asked')

  expect(pruned().rows).toEqual(['asks', 'last', 'failed'])
})

test('a long queue is walked through to where it is young', () => {
  const { text, pruned } = setUp()
  for (let number = 0; number < 120; number++) text(`old ${number}`)
  for (let number = 0; number < 120; number++) {
    text(`young ${number}`, 'done', { at: CUTOFF, doneAt: CUTOFF })
  }

  const { texts } = pruned()

  expect(texts).toHaveLength(120)
  expect(texts[0]).toBe('young 0')
})

test('the question that a deleted row had put is found without a look through all', () => {
  const { client } = setUp()

  const lookUp = 'explain query plan select 1 from pending_actions where asked_outbox_id = ?'
  const [step] = client.prepare(lookUp).all('row')

  expect(step).toMatchObject({
    detail: expect.stringMatching(/USING (COVERING )?INDEX pending_actions_asked/),
  })
})
