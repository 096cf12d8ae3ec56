import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type SQLite from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { connect } from '../../src/db/connection.ts'
import { applyMigrations } from '../../src/db/migrations.ts'
import { databasePath } from './store.ts'

const MIGRATIONS = fileURLToPath(new URL('../../drizzle', import.meta.url))
const JOURNAL = join('meta', '_journal.json')

const JournalSchema = z.looseObject({
  entries: z.array(z.looseObject({ idx: z.number(), when: z.number(), tag: z.string() })),
})

export type Row = Record<string, unknown>

/** The tags of all migrations, in their order. */
export const MIGRATION_TAGS = readJournal(MIGRATIONS).entries.map(({ tag }) => tag)

/** A folder with the first `count` migrations and one more, if there is one; gone with the test. */
export function migrationsFolder(count: number, oneMore?: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-migrations-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  cpSync(MIGRATIONS, folder, { recursive: true })
  const journal = readJournal(folder)
  const entries = journal.entries.slice(0, count)
  const last = entries.at(-1)
  if (oneMore !== undefined && last) {
    entries.push({ ...last, idx: last.idx + 1, when: last.when + 1, tag: 'one_more' })
    writeFileSync(join(folder, 'one_more.sql'), oneMore)
  }
  writeFileSync(join(folder, JOURNAL), JSON.stringify({ ...journal, entries }))
  return folder
}

function readJournal(folder: string) {
  return JournalSchema.parse(JSON.parse(readFileSync(join(folder, JOURNAL), 'utf8')))
}

/** A database as the first `count` migrations left it, with twelve rows in every table. */
export function oldDatabase(count: number): { path: string; rows: Record<string, Row[]> } {
  const path = databasePath()
  const client = connect(path)
  applyMigrations(client, migrationsFolder(count))
  fill(client)
  const rows = contentsOf(client)
  client.close()
  return { path, rows }
}

/** What stands in each table of ours. */
export function contentsOf(client: SQLite.Database): Record<string, Row[]> {
  const names = tablesOf(client)
  return Object.fromEntries(names.map((name) => [name, rowsOf(client, `select * from "${name}"`)]))
}

export function rowsOf(client: SQLite.Database, query: string): Row[] {
  return z.array(z.record(z.string(), z.unknown())).parse(client.prepare(query).all())
}

function tablesOf(client: SQLite.Database): string[] {
  // Those of the full text index are of type `shadow`.
  const query = `select name from pragma_table_list
    where schema = 'main' and type = 'table' and name not like 'sqlite_%' and name not in ('__drizzle_migrations', 'migrations')`
  return rowsOf(client, query).map(({ name }) => String(name))
}

const ROWS = 12

// Where any value will not do. They are taken in turn.
const VALUES: Record<string, unknown[]> = {
  'conversations.context_state': ['{}', '{"rest":"and more"}'],
  'conversations.metadata': ['{}'],
  'conversations.outside': ['{}'],
  'messages.conversation_id': ['conversations-0', 'conversations-1', 'conversations-2'],
  'messages.role': ['user', 'assistant', 'tool', 'assistant'],
  'messages.tool_calls': [null, '[{"id":"call_1"}]', null, null],
  'messages.metadata': ['{"isStandIn":true}', null],
  'messages.content': ['is interstellar in?', '', 'found it', 'Interstellar is here.'],
  'inbox.state': ['waiting', 'done', 'parked'],
  'outbox.state': ['pending', 'sending', 'sent', 'delivered', 'undelivered', 'failed'],
  'outbox.kind': ['reply', 'notice', 'busy'],
  'pending_actions.state': ['open', 'claimed', 'executing', 'done', 'declined'],
  'pending_actions.choices': ['{"YES":{"tool":"add","args":{}}}'],
  'pending_actions.fingerprint': ['{"service":"radarr"}', null],
  'audit_log.detail': ['{"day":"2026-11-20"}'],
}

function fill(client: SQLite.Database): void {
  // Tables refer to each other in an order of their own.
  client.pragma('foreign_keys = OFF')
  for (const table of tablesOf(client)) {
    const columns = rowsOf(client, `select name, type from pragma_table_info('${table}')`)
    const references = new Map(
      rowsOf(client, `select * from pragma_foreign_key_list('${table}')`).map((key) => [
        key['from'],
        String(key['table']),
      ]),
    )
    const names = columns.map(({ name }) => `"${String(name)}"`).join(', ')
    const insert = client.prepare(
      `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`,
    )
    for (let row = 0; row < ROWS; row++) {
      insert.run(
        columns.map(({ name, type }) => {
          const values = VALUES[`${table}.${String(name)}`]
          if (values) return values[row % values.length]
          const referred = references.get(name)
          if (referred !== undefined) return `${referred}-${row}`
          if (name === 'id') return `${table}-${row}`
          return String(type).toLowerCase() === 'integer' ? 1000 + row : `${String(name)} ${row}`
        }),
      )
    }
  }
  client.pragma('foreign_keys = ON')
}
