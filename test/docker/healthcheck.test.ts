import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startHousehold } from '../helpers/household.ts'
import { refusingUrl } from '../helpers/loopback.ts'

const HEALTHCHECK = fileURLToPath(new URL('../../docker/healthcheck.js', import.meta.url))

/** The exit code of the image's health check beside a service on this port. */
async function check({ port, dotenv }: { port?: string; dotenv?: string }): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-healthcheck-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  if (dotenv) writeFileSync(join(folder, '.env'), dotenv)
  const checking = spawn(process.execPath, [HEALTHCHECK], {
    cwd: folder,
    env: port === undefined ? {} : { PORT: port },
    stdio: 'ignore',
  })
  const [code]: unknown[] = await once(checking, 'close')
  return code
}

const portOf = (url: string) => new URL(url).port

test('the image is healthy while the service is ready, and no longer when it leaves', async () => {
  const household = await startHousehold()
  const port = portOf(household.url)

  const running = await check({ port })
  await household.drain()
  const leaving = await check({ port })

  expect(running).toBe(0)
  expect(leaving).toBe(1)
})

test('whoever floods it through a proxy on the same machine does not make the image unhealthy', async () => {
  const household = await startHousehold()
  const ready = `${household.url}/ready`

  for (let asked = 0; asked < 600; asked++) await fetch(`${household.url}/nowhere`)

  expect(await fetch(ready)).toMatchObject({ status: 429 })
  expect(await check({ port: portOf(household.url) })).toBe(0)
})

test('the image is not healthy where nobody listens', async () => {
  expect(await check({ port: portOf(await refusingUrl()) })).toBe(1)
})

test('a port that stands in .env is asked, unless the environment names another', async () => {
  const household = await startHousehold()
  const here = portOf(household.url)
  const elsewhere = portOf(await refusingUrl())

  const fromFile = await check({ dotenv: `PORT=${here}\n` })
  const fromBoth = await check({ dotenv: `PORT=${here}\n`, port: elsewhere })

  expect(fromFile).toBe(0)
  expect(fromBoth).toBe(1)
})
