import { z } from 'zod'
import { NO_COPY } from '../db/rebuild.ts'
import type { Shape } from '../db/sync-steps.ts'
import { SyncError } from '../errors.ts'
import { JsonText } from '../json-text.ts'
import type { Remote, Statement } from './remote.ts'

const CopyState = z.object({
  database_id: z.string(),
  token: z.string().nullable(),
  staged_copy_id: z.string().nullable(),
  copy_id: z.string().nullable(),
  schema: z.number().nullable(),
  whole_at: z.number().nullable(),
  tables: JsonText.pipe(z.array(z.string())),
  statements: JsonText.pipe(z.array(z.string())),
  positions: JsonText.pipe(z.array(z.object({ name: z.string(), seq: z.number() }))),
})

/**
 * What the server says of its copy. `token` is new with each push, `staged_copy_id` is the copy of
 * everything that was begun last, `copy_id` the one that was finished last; what follows describes
 * the tables as they are.
 */
export type CopyState = z.infer<typeof CopyState>

const MAKE_STATE = `create table if not exists _usherr_sync (
  one integer primary key check (one = 1),
  database_id text not null,
  token text,
  staged_copy_id text,
  copy_id text,
  sequence integer not null default 0,
  schema integer,
  whole_at integer,
  tables text not null default '[]',
  statements text not null default '[]',
  positions text not null default '[]'
)`

export const READ_STATE: Statement = { sql: 'select * from _usherr_sync' }

const Names = z.array(z.object({ name: z.string() }))

/** Undefined where it holds no copy yet; `tables` is every table that is there. */
export async function readCopyState(
  remote: Remote,
  signal: AbortSignal,
): Promise<{ copy: CopyState | undefined; tables: string[] }> {
  // What libSQL and others keep for themselves begins like this.
  const listing =
    "select name from sqlite_schema where type = 'table' and name not glob 'sqlite_*' and name not glob 'libsql_*'"
  const [found] = await remote.read([{ sql: listing }], signal)
  const listed = Names.safeParse(found)
  if (!listed.success) throw new SyncError('rejected', NO_COPY, { cause: listed.error })
  const tables = listed.data.map(({ name }) => name)
  if (!tables.includes('_usherr_sync')) return { copy: undefined, tables }
  const [rows] = await remote.read([READ_STATE], signal)
  return { copy: parseCopyState(rows?.[0]), tables }
}

export function parseCopyState(row: unknown): CopyState | undefined {
  if (row === undefined) return undefined
  const parsed = CopyState.safeParse(row)
  if (parsed.success) return parsed.data
  throw new SyncError('rejected', NO_COPY, { cause: parsed.error })
}

/** Makes the server's database that of `databaseId`, unless another was there first. */
export function claim(databaseId: string): Statement[] {
  return [
    { sql: MAKE_STATE },
    {
      sql: 'insert into _usherr_sync (one, database_id) select 1, ? where not exists (select 1 from _usherr_sync)',
      args: [databaseId],
    },
  ]
}

/** Hands the copy over to `databaseId`. */
export const takeOver = (databaseId: string): Statement => ({
  sql: 'update _usherr_sync set database_id = ?, token = null, staged_copy_id = null, copy_id = null',
  args: [databaseId],
})

export const recordBegun = (copyId: string): Statement => ({
  sql: 'update _usherr_sync set staged_copy_id = ?',
  args: [copyId],
})

export const recordPushed = (token: string, sequence: number | undefined): Statement => ({
  sql: 'update _usherr_sync set token = ?, sequence = coalesce(?, sequence)',
  args: [token, sequence ?? null],
})

export interface Whole extends Shape {
  copyId: string
  schema: number
  tables: readonly string[]
  at: number
}

export const recordWhole = (whole: Whole): Statement => ({
  sql: `update _usherr_sync set copy_id = ?, schema = ?, whole_at = ?,
    tables = ?, statements = ?, positions = ?`,
  args: [
    whole.copyId,
    whole.schema,
    whole.at,
    JSON.stringify(whole.tables),
    JSON.stringify(whole.statements),
    JSON.stringify(whole.positions),
  ],
})
