import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { databasePath, openStore } from '../helpers/store.ts'

test.for<[what: string, query: string, plan: RegExp]>([
  [
    'a window is read from the end of its conversation',
    'select * from messages where conversation_id = ? order by round desc, sequence desc limit 50',
    /^SEARCH messages USING INDEX messages_sequence \(conversation_id=\?\)$/,
  ],
  [
    'the next messages of an export are found by the last one',
    'select * from messages where conversation_id = ? and (round, sequence) > (?, ?) order by round, sequence limit 200',
    /^SEARCH messages USING INDEX messages_sequence \(conversation_id=\? AND \(round,sequence\)>\(\?,\?\)\)$/,
  ],
  [
    'the sessions that were carried on last come from an index',
    'select * from conversations join users on users.id = user_id order by conversations.updated_at desc, conversations.id desc limit 50',
    /SCAN conversations USING INDEX conversations_updated/,
  ],
  [
    'what a time bounds is read of an index alone',
    'select min(+position) from messages where created_at >= ?',
    /^SEARCH messages USING COVERING INDEX messages_created \(created_at>\?\)$/,
  ],
])('%s', ([, query, plan]) => {
  const path = databasePath()
  openStore({ path })
  const db = new SQLite(path)
  onTestFinished(() => void db.close())

  const values = Array.from(query.matchAll(/\?/g), () => 1)
  const steps = db
    .prepare<unknown[], { detail: string }>(`explain query plan ${query}`)
    .all(...values)

  expect(steps.map(({ detail }) => detail).join('\n')).toMatch(plan)
})
