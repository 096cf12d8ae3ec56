import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { fillDatabase } from '../../bench/fill-database.ts'
import { createStore } from '../../src/store/store.ts'

test('a filled database has the counters and the search index that texting would have left', async () => {
  const { path, db, ids } = fill({ conversations: 20, messages: 2_000 })

  const wrong = db
    .prepare(
      `SELECT id FROM conversations WHERE message_count <> 100
         OR message_count <> (SELECT count(*) FROM messages WHERE conversation_id = conversations.id)
         OR round_count <> (SELECT max(round) FROM messages WHERE conversation_id = conversations.id)
         OR output_tokens <>
           (SELECT sum(completion_tokens) FROM messages WHERE conversation_id = conversations.id)`,
    )
    .all()
  const count = (from: string) => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get()

  expect(wrong).toEqual([])
  expect(count('messages')).toBe(2_000)
  expect(count("messages_search WHERE messages_search MATCH 'matrix'")).toBe(
    count("messages WHERE role <> 'tool' AND content LIKE '%matrix%'"),
  )
  expect(db.pragma('foreign_key_check')).toEqual([])

  const store = createStore({ path })
  const window = await store.rounds.history(ids[7] ?? '', 50)
  store.close()
  expect(window).toHaveLength(50)
  expect(window.at(-1)).toMatchObject({ role: 'assistant', toolCalls: null })
})

test('a message that is added to a filled database is found, like any other', () => {
  const { db } = fill({ conversations: 1, messages: 20 })

  db.exec(
    `INSERT INTO messages (id, conversation_id, round, sequence, role, content, created_at)
     SELECT 'new', id, 100, 0, 'user', 'something about zeppelins', 1 FROM conversations`,
  )

  const found = db.prepare(
    "SELECT rowid FROM messages_search WHERE messages_search MATCH 'zeppelin'",
  )
  expect(found.all()).toHaveLength(1)
})

function fill(size: { conversations: number; messages: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-filled-'))
  const path = join(folder, 'usherr.db')
  const ids = fillDatabase({ ...size, path })
  const db = new SQLite(path)
  onTestFinished(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })
  return { path, db, ids }
}
