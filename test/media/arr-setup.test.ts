import { expect, onTestFinished, test } from 'vitest'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { createSonarr } from '../../src/media/sonarr.ts'

async function setUpRadarr() {
  const server = await startSimulatedRadarr()
  onTestFinished(() => server.close())
  return { server, client: createRadarr({ baseUrl: server.url, apiKey: server.apiKey }) }
}

async function setUpSonarr() {
  const server = await startSimulatedSonarr()
  onTestFinished(() => server.close())
  return { server, client: createSonarr({ baseUrl: server.url, apiKey: server.apiKey }) }
}

const SERVICES = [
  ['Radarr', setUpRadarr],
  ['Sonarr', setUpSonarr],
] as const

test.for(SERVICES)('%s says what it is and what it has', async ([appName, setUp]) => {
  const { server, client } = await setUp()
  const folder = { id: 2, path: '/gone', accessible: false, freeSpace: 0 }
  server.rootFolders.push(folder)

  expect(await client.setup()).toEqual({
    version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    appName,
    rootFolders: [
      { path: server.rootFolders[0]?.path, accessible: true },
      { path: '/gone', accessible: false },
    ],
    qualityProfiles: server.qualityProfiles.length,
  })
})

test.for(SERVICES)('%s without folders or profiles can be asked too', async ([, setUp]) => {
  const { server, client } = await setUp()
  server.rootFolders.length = 0
  server.qualityProfiles.length = 0

  expect(await client.setup()).toMatchObject({ rootFolders: [], qualityProfiles: 0 })
})

test.for(SERVICES)('a ping of %s is one request', async ([, setUp]) => {
  const { server, client } = await setUp()

  await client.ping()

  expect(server.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /api/v3/system/status',
  ])
})

test.for(SERVICES)('a ping of %s tells a wrong key', async ([service, setUp]) => {
  const { server, client } = await setUp()
  server.intercept = () => ({ status: 401 })

  await expect(client.ping()).rejects.toMatchObject({ service, failure: 'unauthorized' })
})

test.for(SERVICES)('what is not %s does not pass for it', async ([service, setUp]) => {
  const { server, client } = await setUp()
  server.intercept = () => ({ status: 200, body: { status: 'OK' } })

  await expect(client.ping()).rejects.toMatchObject({ service, failure: 'malformed' })
  await expect(client.setup()).rejects.toMatchObject({ service, failure: 'malformed' })
})
