import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { expect, test } from 'vitest'
import { createRemote, type Remote } from '../../src/sync/remote.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'
import { until } from '../helpers/until.ts'

const { signal } = new AbortController()
const MEGABYTE = 1024 * 1024

/** Answers with JSON that does not end until the caller hangs up. */
async function startEndless() {
  const sent = { bytes: 0, isCut: false }
  function* endless() {
    yield '{"results":['
    for (;;) {
      const chunk = `"${'x'.repeat(64 * 1024)}",`
      sent.bytes += chunk.length
      yield chunk
    }
  }
  const url = await listenOnLoopback((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    pipeline(Readable.from(endless()), response).catch(() => (sent.isCut = true))
  })
  return { url, sent }
}

test.for<[string, (remote: Remote) => Promise<unknown>]>([
  ['what is read', (remote) => remote.read([{ sql: 'select 1' }], signal)],
  ['what is written', (remote) => remote.write([{ sql: 'select 1' }], signal)],
])('an answer to %s that does not end is cut off', async ([, ask]) => {
  const { url, sent } = await startEndless()

  await expect(ask(createRemote({ url }))).rejects.toMatchObject({
    failure: 'rejected',
    message: 'The server at SYNC_URL answers with more than was asked for. Check the address.',
  })

  await until(() => expect(sent.isCut).toBe(true))
  // Some of it is still on its way when the caller hangs up.
  expect(sent.bytes).toBeLessThan(32 * MEGABYTE)
})

test('an answer that comes byte by byte is given up like one that never comes', async () => {
  const url = await listenOnLoopback((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    const timer = setInterval(() => response.write(' '), 5)
    response.on('close', () => clearInterval(timer))
  })

  const remote = createRemote({ url, timeoutMs: 100 })

  await expect(remote.read([{ sql: 'select 1' }], signal)).rejects.toMatchObject({
    failure: 'unreachable',
    message: 'The server at SYNC_URL does not answer.',
  })
})

const refusing = (code: string) =>
  listenOnLoopback((_request, response) => {
    const error = { message: 'no', code }
    const result = { step_results: [], step_errors: [error] }
    const batch = { type: 'ok', response: { type: 'batch', result } }
    const close = { type: 'ok', response: { type: 'close' } }
    response.end(JSON.stringify({ baton: null, base_url: null, results: [batch, close] }))
  })

test.for([
  ['SQL_NO_SUCH_TABLE', 'The server at SYNC_URL refuses the copy (SQL_NO_SUCH_TABLE).'],
  ['\u001B[2J', 'The server at SYNC_URL refuses the copy.'],
  ['Bearer eyJhbGciOiJFZERTQSJ9', 'The server at SYNC_URL refuses the copy.'],
  ['AUTH Bearer eyJhbGciOiJFZERTQSJ9', 'SYNC_AUTH_TOKEN may not write to SYNC_URL.'],
  ['X'.repeat(41), 'The server at SYNC_URL refuses the copy.'],
] as const)('of a refusal with the code %j only a code is repeated', async ([code, says]) => {
  const remote = createRemote({ url: await refusing(code) })

  await expect(remote.write([{ sql: 'select 1' }], signal)).rejects.toMatchObject({ message: says })
})
