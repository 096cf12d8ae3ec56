import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type SQLite from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { z } from 'zod'
import { MigrationError } from '../errors.ts'
import { dropTriggers } from './change-capture.ts'
import { hasTable } from './connection.ts'
import { failureInWords } from './failure-in-words.ts'

// `src/db` and `dist/db` are equally deep, so one relative path serves both.
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../drizzle', import.meta.url))

export interface MigrationState {
  /** How many were applied; none to a new file. */
  applied: number
  pending: number
  /** The first of them is our first. */
  isOurs: boolean
  /** Another program has made something in it. */
  isForeign: boolean
  /** A newer version of the service has worked on it. */
  isNewer: boolean
  /** Each that was applied stands in our record too. */
  isRecorded: boolean
}

export interface Migration {
  number: number
  /** Undefined of one that only a newer version can name. */
  name: string | undefined
  /** A `newer` one was applied by a version that knows more of them than this one. */
  state: 'applied' | 'pending' | 'newer'
  /** Epoch milliseconds; undefined where it was not recorded. */
  appliedAt: number | undefined
}

// Drizzle's own, which decides what is pending, for every version of Usherr there ever was. The
// other one says to a person what that was and when.
const LEDGER = `create table if not exists "__drizzle_migrations" (
  id SERIAL PRIMARY KEY,
  hash text NOT NULL,
  created_at numeric
)`
const RECORD = `create table if not exists migrations (
  number integer primary key not null,
  name text not null,
  applied_at integer
)`

const Journal = z.object({ entries: z.array(z.object({ tag: z.string() })) })
const Ledger = z.array(z.number())
const Records = z.array(
  z.object({ number: z.number(), name: z.string(), applied_at: z.number().nullable() }),
)

/** By when each that was applied had been written, the earliest first: what tells two states apart. */
export function appliedMigrations(client: SQLite.Database): number[] {
  if (!hasTable(client, '__drizzle_migrations')) return []
  const query = 'select created_at from __drizzle_migrations order by created_at'
  return Ledger.parse(client.prepare(query).pluck().all())
}

export function migrationState(
  client: SQLite.Database,
  migrationsFolder = MIGRATIONS_FOLDER,
): MigrationState {
  const known = knownMigrations(migrationsFolder).map(({ writtenAt }) => writtenAt)
  const applied = appliedMigrations(client)
  const newest = applied.at(-1) ?? 0
  const isOurs = applied[0] !== undefined && applied.includes(known[0] ?? 0)
  return {
    applied: applied.length,
    pending: known.filter((writtenAt) => writtenAt > newest).length,
    isOurs,
    isForeign: !isOurs && holdsAnything(client),
    isNewer: applied.length > 0 && !known.includes(newest),
    isRecorded: recordsOf(client).size >= applied.length,
  }
}

/** What a kill left of a first start is nothing. */
function holdsAnything(client: SQLite.Database): boolean {
  const query = "select 1 from sqlite_schema where tbl_name <> '__drizzle_migrations'"
  return appliedMigrations(client).length > 0 || client.prepare(query).get() !== undefined
}

/** All that were applied or are pending, in their order; without a database all are pending. */
export function listMigrations(
  client: SQLite.Database | undefined,
  migrationsFolder = MIGRATIONS_FOLDER,
): Migration[] {
  const known = knownMigrations(migrationsFolder)
  const applied = client ? appliedMigrations(client) : []
  const records = client ? recordsOf(client) : new Map<number, undefined>()
  const newest = applied.at(-1) ?? 0
  const ours = known.map(({ number, name, writtenAt }) => ({
    number,
    name,
    state: writtenAt > newest ? ('pending' as const) : ('applied' as const),
    appliedAt: writtenAt > newest ? undefined : records.get(number)?.appliedAt,
  }))
  const newer = applied.flatMap((writtenAt, number) =>
    known.some((one) => one.writtenAt === writtenAt)
      ? []
      : [{ number, name: undefined, state: 'newer' as const, ...records.get(number) }],
  )
  return [...ours, ...newer].map((one) => ({ ...one, appliedAt: one.appliedAt }))
}

/**
 * Applies what is pending, and records each with it: all of it or nothing.
 *
 * @throws {MigrationError} that names the one that failed
 */
export function applyMigrations(
  client: SQLite.Database,
  migrationsFolder = MIGRATIONS_FOLDER,
  now: () => number = Date.now,
): void {
  let current = 'The record of migrations'
  const apply = client.transaction(() => {
    client.exec(LEDGER)
    client.exec(RECORD)
    const newest = appliedMigrations(client).at(-1) ?? 0
    const known = knownMigrations(migrationsFolder)
    // One that rebuilds a table would find them in its way; they are made anew at the next start.
    if (known.some(({ writtenAt }) => writtenAt > newest)) dropTriggers(drizzle(client))
    for (const migration of known) {
      const isPending = migration.writtenAt > newest
      if (isPending) {
        current = `Migration ${migrationTitle(migration)}`
        run(client, migration)
      }
      record(client, migration, isPending ? now() : null)
    }
  })
  // With foreign keys on, a migration that rebuilds a table would delete what refers to it.
  client.pragma('foreign_keys = OFF')
  try {
    apply.immediate()
  } catch (cause) {
    throw new MigrationError(`${current} failed: ${failureInWords(cause)}.`, { cause })
  } finally {
    client.pragma('foreign_keys = ON')
  }
}

/** `0006 name_tag_and_account_conversations`. */
export function migrationTitle({ number, name }: Pick<Migration, 'number' | 'name'>): string {
  return `${migrationNumber(number)} ${name ?? '(of a newer Usherr)'}`
}

/** `0006`, as its file begins. */
export function migrationNumber(number: number): string {
  return String(number).padStart(4, '0')
}

interface KnownMigration {
  number: number
  name: string
  /** Epoch milliseconds, by which drizzle tells them apart. */
  writtenAt: number
  hash: string
  statements: readonly string[]
}

function knownMigrations(migrationsFolder: string): KnownMigration[] {
  const journal = readFileSync(join(migrationsFolder, 'meta', '_journal.json'), 'utf8')
  const { entries } = Journal.parse(JSON.parse(journal))
  return readMigrationFiles({ migrationsFolder }).map(({ sql, folderMillis, hash }, number) => ({
    number,
    name: (entries[number]?.tag ?? '').replace(/^\d+_/, ''),
    writtenAt: folderMillis,
    hash,
    statements: sql,
  }))
}

function run(client: SQLite.Database, { statements, hash, writtenAt }: KnownMigration): void {
  for (const statement of statements) client.exec(statement)
  client
    .prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)')
    .run(hash, writtenAt)
}

/** Of one that an earlier version applied there may be no record yet, and nobody knows when. */
function record(
  client: SQLite.Database,
  { number, name }: KnownMigration,
  appliedAt: number | null,
): void {
  const verb = appliedAt === null ? 'insert or ignore' : 'insert or replace'
  client
    .prepare(`${verb} into migrations (number, name, applied_at) values (?, ?, ?)`)
    .run(number, name, appliedAt)
}

function recordsOf(client: SQLite.Database) {
  const rows = hasTable(client, 'migrations')
    ? client.prepare('select number, name, applied_at from migrations').all()
    : []
  return new Map(
    Records.parse(rows).map(({ number, name, applied_at }) => [
      number,
      { name, appliedAt: applied_at ?? undefined },
    ]),
  )
}
