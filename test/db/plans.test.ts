import { expect, onTestFinished, test, vi } from 'vitest'
import { listAudit } from '../../src/db/audit-list.ts'
import { listConversations } from '../../src/db/conversation-list.ts'
import { getOrCreateConversation } from '../../src/db/conversations.ts'
import { textsInMinute } from '../../src/db/inbox.ts'
import { getHistory, getRound } from '../../src/db/messages.ts'
import { openDatabase } from '../../src/db/open.ts'
import { dueAddresses, nextToSend } from '../../src/db/outbox.ts'
import { forgetQuiet } from '../../src/db/quiet-rows.ts'
import { requestedSince } from '../../src/db/request-usage.ts'
import { spentBetween, unsentSegments } from '../../src/db/spending.ts'
import { untoldBefore } from '../../src/db/summaries.ts'
import type { Database, Tx } from '../../src/db/tx.ts'
import { tokensOn } from '../../src/db/usage.ts'
import { databasePath } from '../helpers/store.ts'

/** The plans of all queries that `run` makes, one a line. */
function plansOf(run: (db: Database) => void): string {
  const db = openDatabase(databasePath())
  onTestFinished(() => void db.$client.close())
  db.$client.exec(
    `insert into users (id, phone, role, status, created_at, updated_at)
     values ('u', '+14155550101', 'admin', 'active', 1, 1);
     insert into conversations (id, user_id, status, context_state, created_at, updated_at)
     values ('c', 'u', 'active', '{}', 1, 1)`,
  )
  const prepare = vi.spyOn(db.$client, 'prepare')
  run(db)
  const queries = prepare.mock.calls.map(([query]) => query)
  return queries
    .flatMap((query) => {
      const places = Array.from(query.matchAll(/\?/g), () => 1)
      return db.$client.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...places)
    })
    .map((step) => JSON.stringify(step))
    .join('\n')
}

test.for([
  [
    'the window is read backwards in its index, from a place on',
    (tx: Tx) => getHistory(tx, 'c', 50, { round: 9, sequence: 0 }),
    'messages USING INDEX messages_sequence (conversation_id=? AND (round,sequence)<(?,?))',
  ],
  [
    'a round is read by conversation and round',
    (tx: Tx) => getRound(tx, 'c', 1),
    'messages USING INDEX messages_sequence (conversation_id=? AND round=?)',
  ],
  [
    'what no summary tells is read by conversation and round',
    (tx: Tx) => untoldBefore(tx, 'c', 20),
    'messages USING INDEX messages_sequence (conversation_id=? AND round>? AND round<?)',
  ],
  [
    'conversations are listed in the order of an index',
    (tx: Tx) => listConversations(tx, {}, { limit: 50, page: 1 }),
    'conversations USING INDEX conversations_updated',
  ],
] as const)('%s', ([, run, plan]) => {
  const plans = plansOf(run)

  expect(plans).toContain(plan)
  expect(plans).not.toMatch(/SCAN messages|USE TEMP B-TREE FOR ORDER BY/)
})

test.for([
  ['all', {}],
  ['what was done since a day', { since: 1 }],
  ['what one person did', { userId: 'u' }],
] as const)('of %s the audit reads its newest rows, in the order of its key', ([, filter]) => {
  const plan = plansOf((tx) => listAudit(tx, filter, { limit: 50, page: 1 }))

  expect(plan).toContain('SCAN audit_log USING INDEX sqlite_autoindex_audit_log_1')
  expect(plan.match(/TEMP B-TREE/g) ?? []).toHaveLength(0)
})

test.for([
  [
    'goes next to a phone',
    (tx: Tx): unknown => nextToSend(tx, { address: 'a', channel: 'sms' }, 1),
  ],
  ['is due', (tx: Tx): unknown => dueAddresses(tx, 1)],
  ['was kept back for a phone', (tx: Tx) => forgetQuiet(tx, 'a')],
] as const)('what %s is found among what is unsent', ([, run]) => {
  const plan = plansOf(run)

  expect(plan).toMatch(/(?:SEARCH|SCAN) outbox USING INDEX outbox_unsent/)
  expect(plan).not.toMatch(/SCAN outbox"|SCAN (?:users|inbox|pending_actions)/)
})

test('the conversation of a text is found among those that its user is in', () => {
  const plan = plansOf((tx) => getOrCreateConversation(tx, { userId: 'u', idleMs: 1 }, 1))

  expect(plan).toContain('conversations USING INDEX conversations_user (user_id=? AND status=?)')
})

test.for([
  [
    'the texts of a minute are counted in the index of when they came',
    (tx: Tx) => textsInMinute(tx, { address: '+14155550101', position: 9, receivedAt: 60_000 }),
    'inbox USING INDEX inbox_received (address=? AND channel=? AND received_at>? AND received_at<?)',
  ],
  [
    'the tokens of a day are found by user and day',
    (tx: Tx) => tokensOn(tx, 'u', '2026-11-20'),
    'token_usage USING INDEX sqlite_autoindex_token_usage_1 (user_id=? AND day=?)',
  ],
  [
    'the tokens of a month are found by day',
    (tx: Tx) => spentBetween(tx, '2026-11-01', '2026-12-01'),
    'token_usage USING INDEX token_usage_day (day>? AND day<?)',
  ],
  [
    'the segments of a month are found by day',
    (tx: Tx) => spentBetween(tx, '2026-11-01', '2026-12-01'),
    'usage USING INDEX usage_day (day>? AND day<?)',
  ],
  [
    'the segments that are queued are found among the unsent rows',
    (tx: Tx) => unsentSegments(tx),
    'outbox USING INDEX outbox_unsent',
  ],
  [
    'what a user added in a week is found by user and time',
    (tx: Tx) => requestedSince(tx, 'u', { since: 1, until: 2 }),
    'media_requests USING INDEX media_requests_user (user_id=? AND created_at>? AND created_at<?)',
  ],
  [
    'what a user asked for in a week is found by user',
    (tx: Tx) => requestedSince(tx, 'u', { since: 1, until: 2 }),
    'SEARCH requests USING INDEX requests_user (user_id=?)',
  ],
] as const)('%s', ([, run, plan]) => {
  expect(plansOf(run)).toContain(plan)
})

test('what one side said is found by conversation and role', () => {
  const plan = plansOf((db) =>
    db.$client
      .prepare("select content from messages where conversation_id = 'c' and role = 'user'")
      .all(),
  )

  expect(plan).toContain('messages USING INDEX messages_role (conversation_id=? AND role=?)')
})
