import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import SQLite from 'better-sqlite3'
import { beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { findFreePort } from '../src/demo/free-port.ts'
import { startServiceProcess } from '../src/demo/service-process.ts'
import { startSimulatedModel } from '../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../src/demo/simulated-radarr.ts'
import { startSimulatedTwilio } from '../src/demo/simulated-twilio.ts'

const SAM = '+14155550101'
const PUBLIC_URL = 'https://usherr.example/base'
const account = { accountSid: `AC${'1'.repeat(32)}`, authToken: 'built' }
const root = new URL('..', import.meta.url)

beforeAll(() => void execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'pipe' }), 120_000)

/** The built server as a process, which knows its stand-ins only by its settings. */
async function startBuiltServer() {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-built-'))
  const [twilio, radarr, model] = await Promise.all([
    startSimulatedTwilio({ ...account, callbacks: true }),
    startSimulatedRadarr(),
    startSimulatedModel(),
  ])
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  twilio.setWebhookTarget({ publicBaseUrl: PUBLIC_URL, localBaseUrl: url })
  const env = {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_PATH: join(folder, 'usherr.db'),
    PUBLIC_BASE_URL: PUBLIC_URL,
    TWILIO_ACCOUNT_SID: account.accountSid,
    TWILIO_AUTH_TOKEN: account.authToken,
    TWILIO_PHONE_NUMBER: '+14155550100',
    TWILIO_API_BASE_URL: twilio.url,
    RADARR_URL: radarr.url,
    RADARR_API_KEY: radarr.apiKey,
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'stand-in',
    ADMIN_PHONES: `Sam:${SAM}`,
  }
  const entry = new URL('dist/server.js', root)
  const start = () => startServiceProcess({ entry, url, signal: AbortSignal.timeout(20_000), env })
  let server = await start()
  onTestFinished(async () => {
    await server.stop()
    await Promise.all([twilio.close(), radarr.close(), model.close()])
    rmSync(folder, { recursive: true })
  })

  const deliver = (body: string) =>
    twilio.deliver({
      webhookUrl: `${url}/webhooks/twilio`,
      publicUrl: `${PUBLIC_URL}/webhooks/twilio`,
      from: SAM,
      to: '+14155550100',
      body,
    })
  const text = async (body: string): Promise<string> => {
    const before = twilio.messages.length
    await deliver(body)
    return vi.waitFor(
      () => {
        const reply = twilio.messages[before + 1]
        if (reply?.status !== 'delivered') throw new Error('no reply yet')
        return reply.body
      },
      { timeout: 10_000, interval: 10 },
    )
  }
  return {
    text,
    deliver,
    twilio,
    radarr,
    model,
    readiness: async () => (await fetch(`${url}/ready`)).status,
    /** Tells it to leave; resolves with its exit code. */
    stop: () => server.stop(),
    restart: async () => {
      server = await start()
    },
    /** What there is to do, and what was done, in the database. */
    select: (sql: string) => {
      const db = new SQLite(env.DATABASE_PATH, { readonly: true })
      try {
        return db.prepare(sql).pluck().all()
      } finally {
        db.close()
      }
    },
  }
}

test('the built server finds, adds and removes through stand-ins it knows by its settings', async () => {
  const { text, radarr, model } = await startBuiltServer()

  expect(await text('is dune part two in?')).toBe(
    "Dune: Part Two (2024) isn't here. Want me to add it? Reply YES.",
  )
  expect(await text('yes')).toBe('Added Dune: Part Two (2024) in 1080p. Searching for it now.')

  const question = await text('delete heat')
  const code = /Reply YES (\d{4}), or NO to keep it\.$/.exec(question)?.[1]
  expect(question).toBe(
    `Remove Heat (1995) and delete its file, 14 GB? Reply YES ${code}, or NO to keep it.`,
  )
  expect(await text('yes')).toContain('I need the number too')
  expect(await text('no')).toBe('OK, Heat (1995) stays.')

  const again = /YES (\d{4})/.exec(await text('delete heat'))?.[1]
  const wrong = again === '1000' ? '1001' : '1000'
  expect(await text(`YES ${wrong}`)).toBe(
    `That's not the number. Reply YES ${again}, or NO to keep it.`,
  )
  expect(await text(`YES ${again}`)).toBe('Removed Heat (1995) and its file (14 GB).')
  expect(await text(`YES ${again}`)).toBe('Heat (1995) is already gone.')

  expect(radarr.find(693134)).toBeDefined()
  expect(radarr.find(949)).toBeUndefined()
  expect(model.requests).toHaveLength(3)
}, 40_000)

test('drain: texts are stored while a running step ends, and all of them are answered after the next start', async () => {
  const server = await startBuiltServer()
  const { radarr, twilio, model, select } = server
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  radarr.intercept = ({ path }) => (isLookup(path) ? held : 'pass')
  await server.deliver('is heat in?')
  await vi.waitUntil(() => radarr.requests.some(({ path }) => isLookup(path)), 10_000)

  const stopped = server.stop()
  await expect.poll(server.readiness).toBe(503)
  const meanwhile = [await server.deliver('thanks'), await server.deliver('is memento in?')]
  release()
  const exitCode = await stopped
  const steps = select('select role from messages order by position')
  const waiting = select(`select body from inbox where state = 'waiting' order by position`)
  await server.restart()
  await expect
    .poll(() => select(`select count(*) from outbox where state = 'delivered'`))
    .toEqual([3])

  const sent = twilio.messages.filter(({ direction }) => direction !== 'inbound')
  expect(meanwhile.map(({ status }) => status)).toEqual([200, 200])
  expect(exitCode).toBe(0)
  expect(steps).toEqual(['user', 'assistant', 'tool'])
  expect(waiting).toEqual(['is heat in?', 'thanks', 'is memento in?'])
  expect(sent.map(({ body }) => body)).toEqual([
    'Heat (1995) is here.',
    'Any time.',
    'Memento (2000) is here.',
  ])
  expect(model.requests).toHaveLength(3)
}, 40_000)

/** Whether it is a turn that asks Radarr, and not its health. */
const isLookup = (path: string) => path.includes('/movie')

test('a server that cannot listen says so and ends', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  onTestFinished(() => void taken.close())
  const address = taken.address()
  const port = typeof address === 'object' ? String(address?.port) : ''

  const { code, stderr } = await runToEnd({ HOST: '127.0.0.1', PORT: port })

  expect(code).toBe(1)
  expect(stderr).toBe(`Cannot listen on 127.0.0.1:${port}. Is it in use? Set HOST and PORT.\n`)
}, 20_000)

test('a server whose settings are wrong names each of them and ends', async () => {
  const { code, stderr } = await runToEnd({ PORT: 'x', RADARR_URL: 'nowhere' })

  expect(code).toBe(1)
  expect(stderr).toContain('PORT must be a whole number')
  expect(stderr).toContain('RADARR_URL must be a URL')
}, 20_000)

test('a server whose database cannot be opened says so and ends', async () => {
  const { code, stderr } = await runToEnd({
    DATABASE_PATH: fileURLToPath(import.meta.url) + '/x.db',
  })

  expect(code).toBe(1)
  expect(stderr).toMatch(/^DATABASE_PATH .* cannot be used: there is no such file or folder\.\n$/)
}, 20_000)

/** A built server that is not expected to live. */
async function runToEnd(settings: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-built-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const env = {
    PUBLIC_BASE_URL: PUBLIC_URL,
    TWILIO_ACCOUNT_SID: account.accountSid,
    TWILIO_AUTH_TOKEN: account.authToken,
    TWILIO_PHONE_NUMBER: '+14155550100',
    DATABASE_PATH: join(folder, 'usherr.db'),
    LOG_LEVEL: 'silent',
    ...settings,
  }
  const server = spawn(process.execPath, [fileURLToPath(new URL('dist/server.js', root))], { env })
  let stderr = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = await once(server, 'close')
  return { code, stderr }
}
