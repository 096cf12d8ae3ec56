import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { findFreePort } from '../../src/demo/free-port.ts'
import { startKillableService } from '../../src/demo/killable-service.ts'

const SERVICE = `
  import { existsSync } from 'node:fs'
  import { createServer } from 'node:http'
  if (existsSync(new URL('broken', import.meta.url))) {
    console.error('out of film')
    process.exit(3)
  }
  createServer(({ url }, response) => {
    response.end(String(process.pid))
    if (url === '/die') { console.error('out of popcorn'); process.exit(3) }
  }).listen(process.env.PORT, '127.0.0.1')
`

async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-'))
  writeFileSync(join(folder, 'service.mjs'), SERVICE)
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const service = await startKillableService({
    entry: pathToFileURL(join(folder, 'service.mjs')),
    env: { PORT: String(port) },
    url,
    signal: new AbortController().signal,
  })
  onTestFinished(async () => {
    await service.stop()
    rmSync(folder, { recursive: true })
  })
  const askPid = async () => (await fetch(url)).text()
  return { folder, url, service, askPid }
}

test('a killed service is another process, and its end is no death', async () => {
  const { service, askPid, url } = await setUp()
  const first = await askPid()

  service.kill()
  await service.untilRunning()
  const second = await askPid()

  expect(second).not.toBe(first)
  await fetch(`${url}/die`).catch(() => undefined)
  await expect(service.died).rejects.toThrow('The service has ended. out of popcorn')
})

test('a killed service that starts no more is quoted', async () => {
  const { folder, service } = await setUp()
  writeFileSync(join(folder, 'broken'), '')

  service.kill()

  await expect(service.died).rejects.toThrow('The service has ended. out of film')
})
