import { BatchCond, ClosedError, openHttp, ProtoError, ResponseError } from '@libsql/hrana-client'
import type { Value } from '../db/synced-tables.ts'
import { withDeadline } from '../deadline.ts'
import { AnswerTooLongError, SyncError } from '../errors.ts'

export interface Statement {
  sql: string
  args?: readonly Value[]
}

export type RemoteRow = Record<string, unknown>

export interface RemoteOptions {
  /** `https://` or `http://`. */
  url: string
  authToken?: string
  /** How long one answer may take. */
  timeoutMs?: number
}

export type Remote = ReturnType<typeof createRemote>

interface Call {
  begin: string
  statements: readonly Statement[]
  maxBytes: number
}

// The state of a copy, or what became of the rows of one step: a tenth of it, and the service
// stands still while it is parsed.
const MAX_SHORT_BYTES = 1024 * 1024

/** A statement that fails, and all of its transaction with it, where `condition` is not true. */
export function requireThat(condition: string, args: readonly Value[]): Statement {
  return { sql: `select case when ${condition} then 1 else json('${REFUSED}') end`, args }
}

// No JSON, so that the statement fails; SQLite has no other error to raise outside of triggers.
const REFUSED = 'refused'

/** A libSQL server, Turso's or your own: the one file that knows its protocol. */
export function createRemote({ url, authToken, timeoutMs = 30_000 }: RemoteOptions) {
  async function inOneTransaction(
    { begin, statements, maxBytes }: Call,
    signal: AbortSignal,
  ): Promise<RemoteRow[][]> {
    let hasAsked = false
    const client = openHttp(url, authToken, async (request: Request) => {
      // After an answer that is of no use the library asks once more, and nobody waits for that.
      if (hasAsked) throw new ClosedError('One request is all', undefined)
      hasAsked = true
      return readUpTo(maxBytes, requireOk(await fetch(request, { signal })))
    })
    // As numbers, those above 2^53 would fail.
    client.intMode = 'bigint'
    try {
      return await runBatch(client.openStream(), begin, statements)
    } finally {
      client.close()
    }
  }

  async function call(asked: Call, signal: AbortSignal) {
    try {
      return await withDeadline(timeoutMs, signal, (deadline) => inOneTransaction(asked, deadline))
    } catch (error) {
      signal.throwIfAborted()
      throw translated(error)
    }
  }

  return {
    /**
     * All of it at one moment; resolves with the rows of each statement. No more than `maxBytes`
     * are read of an answer.
     *
     * @throws {AnswerTooLongError}
     * @throws {SyncError}
     */
    read: (
      statements: readonly Statement[],
      signal: AbortSignal,
      maxBytes = MAX_SHORT_BYTES,
    ): Promise<RemoteRow[][]> => call({ begin: 'BEGIN', statements, maxBytes }, signal),

    /**
     * All of it or nothing. After an error it may have been done all the same, unless the server
     * said no.
     *
     * @throws {SyncError}
     */
    write: async (statements: readonly Statement[], signal: AbortSignal): Promise<void> => {
      await call({ begin: 'BEGIN IMMEDIATE', statements, maxBytes: MAX_SHORT_BYTES }, signal)
    },
  }
}

type Stream = ReturnType<ReturnType<typeof openHttp>['openStream']>

/** One request: each statement runs only where the one before it went well. */
async function runBatch(
  stream: Stream,
  begin: string,
  statements: readonly Statement[],
): Promise<RemoteRow[][]> {
  const batch = stream.batch(false)
  let last = batch.step()
  const results: Array<Promise<RemoteRow[]>> = [last.run(begin).then(() => [])]
  for (const { sql, args = [] } of [...statements, { sql: 'COMMIT' }]) {
    const step = batch.step().condition(BatchCond.ok(last))
    results.push(step.query([sql, [...args]]).then((answer) => (answer?.rows ?? []).map(rowOf)))
    last = step
  }
  const rollback = batch.step().condition(BatchCond.not(BatchCond.ok(last)))
  // It says that there is nothing to roll back where BEGIN had failed.
  const undone = rollback.run('ROLLBACK').catch(() => {})
  // Each is listened to before any can fail. Of an answer that never came none of them hears.
  const outcomes = Promise.allSettled([...results, undone])
  const executed = batch.execute()
  stream.closeGracefully()
  await executed
  for (const outcome of await outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return (await Promise.all(results)).slice(1, -1)
}

const rowOf = (row: object): RemoteRow =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([name]) => !/^\d+$/.test(name))
      .map(([name, value]) => [name, valueOf(value)]),
  )

/** What better-sqlite3 would have given for it. */
function valueOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  return value instanceof ArrayBuffer ? Buffer.from(value) : value
}

/**
 * The same answer, come in whole. A library that reads it by itself would take whatever comes.
 *
 * @throws {AnswerTooLongError}
 */
async function readUpTo(maxBytes: number, { body }: Response): Promise<Response> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new AnswerTooLongError()
    chunks.push(chunk)
  }
  return new Response(Buffer.concat(chunks))
}

/** @throws {SyncError} that says what an answer that is none of libSQL's means */
function requireOk(response: Response): Response {
  const { ok, status } = response
  if (ok) return response
  if (status === 401 || status === 403) {
    throw new SyncError('unauthorized', 'The server at SYNC_URL refuses SYNC_AUTH_TOKEN.')
  }
  if (status === 429 || status >= 500) {
    throw new SyncError('unreachable', `The server at SYNC_URL answers ${status} just now.`)
  }
  const message = `SYNC_URL answers ${status}, which no libSQL server does. Check the address.`
  throw new SyncError('rejected', message)
}

/** Ours, or the library's in words of ours: it wraps what it was told by others. */
function translated(error: unknown): SyncError {
  if (error instanceof SyncError) return error
  if (error instanceof ResponseError) return refusal(error)
  if (error instanceof ClosedError && error.cause) return translated(error.cause)
  if (error instanceof ProtoError) {
    const message = 'What answers at SYNC_URL is no libSQL server. Check the address.'
    return new SyncError('rejected', message, { cause: error })
  }
  return new SyncError('unreachable', 'The server at SYNC_URL does not answer.', { cause: error })
}

// Anything else that it says may draw on a terminal, or repeat what it was sent.
const CODE = /^[A-Z_0-9]{1,40}$/

function refusal(cause: ResponseError): SyncError {
  if (cause.message.includes('malformed JSON')) {
    return new SyncError('taken', 'Another Usherr has just written to SYNC_URL.', { cause })
  }
  // A server has a limit of its own, sqld of 10 MB.
  if (cause.code === 'RESPONSE_TOO_LARGE') return new AnswerTooLongError({ cause })
  if (/BUSY|TIMEOUT/.test(cause.code ?? '')) {
    return new SyncError('unreachable', 'The server at SYNC_URL is busy just now.', { cause })
  }
  if (/AUTH|BLOCKED|FORBIDDEN/.test(cause.code ?? '')) {
    return new SyncError('unauthorized', 'SYNC_AUTH_TOKEN may not write to SYNC_URL.', { cause })
  }
  const code = CODE.test(cause.code ?? '') ? ` (${cause.code})` : ''
  const message = `The server at SYNC_URL refuses the copy${code}.`
  return new SyncError('rejected', message, { cause })
}
