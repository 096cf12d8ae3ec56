import { setImmediate } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import type { Tx } from '../../src/db/tx.ts'
import { StoreUnavailableError } from '../../src/errors.ts'
import { type CommitQueueOptions, createCommitQueue } from '../../src/store/commit-queue.ts'
import { databasePath } from '../helpers/store.ts'

function setUp(options: CommitQueueOptions = {}) {
  const path = databasePath()
  const db = openDatabase(path)
  onTestFinished(() => void db.$client.close())
  db.run(sql`create table notes (text text unique)`)
  let commits = 0
  const write = createCommitQueue(db, { ...options, onCommit: () => commits++ })
  const note = (text: string) => (tx: Tx) => {
    tx.run(sql`insert into notes values (${text})`)
    return text
  }
  const notes = () => db.all<{ text: string }>(sql`select text from notes`).map(({ text }) => text)
  return { path, db, write, note, notes, commits: () => commits }
}

test('changes that wait together share one commit', async () => {
  const { write, note, notes, commits } = setUp()

  const results = await Promise.all(['a', 'b', 'c'].map((text) => write(note(text))))

  expect(results).toEqual(['a', 'b', 'c'])
  expect(notes()).toEqual(['a', 'b', 'c'])
  expect(commits()).toBe(1)
})

test('changes that come turn after turn of the event loop share a commit', async () => {
  const { write, note, commits } = setUp()
  const written: Promise<string>[] = []

  for (const text of ['a', 'b', 'c', 'd']) {
    written.push(write(note(text)))
    await setImmediate()
  }
  await Promise.all(written)

  expect(commits()).toBe(1)
})

test('changes that go on coming hold nothing up for long', async () => {
  const { write, note, notes } = setUp()
  const written: Promise<string>[] = []

  for (let turn = 0; turn < 50 && notes().length === 0; turn++) {
    written.push(write(note(String(turn))))
    await setImmediate()
  }
  expect(written.length).toBeLessThan(20)

  await Promise.all(written)
  expect(notes()).toEqual(written.map((_, turn) => String(turn)))
})

test('urgent changes go ahead of those that wait', async () => {
  const { write, note, notes } = setUp()

  await Promise.all([write(note('turn')), write(note('text'), 'urgent')])

  expect(notes()).toEqual(['text', 'turn'])
})

test('a change that fails is undone alone, all of it', async () => {
  const { write, note, notes } = setUp()
  const twoThenFail = (tx: Tx) => {
    note('half')(tx)
    throw new TypeError('no')
  }

  const results = await Promise.allSettled([write(note('a')), write(twoThenFail), write(note('b'))])

  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: new TypeError('no') })
  expect(notes()).toEqual(['a', 'b'])
})

test('a promise resolves only after the commit', async () => {
  const { path, write, note } = setUp()
  const beside = new SQLite(path, { readonly: true })
  onTestFinished(() => void beside.close())

  await write(note('a'))

  expect(beside.prepare('select text from notes').all()).toEqual([{ text: 'a' }])
})

test('a change waits for a lock that another process holds for a moment', async () => {
  const { path, write, note, notes } = setUp()
  const other = new SQLite(path)
  onTestFinished(() => void other.close())
  other.exec('begin immediate')

  const written = write(note('a'), 'urgent')
  setTimeout(() => other.exec('rollback'), 150)

  expect(await written).toBe('a')
  expect(notes()).toEqual(['a'])
})

test('each change is refused once its own patience has ended, and the others go on waiting', async () => {
  const { path, write, note, notes } = setUp({ giveUpAfterMs: 60_000 })
  const other = new SQLite(path)
  onTestFinished(() => void other.close())
  other.exec('begin immediate')

  const text = write(note('text'), 'urgent')
  await expect(write(note('check'), 'ordinary', 100)).rejects.toThrow(StoreUnavailableError)
  other.exec('rollback')

  expect(await text).toBe('text')
  expect(notes()).toEqual(['text'])
})

test('changes keep their order through a lock', async () => {
  const { path, write, note, notes } = setUp()
  const other = new SQLite(path)
  onTestFinished(() => void other.close())
  other.exec('begin immediate')

  const first = [write(note('text 1'), 'urgent'), write(note('turn'))]
  setTimeout(() => {
    first.push(write(note('text 2'), 'urgent'))
    other.exec('rollback')
  }, 100)
  await Promise.all(first)
  await write(note('end'))

  expect(notes()).toEqual(['text 1', 'text 2', 'turn', 'end'])
})

test('a full disk refuses the whole batch and keeps nothing of it', async () => {
  const { db, write, note, notes } = setUp()
  const pages = db.$client.pragma('page_count', { simple: true })
  db.$client.pragma(`max_page_count = ${Number(pages)}`)

  const results = await Promise.allSettled([write(note('x'.repeat(100_000))), write(note('b'))])

  for (const result of results) {
    expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreUnavailableError) })
  }
  expect(notes()).toEqual([])
  db.$client.pragma('max_page_count = 1000000')
  expect(await write(note('c'))).toBe('c')
})

test('a database that cannot be written refuses a change as an outage', async () => {
  const { db, write, note } = setUp()
  db.$client.pragma('query_only = on')

  await expect(write(note('a'))).rejects.toThrow(StoreUnavailableError)
})
