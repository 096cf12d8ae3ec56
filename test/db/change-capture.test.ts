import SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { expect, test } from 'vitest'
import { captureChanges } from '../../src/db/change-capture.ts'
import { openDatabase } from '../../src/db/open.ts'
import { syncedTables } from '../../src/db/synced-tables.ts'
import { createStore } from '../../src/store/store.ts'
import { MIGRATION_TAGS, migrationsFolder, oldDatabase, rowsOf } from '../helpers/old-database.ts'
import { databasePath } from '../helpers/store.ts'

/** What `work` leaves at `path`, of a service that copies it or of one that does not. */
function serve(path: string, isSynced: boolean): void {
  createStore({ path, isSynced }).close()
}

function ask(path: string, query: string) {
  const client = new SQLite(path)
  try {
    return rowsOf(client, query)
  } finally {
    client.close()
  }
}

function change(path: string, ...statements: string[]): void {
  const client = new SQLite(path)
  client.pragma('foreign_keys = ON')
  for (const statement of statements) client.exec(statement)
  client.close()
}

const OWN = "select name from sqlite_schema where name glob '__sync_*'"
const CHANGES = 'select table_name, id, deleted from __sync_changes order by sequence'
const insertUser = (
  id: string,
) => `insert into users (id, phone, role, status, created_at, updated_at)
  values ('${id}', '${id}', 'admin', 'active', 1, 1)`
const insertConversation = `insert into conversations
  (id, user_id, status, context_state, created_at, updated_at) values ('c', 'u', 'active', '{}', 1, 1)`
const insertTag = "insert into conversation_tags (conversation_id, tag) values ('c', 'a \"b\"')"

test('who has no copy has no table or trigger for it either', () => {
  const path = databasePath()

  serve(path, false)

  expect(ask(path, OWN)).toEqual([])
})

test('every change is written down by the key of its row, those that cascade too', () => {
  const path = databasePath()
  serve(path, true)

  change(path, insertUser('u'), insertConversation, insertTag)
  change(path, "update users set name = 'Sam'", 'vacuum', 'delete from users')

  const row = (table_name: string, id: unknown[], deleted = 0) => ({
    table_name,
    id: JSON.stringify(id),
    deleted,
  })
  const changes = ask(path, CHANGES)
  expect(changes.slice(0, 4)).toEqual([
    row('users', ['u']),
    row('conversations', ['c']),
    row('conversation_tags', ['c', 'a "b"']),
    row('users', ['u']),
  ])
  expect(changes.slice(4)).toHaveLength(3)
  expect(changes.slice(4)).toEqual(
    expect.arrayContaining([
      row('users', ['u'], 1),
      row('conversations', ['c'], 1),
      row('conversation_tags', ['c', 'a "b"'], 1),
    ]),
  )
})

test('a row whose key changes is one that goes and one that comes', () => {
  const path = databasePath()
  serve(path, true)
  change(path, insertUser('u'))

  change(path, "update users set id = 'v'", "update users set id = 'v', name = 'Sam'")

  expect(ask(path, CHANGES).map(({ id, deleted }) => [id, deleted])).toEqual(
    expect.arrayContaining([
      ['["u"]', 1],
      ['["v"]', 0],
    ]),
  )
  expect(
    ask(path, `${CHANGES.replace('order', 'where id = \'["v"]\' and deleted order')}`),
  ).toEqual([])
})

test('a service that starts again goes on with what was written down', () => {
  const path = databasePath()
  serve(path, true)
  change(path, insertUser('u'))
  const copies = ask(path, 'select copy_id from __sync_state')

  serve(path, true)

  expect(ask(path, CHANGES)).toHaveLength(1)
  expect(ask(path, 'select copy_id from __sync_state')).toEqual(copies)
})

test('who gives the copy up pays for nothing, and has everything copied when it is set up again', () => {
  const path = databasePath()
  serve(path, true)
  change(path, insertUser('u'))
  const [before] = ask(path, 'select database_id, copy_id from __sync_state')

  serve(path, false)

  change(path, insertUser('v'))
  expect(ask(path, CHANGES)).toEqual([])
  expect(
    ask(path, "select name from sqlite_schema where type = 'trigger' and name glob '__sync_*'"),
  ).toEqual([])

  serve(path, true)
  const [after] = ask(path, 'select database_id, copy_id, copied from __sync_state')
  expect(after).toMatchObject({ database_id: before?.['database_id'], copied: '"start"' })
  expect(after?.['copy_id']).not.toBe(before?.['copy_id'])
})

test.for(MIGRATION_TAGS.slice(0, -1).map((tag, index) => [tag, index + 1] as const))(
  'a copied database of %s is migrated, and copied anew',
  ([, count]) => {
    const { path } = oldDatabase(count)
    captureOld(path)
    change(path, "update users set name = 'Sam'")
    const [before] = ask(path, 'select copy_id from __sync_state')

    openDatabase(path).$client.close()
    expect(
      ask(path, "select name from sqlite_schema where type = 'trigger' and name glob '__sync_*'"),
    ).toEqual([])
    serve(path, true)

    const [after] = ask(path, 'select copy_id, copied from __sync_state')
    expect(after?.['copied']).toBe('"start"')
    expect(after?.['copy_id']).not.toBe(before?.['copy_id'])
    change(path, insertUser('new'))
    expect(ask(path, CHANGES)).toHaveLength(1)
  },
)

test('a migration that fails leaves the copy to be followed as it was', () => {
  const { path } = oldDatabase(MIGRATION_TAGS.length)
  captureOld(path)
  change(path, "update users set name = 'Sam'")
  const sync = () => ['state', 'changes'].map((name) => ask(path, `select * from __sync_${name}`))
  const before = sync()
  const own = ask(path, `${OWN} order by name`)
  const rebuildsAndFails = `create table others as select * from users;--> statement-breakpoint
    drop table users;--> statement-breakpoint
    insert into nowhere values (1)`
  const folder = migrationsFolder(MIGRATION_TAGS.length, rebuildsAndFails)

  expect(() => openDatabase(path, { migrationsFolder: folder })).toThrow('nowhere')

  expect(sync()).toEqual(before)
  expect(ask(path, `${OWN} order by name`)).toEqual(own)
  const count = ask(path, CHANGES).length
  change(path, insertUser('new'))
  expect(ask(path, CHANGES)).toHaveLength(count + 1)
})

/** What a version of then would have made of it. */
function captureOld(path: string): void {
  const client = new SQLite(path)
  captureChanges(drizzle(client))
  client.close()
}

test('every table has a key by which its rows are known', () => {
  const db = openDatabase(databasePath())
  const tables = syncedTables(db)
  db.$client.close()

  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['messages', 'usage']))
  expect(tables.filter(({ key }) => key.length === 0)).toEqual([])
})
