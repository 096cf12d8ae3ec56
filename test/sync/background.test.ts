import { generateKeyPairSync, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { copied } from '../helpers/copied.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { startLoopback } from '../helpers/loopback.ts'
import { HAS_SQLD, IF_SQLD, startSqld } from '../helpers/sqld.ts'
import { until } from '../helpers/until.ts'

const Health = z.object({ sync: z.looseObject({ state: z.string(), lag: z.number() }) })
const healthOf = async ({ get }: Household) => Health.parse((await get('/health')).body)

const SOON = { timeout: 60_000 }

test('texts are answered while the server takes every call and answers none', SOON, async () => {
  const remote = await startLoopback('hang')
  const household = await startHousehold({ env: { SYNC_URL: remote.url } })
  await until(() => expect(remote.requests).toHaveLength(1))

  expect(await household.text(SAM, 'is heat in?')).toContain('Heat')
  expect(await household.text(KIM, 'is dune in?')).toContain('Dune')

  // All the while it waits for the answer to its first call, which leaving gives up at once.
  expect(remote.requests).toHaveLength(1)
  expect(remote.abandoned).toEqual([])
  await household.stop()
  await until(() => expect(remote.abandoned).toHaveLength(1))
})

test.runIf(HAS_SQLD)(
  `a server that is absent is waited for, which health tells, and gets everything later${IF_SQLD}`,
  SOON,
  async () => {
    const sqld = await startSqld({ isAbsent: true })
    const log: string[] = []
    const household = await startHousehold({
      env: { SYNC_URL: sqld.url },
      onLog: (line) => log.push(line),
    })
    await household.text(SAM, 'add heat')
    await until(async () =>
      expect(await household.get('/health')).toMatchObject({
        status: 200,
        body: {
          sync: { state: 'down', reason: 'unreachable', lastSuccessAt: null },
          database: { writable: true },
        },
      }),
    )
    expect(await household.get('/ready')).toMatchObject({ status: 200 })

    await sqld.start()
    await copied(household.config.databasePath, sqld)
    await until(async () =>
      expect(await household.get('/health')).toMatchObject({
        body: { sync: { state: 'up', lag: 0, lastSuccessAt: '2026-11-20T12:00:00.000Z' } },
      }),
    )

    await sqld.kill()
    await household.text(SAM, 'is heat in?')
    await until(async () => {
      const { sync } = await healthOf(household)
      expect(sync.state).toBe('down')
      expect(sync.lag).toBeGreaterThan(3)
    })
    await sqld.start()
    await copied(household.config.databasePath, sqld)

    // Said once each time, however often it was tried.
    const said = (words: string) => log.filter((line) => line.includes(words))
    expect(said('the sync waits')).toHaveLength(2)
    expect(said('the copy is up to date again')).toHaveLength(2)
  },
)

function tokenOf(keys: ReturnType<typeof generateKeyPairSync>): string {
  const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = `${encoded({ alg: 'EdDSA', typ: 'JWT' })}.${encoded({ a: 'rw' })}`
  return `${claims}.${sign(null, Buffer.from(claims), keys.privateKey).toString('base64url')}`
}

test.runIf(HAS_SQLD)(
  `a wrong token is told as such, and no token is logged or stored${IF_SQLD}`,
  SOON,
  async () => {
    const keys = generateKeyPairSync('ed25519')
    const jwtKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const sqld = await startSqld({ jwtKey })
    const log: string[] = []
    const onLog = (line: string) => void log.push(line)

    const wrong = tokenOf(generateKeyPairSync('ed25519'))
    const refused = await startHousehold({
      env: { SYNC_URL: sqld.url, SYNC_AUTH_TOKEN: wrong },
      onLog,
    })
    await until(async () =>
      expect(await refused.get('/health')).toMatchObject({
        body: { sync: { state: 'down', reason: 'unauthorized' } },
      }),
    )
    expect(log.join('')).toContain('The server at SYNC_URL refuses SYNC_AUTH_TOKEN.')

    const right = tokenOf(keys)
    const taken = await startHousehold({
      env: { SYNC_URL: sqld.url, SYNC_AUTH_TOKEN: right },
      onLog,
    })
    await until(async () =>
      expect(await taken.get('/health')).toMatchObject({ body: { sync: { state: 'up', lag: 0 } } }),
    )
    for (const [{ config }, token] of [
      [refused, wrong],
      [taken, right],
    ] as const) {
      expect(log.join('')).not.toContain(token)
      const files = ['', '-wal'].map((end) => readFileSync(config.databasePath + end, 'latin1'))
      expect(files.join('')).not.toContain(token)
    }
  },
)

test.runIf(HAS_SQLD)(
  `that a row is too large for the server is told by health and in the log${IF_SQLD}`,
  SOON,
  async () => {
    const sqld = await startSqld()
    const log: string[] = []
    const household = await startHousehold({
      env: { SYNC_URL: sqld.url },
      onLog: (line) => log.push(line),
    })
    household.sql(
      "update users set name = replace(hex(zeroblob(3500000)), '0', 'x') where phone = ?",
      SAM,
    )

    await until(async () =>
      expect(await household.get('/health')).toMatchObject({
        body: { sync: { state: 'down', reason: 'oversized' } },
      }),
    )
    expect(log.join('')).toMatch(/a row of users that has 70\d{5} bytes \(id: /)
  },
)

test('by hand, nothing is called by itself', async () => {
  const remote = await startLoopback({ status: 500 })
  const household = await startHousehold({ env: { SYNC_URL: remote.url, SYNC_AUTO: 'no' } })

  await household.text(SAM, 'is heat in?')

  const { sync } = await healthOf(household)
  expect(sync).toMatchObject({ state: 'by hand', lastSuccessAt: null })
  expect(sync.lag).toBeGreaterThan(3)
  expect(remote.requests).toEqual([])
})
