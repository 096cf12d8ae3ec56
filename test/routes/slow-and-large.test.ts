import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { startHousehold } from '../helpers/household.ts'

const FORM = 'Content-Type: application/x-www-form-urlencoded\r\n'
const POST = `POST /webhooks/twilio HTTP/1.1\r\nHost: x\r\n${FORM}`

/** A connection on which anything can be written. */
async function openConnection(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const closed = new Promise<void>((resolve) => void socket.on('close', () => resolve()))
  let answer = ''
  socket.setEncoding('utf8').on('error', () => {})
  socket.on('data', (text: string) => (answer += text))
  await once(socket, 'connect')
  return { socket, closed, answer: () => answer }
}

test.for<[string, string]>([
  ['a connection on which nothing is said', ''],
  ['a request line that never ends', 'GET /hea'],
  ['a request whose headers never end', 'GET /health HTTP/1.1\r\nHost: x\r\n'],
  ['a body that never ends', `${POST}Content-Length: 100\r\n\r\nBody=`],
  ['a chunked body that never ends', `${POST}Transfer-Encoding: chunked\r\n\r\n5\r\nBody=\r\n`],
])('%s is cut off, and everybody else is answered meanwhile', async ([, beginning]) => {
  const { url } = await startHousehold({ requestTimeoutMs: 500 })
  const { socket, closed, answer } = await openConnection(url)
  socket.write(beginning)

  expect(await fetch(`${url}/ready`)).toMatchObject({ status: 200 })
  await closed

  expect(answer()).toMatch(/^HTTP\/1\.1 408/)
})

test('headers larger than any of Twilio are refused', async () => {
  const { url } = await startHousehold()

  const { status } = await fetch(`${url}/health`, { headers: { 'x-long': 'x'.repeat(9_000) } })

  expect(status).toBe(431)
})

test.for<[string, string, string]>([
  ['of a megabyte', 'Content-Length: 1000000', 'x'.repeat(1_000_000)],
  ['in chunks without an end', 'Transfer-Encoding: chunked', `fff\r\n${'x'.repeat(4095)}\r\n`],
])('a body %s is a 413, and nothing more of it is read', async ([, length, part]) => {
  const { url } = await startHousehold()
  const { socket, closed, answer } = await openConnection(url)
  socket.write(`${POST}${length}\r\n\r\n`)

  const writeOn = () => {
    while (socket.writable && socket.write(part));
  }
  socket.on('drain', writeOn)
  writeOn()
  await closed

  expect(answer()).toMatch(/^HTTP\/1\.1 413/)
})

test('where Twilio sends nothing, no body is taken', async () => {
  const { url } = await startHousehold()
  const headers = { 'content-type': 'application/json' }

  const body = JSON.stringify({ words: 'x'.repeat(2_000) })

  expect(await fetch(`${url}/ready`, { method: 'POST', headers, body })).toMatchObject({
    status: 413,
  })
})

test('whoever has hung up before the answer leaves no failure in the log', async () => {
  const lines: string[] = []
  const { url } = await startHousehold({ onLog: (line) => lines.push(line) })

  for (const request of ['GET /ready', 'GET /nowhere', 'POST /webhooks/twilio']) {
    const { socket, closed } = await openConnection(url)
    socket.write(`${request} HTTP/1.1\r\nHost: x\r\n\r\n`)
    socket.resetAndDestroy()
    await closed
  }
  await fetch(`${url}/ready`)

  expect(lines.filter((line) => JSON.parse(line).level > 40)).toEqual([])
})

test('nothing that is answered is a page, and no browser keeps it', async () => {
  const { url } = await startHousehold()

  for (const path of ['/health', '/metrics', '/nowhere', '/webhooks/twilio']) {
    const { headers } = await fetch(url + path)
    expect(Object.fromEntries(headers)).toMatchObject({
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    })
    // It would forbid a browser the Radarr that the same machine serves without https.
    expect(headers.has('strict-transport-security')).toBe(false)
  }
})
