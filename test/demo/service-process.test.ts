import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, onTestFinished, test, vi } from 'vitest'
import { findFreePort } from '../../src/demo/free-port.ts'
import { startServiceProcess } from '../../src/demo/service-process.ts'

const SERVICE = `
  import { writeFileSync } from 'node:fs'
  import { createServer } from 'node:http'
  let asked = 0
  createServer(({ url }, response) => {
    const isReady = url === '/ready' && ++asked > 2
    response.writeHead(isReady ? 200 : 503).end(String(asked))
    if (url === '/die') { console.error('out of film'); process.exit(3) }
  }).listen(process.env.PORT, '127.0.0.1')
  process.once('SIGTERM', () => {
    writeFileSync(new URL('farewell', import.meta.url), '')
    process.exit()
  })
`

/** Runs a program as the service, on a port that is free. */
async function setUp(program: string) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'service.mjs'), program)
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  const env = { PORT: String(port) }
  const entry = pathToFileURL(join(folder, 'service.mjs'))
  const start = (signal = new AbortController().signal) =>
    startServiceProcess({ entry, env, url, signal })
  return { folder, env, entry, url, start }
}

test('a service has started when it is ready', async () => {
  const { url, start } = await setUp(SERVICE)

  const service = await start()
  const response = await fetch(url)
  await service.stop()

  expect(Number(await response.text())).toBeGreaterThan(2)
})

test('a service that is stopped leaves in order, which is not its death', async () => {
  const { url, folder, start } = await setUp(SERVICE)
  const service = await start()
  const mourn = vi.fn<() => void>()
  service.died.catch(mourn)

  await service.stop()

  await expect(fetch(url)).rejects.toThrow('fetch failed')
  expect(existsSync(join(folder, 'farewell'))).toBe(true)
  expect(mourn).not.toHaveBeenCalled()
})

test('a service that ends before it is ready is quoted', async () => {
  const { start } = await setUp(`console.error('RADARR_URL must be a URL')`)

  await expect(start()).rejects.toThrow('The service has ended. RADARR_URL must be a URL')
})

test('a service that ends later is quoted too', async () => {
  const { url, start } = await setUp(SERVICE)
  const service = await start()

  await fetch(`${url}/die`).catch(() => undefined)

  await expect(service.died).rejects.toThrow('The service has ended. out of film')
})

test('a service that never becomes ready is ended with the wait for it', async () => {
  const { url, start } = await setUp(SERVICE.replace('> 2', '> Infinity'))
  const leaving = new AbortController()
  const starting = start(leaving.signal)
  await expect
    .poll(() =>
      fetch(url).then(
        ({ ok }) => ok,
        () => undefined,
      ),
    )
    .toBe(false)

  leaving.abort()

  await expect(starting).rejects.toThrow('abort')
  await expect(fetch(url)).rejects.toThrow('fetch failed')
})

test('a service does not outlive a process that ends without stopping it', async () => {
  const { url, folder, env, entry } = await setUp(SERVICE)
  const sourceUrl = new URL('../../src/demo/service-process.ts', import.meta.url).href
  writeFileSync(
    join(folder, 'demo.mjs'),
    `import { startServiceProcess } from ${JSON.stringify(sourceUrl)}
     const [env, entry, url] = ${JSON.stringify([env, entry.href, url])}
     const { signal } = new AbortController()
     await startServiceProcess({ env, entry: new URL(entry), url, signal })
     throw new Error('a bug')`,
  )

  const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href
  const demo = spawn(process.execPath, ['--import', tsx, join(folder, 'demo.mjs')])
  await once(demo, 'close')

  await expect.poll(() => fetch(url).catch(() => 'gone')).toBe('gone')
})
