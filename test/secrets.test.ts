import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { findFreePort } from '../src/demo/free-port.ts'
import { type Env, startNeighbours } from './helpers/command-line.ts'
import { listenOnLoopback } from './helpers/loopback.ts'
import { AUTH_TOKEN, PUBLIC_URL, SAM, USHERR } from './helpers/settings.ts'
import { eventually } from './helpers/until.ts'

const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** A command in a shell that would let everyone read what it makes, and what it has printed. */
function startOpenly(args: readonly string[], env: Env) {
  const node = [process.execPath, '--import', TSX, CLI, ...args]
  const cwd = dirname(env['DATABASE_PATH'] ?? '')
  const child = spawn('/bin/sh', ['-c', 'umask 0; exec "$@"', 'sh', ...node], { cwd, env })
  const printed: string[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => void printed.push(text))
  }
  const closed = once(child, 'close')
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
  })
  return { child, closed, printed: () => printed.join('') }
}

/** The same keys, each as the path of a file that holds it. */
function secretsInFiles(env: Env): Env {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-keys-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const names = ['TWILIO_AUTH_TOKEN', 'RADARR_API_KEY', 'LLM_API_KEY']
  const settings = names.map((name) => {
    const path = join(folder, name)
    writeFileSync(path, `${env[name]}\n`)
    return { [name]: '', [`${name}_FILE`]: path }
  })
  return Object.assign({}, ...settings)
}

async function print(args: readonly string[], env: Env): Promise<string> {
  const { closed, printed } = startOpenly(args, env)
  await closed
  return printed()
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** A service in its own process, with neighbours that repeat the keys they were given. */
async function startService() {
  const neighbours = await startNeighbours()
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const model = await listenOnLoopback((request, response) => {
    const message = `Incorrect API key provided: ${request.headers.authorization}`
    response.writeHead(401, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ error: { message, code: 'invalid_api_key' } }))
  })
  const env: Env = {
    ...neighbours.env,
    ...secretsInFiles(neighbours.env),
    LLM_BASE_URL: `${model}/v1`,
    HOST: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'trace',
  }
  const service = startOpenly(['start'], env)
  await eventually(async () => expect((await fetch(`${url}/ready`)).status).toBe(200))
  const deliver = (body: string) =>
    neighbours.twilio.deliver({
      webhookUrl: `${url}/webhooks/twilio`,
      publicUrl: `${PUBLIC_URL}/webhooks/twilio`,
      from: SAM,
      to: USHERR,
      body,
    })
  const folder = dirname(env['DATABASE_PATH'] ?? '')
  return {
    ...neighbours,
    env,
    service,
    deliver,
    folder,
    llmKey: neighbours.env['LLM_API_KEY'] ?? '',
  }
}

test('no key is stored or printed, though all repeat it, and nobody else may read a file', async () => {
  const { env, service, deliver, folder, radarr, sonarr, twilio, llmKey } = await startService()
  const secrets = [AUTH_TOKEN, radarr.apiKey, sonarr.apiKey, llmKey]
  const refusals = [{ status: 401, body: { code: 20003, message: `no: ${AUTH_TOKEN}` } }]
  twilio.intercept = ({ method }) => (method === 'POST' && refusals.shift()) || 'pass'
  radarr.intercept = () => ({ status: 500, body: { message: `no: ${radarr.apiKey}` } })

  await deliver('is heat in?')
  await eventually(() => expect(refusals).toEqual([]))
  radarr.intercept = () => ({ status: 401, body: { message: `no: ${radarr.apiKey}` } })
  await deliver('is alien in?')
  await eventually(async () => expect(await print(['queue'], env)).toContain('20003'))
  const printed = await Promise.all([
    print(['queue', '--json'], env),
    print(['trace', SAM], env),
    print(['trace', SAM, '--json'], env),
    print(['users', 'strangers'], env),
    print(['backup', join(folder, 'copy.db')], env),
    print(['doctor'], env),
    print(['doctor', '--json'], env),
    print(['connect', 'twilio', '--yes', '--json'], env),
  ])

  const files = filesIn(folder)
  const names = files.map((file) => file.slice(folder.length + 1))
  const ends = ['', '-wal', '-shm', '.lock', '.owner'].map((end) => `usherr.db${end}`)
  expect(names).toEqual(expect.arrayContaining([...ends, 'copy.db']))
  expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([])

  service.child.kill('SIGINT')
  await service.closed
  const texts = [
    ...printed,
    service.printed(),
    ...filesIn(folder).map((file) => readFileSync(file, 'latin1')),
  ]
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10)
    expect(texts.filter((text) => text.includes(secret))).toEqual([])
  }
  expect(service.printed()).toContain('text answered')
  // Ctrl-C lets it end what it is at.
  expect(service.printed()).toContain('Usherr has left')
  expect(printed[5]).toContain('refuses the key')
}, 120_000)
