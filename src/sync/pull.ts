import { z } from 'zod'
import { NO_COPY, type Rebuilding, rebuildDatabase } from '../db/rebuild.ts'
import { listed, quoted, type Value, ValueSchema } from '../db/synced-tables.ts'
import { AnswerTooLongError, RestoreError, SyncError } from '../errors.ts'
import { type CopyState, parseCopyState, READ_STATE, readCopyState } from './copy-state.ts'
import type { Remote, Statement } from './remote.ts'

export interface PullOptions {
  remote: Remote
  /** Where the database is made; whatever is there is replaced. */
  path: string
  signal: AbortSignal
  /** Told how many rows have come. */
  onProgress?: (rows: number) => void
}

export interface Pulled {
  rows: number
  /** When the database was as the copy has it, in epoch milliseconds. */
  wholeAt: number
}

const PAGE = 500
const MAX_PAGE_BYTES = 64 * 1024 * 1024
const ATTEMPTS = 3

/**
 * Makes a database at `path` of what the server holds: the one that was copied, as it was at one
 * moment.
 *
 * @throws {RestoreError} that says why there is none
 * @throws {SyncError} where the server could not be asked
 */
export async function pull(options: PullOptions): Promise<Pulled> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const rows = await pullOnce(options)
    if (rows) return rows
  }
  throw new RestoreError('Another Usherr keeps writing to SYNC_URL. Stop it first.')
}

/** Undefined where the copy was written to meanwhile. */
async function pullOnce(options: PullOptions): Promise<Pulled | undefined> {
  const { remote, path, signal, onProgress = () => {} } = options
  const copy = await finishedCopy(remote, signal)
  const database = rebuildDatabase(path, { ...copy, databaseId: copy.database_id })
  try {
    let rows = 0
    for (const table of database.tables) {
      for await (const page of pagesOf(remote, table, { copy, signal })) {
        if (!page) return undefined
        database.insert(table, page)
        rows += page.length
        onProgress(rows)
      }
    }
    database.finish()
    return { rows, wholeAt: copy.whole_at }
  } finally {
    database.close()
  }
}

async function finishedCopy(remote: Remote, signal: AbortSignal) {
  const { copy } = await readCopyState(remote, signal)
  if (!copy) throw new RestoreError('SYNC_URL holds no copy of a database.')
  const { whole_at, copy_id } = copy
  if (whole_at === null || copy_id === null) {
    throw new RestoreError(
      'The first copy on SYNC_URL was never finished; nothing can be made of it.',
    )
  }
  return { ...copy, whole_at }
}

const Row = z.record(z.string(), ValueSchema)

/** Each page of a table's rows; undefined, and no more, once the copy is another than it was. */
async function* pagesOf(
  remote: Remote,
  { name, columns, key }: Rebuilding['tables'][number],
  { copy, signal }: { copy: CopyState; signal: AbortSignal },
): AsyncGenerator<Value[][] | undefined> {
  const names = columns.map((column) => column.name)
  let after: Value[] | undefined
  for (;;) {
    const places = key.map(() => '?').join(', ')
    const isLater = after ? `where (${listed(key)}) > (${places})` : ''
    const select = `select ${listed(names)} from ${quoted(name)} ${isLater} order by ${listed(key)}`
    const page = await readPage(remote, { sql: select, args: after ?? [] }, signal)
    const now = parseCopyState(page.state)
    if (now?.whole_at !== copy.whole_at || now.token !== copy.token) {
      yield undefined
      return
    }
    yield page.rows.map((row) => names.map((column) => row[column] ?? null))
    const last = page.rows.at(-1)
    if (page.isLast || !last) return
    after = key.map((column) => last[column] ?? null)
  }
}

/** As many rows as an answer may hold; where they are long, fewer than a page. */
async function readPage(remote: Remote, { sql, args = [] }: Statement, signal: AbortSignal) {
  for (let limit = PAGE; ; limit = Math.ceil(limit / 8)) {
    try {
      const page: Statement = { sql: `${sql} limit ${limit}`, args }
      const [state, found = []] = await remote.read([READ_STATE, page], signal, MAX_PAGE_BYTES)
      const rows = z.array(Row).safeParse(found)
      if (!rows.success) throw new SyncError('rejected', NO_COPY, { cause: rows.error })
      return { state: state?.[0], rows: rows.data, isLast: rows.data.length < limit }
    } catch (error) {
      if (!(error instanceof AnswerTooLongError) || limit === 1) throw error
    }
  }
}
