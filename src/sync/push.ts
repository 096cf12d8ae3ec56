import { MAX_CHANGES } from '../db/sync-progress.ts'
import { bytesOf, largeRowOf, type SyncState, type SyncStep } from '../db/sync-steps.ts'
import { SyncError } from '../errors.ts'
import type { SyncStore } from '../store/sync.ts'
import {
  claim,
  type CopyState,
  readCopyState,
  recordBegun,
  recordPushed,
  recordWhole,
  takeOver,
} from './copy-state.ts'
import { applyStaged, makeStaged, replaceByStaged, stageRow } from './copy-tables.ts'
import { type Remote, type Statement, requireThat } from './remote.ts'

export interface PushOptions {
  local: Pick<
    SyncStore,
    'adopt' | 'copyAnew' | 'next' | 'record' | 'restartCopy' | 'standing' | 'state'
  >
  remote: Remote
  signal: AbortSignal
  now: () => number
  /** Whether the copy of another database may be replaced by this one's. */
  mayReplace?: boolean
  /** Told how many rows are at the server, and how many changes are left to go. */
  onProgress?: (rows: number, waiting: number) => void
}

/**
 * Brings the server's copy up to date, step by step, and resolves with how many rows went. A step
 * that is made twice, because nobody knows how it ended, changes nothing the second time. Nobody
 * else pushes meanwhile: the caller holds the lock.
 *
 * @throws {SyncError}
 */
export async function push(options: PushOptions): Promise<number> {
  const { local, remote, signal, now, onProgress = () => {} } = options
  // Before anything is asked of a server that may be away for good.
  if ((await local.standing()).lag > MAX_CHANGES) await local.copyAnew()
  const copy = await openCopy(options)
  let expected = copy.token
  let rows = 0
  while (!signal.aborted) {
    const state = await local.state()
    const step = await local.next()
    if (step.rows.length === 0 && !state.isCopying) break
    const statements = [isStill(expected), ...statementsOf(step, { state, copy, at: now() })]
    await remote.write(statements, signal).catch((error: unknown) => {
      throw namingRow(error, step)
    })
    await local.record(step)
    expected = state.nextToken
    rows += step.rows.length
    onProgress(rows, step.waiting)
    if (step.whole) break
  }
  signal.throwIfAborted()
  return rows
}

/** The same error, and which row it is about where that was too large. */
function namingRow(error: unknown, step: SyncStep): unknown {
  const row = largeRowOf(step)
  if (!row || !(error instanceof SyncError) || error.failure !== 'rejected') return error
  const { table, key, values = [] } = row
  const session = values[table.columns.findIndex(({ name }) => name === 'conversation_id')]
  const remedy = session
    ? `\`usherr sessions delete ${printable(session)}\` takes it away with its session`
    : 'Shorten or delete it'
  const message = `The server at SYNC_URL does not take a row of ${table.name} that has ${bytesOf(row)} bytes (${table.key.join(', ')}: ${key.map(printable).join(', ')}). ${remedy}; or name a server that takes it. Until then the copy stays as it is.`
  return new SyncError('oversized', message, { cause: error })
}

const printable = (value: unknown) =>
  String(value)
    .replace(/[^ -~]/g, '?')
    .slice(0, 80)

/** The copy at the server, with what a copy of everything is first laid into where one is due. */
async function openCopy(options: PushOptions): Promise<CopyState> {
  const { local, remote, signal } = options
  const state = await local.state()
  const { copy, tables } = await claimCopy(state, options)
  await local.adopt(copy.token)
  if ([copy.copy_id, copy.staged_copy_id].includes(state.copyId)) return copy

  await local.restartCopy()
  const { tables: ours } = await local.next()
  const begun = [...makeStaged(ours, tables), recordBegun(state.copyId)]
  await remote.write([isStill(copy.token), ...begun], signal)
  return copy
}

/** @throws {SyncError} where the server's database is not this one's to write to */
async function claimCopy(
  { databaseId, token, nextToken, tokensElsewhere }: SyncState,
  { remote, signal, mayReplace = false }: PushOptions,
): Promise<{ copy: CopyState; tables: string[] }> {
  const found = await readCopyState(remote, signal)
  if (!found.copy && found.tables.length > 0) {
    throw new SyncError(
      'taken',
      'The database at SYNC_URL holds tables of something else. Name an empty one.',
    )
  }
  if (!found.copy) await remote.write(claim(databaseId), signal)
  const { copy, tables } = found.copy ? found : await readCopyState(remote, signal)
  if (!copy) throw new SyncError('rejected', 'The server at SYNC_URL keeps nothing.')

  // Before the first push, and after a restore, whatever stands there is ours to replace.
  const isOurs = [null, token, nextToken].includes(copy.token) || token === null
  if (copy.database_id === databaseId && isOurs) return { copy, tables }
  // SYNC_URL has named another server since. What was pushed there is missing here.
  const isComeBack = copy.token !== null && tokensElsewhere.includes(copy.token)
  const mayTakeOver = mayReplace || (copy.database_id === databaseId && isComeBack)
  if (!mayTakeOver) throw refusalOf(copy.database_id === databaseId)
  await remote.write([isStill(copy.token), takeOver(databaseId)], signal)
  return { copy: { ...copy, token: null, copy_id: null, staged_copy_id: null }, tables }
}

function refusalOf(isSameDatabase: boolean): SyncError {
  const message = isSameDatabase
    ? 'A copy of this database has gone on elsewhere and pushed to SYNC_URL since. Stop it there; `usherr sync --replace` then makes this one what is copied.'
    : "SYNC_URL holds the copy of another Usherr's database. Name another one, or replace it with `usherr sync --replace`."
  return new SyncError('taken', message)
}

const isStill = (token: string | null): Statement =>
  requireThat('(select token from _usherr_sync) is ?', [token])

function statementsOf(
  { tables, rows, sequence, whole }: SyncStep,
  { state, copy, at }: { state: SyncState; copy: CopyState; at: number },
): Statement[] {
  const { copyId, schema, nextToken } = state
  const isCopyOfAll = copy.copy_id !== copyId
  const names = tables.map(({ name }) => name)
  return [
    ...rows.map(stageRow),
    ...(whole
      ? [
          ...(isCopyOfAll ? replaceByStaged(tables, copy.tables) : applyStaged(tables)),
          recordWhole({ ...whole, copyId, schema, tables: names, at }),
        ]
      : []),
    recordPushed(nextToken, sequence),
  ]
}
