import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openOwnStore } from '../../src/store/owned.ts'
import { createStore } from '../../src/store/store.ts'
import { startNeighbours, usherr } from '../helpers/command-line.ts'
import { databasePath } from '../helpers/store.ts'

test('a parked text of a terminal is not tried again, because no terminal waits for it', async () => {
  const path = databasePath()
  createStore({ path }).close()
  const db = new SQLite(path)
  db.exec(`insert into inbox (sid, channel, address, body, media_count, received_at, state, attempts)
    values ('CL1', 'cli', '+14155550101', 'hi', 0, 1, 'parked', 3)`)

  const { code, stdout, stderr } = await usherr(['queue', 'retry', 'in-1'], { DATABASE_PATH: path })

  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    'Nothing was changed.\nin-1: No terminal waits for its answer any more. Say it again with `usherr chat`.\n',
  )
  expect(db.prepare('select state from inbox').pluck().all()).toEqual(['parked'])
  db.close()
})

test('a chat leaves it to the service whether changes are written down for a copy', async () => {
  const { env } = await startNeighbours()
  const own = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(TWILIO|PUBLIC|LLM)_/.test(name)),
  )
  const path = own['DATABASE_PATH'] ?? ''
  createStore({ path, isSynced: true }).close()

  await usherr(['chat', 'thanks'], own)

  const db = new SQLite(path, { readonly: true })
  expect(db.prepare('select schema is not null from __sync_state').pluck().get()).toBe(1)
  expect(
    db.prepare("select 1 from __sync_changes where table_name = 'messages'").all(),
  ).not.toEqual([])
  db.close()
})

test('a database in which no change can be written down is let go', () => {
  const path = databasePath()
  createStore({ path }).close()
  const db = new SQLite(path)
  db.exec('create table __sync_state (odd text)')

  expect(() => openOwnStore({ path, isSynced: true })).toThrow('is not as Usherr made it')

  // Whoever still had it open would be in the way.
  db.exec('begin exclusive; commit')
  expect(db.pragma('journal_mode = delete', { simple: true })).toBe('delete')
  db.close()
})
