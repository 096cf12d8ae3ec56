import { assert, expect, onTestFinished, test } from 'vitest'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { grabOfFile } from '../../src/media/grab-history.ts'
import { createRadarr } from '../../src/media/radarr.ts'
import { findViolations, OPENAPI_IS_ABSENT, readOpenApi } from '../helpers/openapi.ts'

const BRUTALIST = 549509
const HEAT = 949

async function setUp({ timeoutMs }: { timeoutMs?: number } = {}) {
  const server = await startSimulatedRadarr()
  onTestFinished(() => server.close())
  const { url: baseUrl, apiKey } = server
  const radarr = createRadarr({ baseUrl, apiKey, ...(timeoutMs && { timeoutMs }) })
  const [brutalist, heat] = [server.find(BRUTALIST), server.find(HEAT)]
  assert(brutalist && heat)
  return { server, radarr, brutalist, heat }
}

const answerWith = (body: unknown) => () => ({ status: 200, body })
const row = { guid: 'g', indexerId: 1 }

test.skipIf(OPENAPI_IS_ABSENT)(
  `every request about copies is one the official document describes${OPENAPI_IS_ABSENT}`,
  async () => {
    const { server, radarr, brutalist, heat } = await setUp()

    const [copy] = await radarr.releases(brutalist.id)
    assert(copy)
    await radarr.grab(copy)
    const grabs = await radarr.grabs(heat.id)
    await radarr.markFailed(grabs[0]?.id ?? 0)
    await radarr.deleteFile(heat.fileId)
    await radarr.highestResolution(4)

    expect(server.requests.map(({ answer }) => answer?.status)).toEqual(Array(6).fill(200))
    expect(findViolations(readOpenApi('radarr'), server.requests)).toEqual([])
  },
)

test('the copies of a film are told in the order of Radarr', async () => {
  const { radarr, brutalist } = await setUp()

  expect(await radarr.releases(brutalist.id)).toMatchObject([
    { resolution: 2160, isRejected: true },
    { resolution: 720, quality: 'HDTV-720p', sizeBytes: 4e9, isRejected: true },
    { resolution: 0, quality: 'CAM', isRejected: true },
  ])
})

test('a release that lacks what is optional, or has it null, is read all the same', async () => {
  const { server, radarr } = await setUp()
  server.intercept = answerWith([
    row,
    { ...row, size: null, quality: null, rejected: null, rejections: null, mappedMovieId: null },
    { ...row, rejections: [{ reason: 'in the words of a later version' }] },
    { no: 'guid' },
  ])

  const bare = { ...row, resolution: 0, quality: undefined, sizeBytes: 0, isRejected: false }
  expect(await radarr.releases(7)).toEqual([bare, bare, bare])
})

test('what is blocked, of another film or not to be had is left out', async () => {
  const { server, radarr } = await setUp()
  server.intercept = answerWith([
    { ...row, rejections: ['Release is blocklisted'] },
    { ...row, rejections: ['Block listed'] },
    { ...row, mappedMovieId: 8 },
    { ...row, downloadAllowed: false },
    { ...row, guid: 'good', mappedMovieId: 7, downloadAllowed: true, rejections: [] },
  ])

  expect((await radarr.releases(7)).map(({ guid }) => guid)).toEqual(['good'])
})

test('a search may take longer than anything else', async () => {
  const { server, radarr, brutalist } = await setUp({ timeoutMs: 50 })
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  server.intercept = () => held

  const searching = radarr.releases(brutalist.id)
  await expect(radarr.movie(brutalist.id)).rejects.toMatchObject({ failure: 'unreachable' })
  release()

  expect(await searching).toHaveLength(3)
})

test('what Radarr has forgotten cannot be taken', async () => {
  const { radarr } = await setUp()

  await expect(radarr.grab({ guid: 'gone', indexerId: 1 })).rejects.toMatchObject({
    failure: 'missing',
  })
})

test('the highest resolution is that of all a profile allows', async () => {
  const { radarr } = await setUp()

  expect(await radarr.highestResolution(4)).toBe(1080)
  expect(await radarr.highestResolution(5)).toBe(2160)
  expect(await radarr.highestResolution(99)).toBeUndefined()
  expect(await radarr.highestResolution(undefined)).toBeUndefined()
})

test('a grab knows the file that came of it, and whether it has failed since', async () => {
  const { radarr, heat } = await setUp()

  const [before] = await radarr.grabs(heat.id)
  await radarr.markFailed(before?.id ?? 0)
  const [after] = await radarr.grabs(heat.id)

  expect(before).toMatchObject({ fileId: heat.fileId, hasFailed: false })
  expect(after).toEqual({ ...before, hasFailed: true })
})

test('grabs come newest first, and one without an id of its download is told nothing of', async () => {
  const { server, radarr } = await setUp()
  const event = { eventType: 'grabbed', sourceTitle: 'x', downloadId: 'A' }
  server.intercept = answerWith([
    { ...event, id: 1, date: '2026-01-01T00:00:00Z', data: null },
    { ...event, id: 2, date: '2026-03-01T00:00:00Z', downloadId: null },
    { ...event, id: 3, date: '2026-02-01T00:00:00Z', eventType: 'downloadFailed' },
    { id: 4 },
  ])

  expect(await radarr.grabs(7)).toMatchObject([
    { id: 2, hasFailed: false, fileId: undefined },
    { id: 1, hasFailed: true },
  ])
})

const grab = { id: 1, guid: undefined, atMs: 1000, fileId: undefined, hasFailed: false }
const addedAt = new Date(2000).toISOString()

test.for([
  [
    'the one it came of',
    [
      { ...grab, id: 2, atMs: 1500 },
      { ...grab, fileId: 5 },
    ],
    1,
  ],
  ['the last one before it', [{ ...grab, id: 2, atMs: 1500 }, grab], 2],
  ['none that came later', [{ ...grab, atMs: 3000 }], undefined],
  ['none that has failed', [{ ...grab, hasFailed: true }], undefined],
  ['none of another file', [{ ...grab, fileId: 6 }], undefined],
  ['none at all', [], undefined],
] as const)('the grab of a file is %s', ([, grabs, id]) => {
  expect(grabOfFile(grabs, { fileId: 5, addedAt })?.id).toBe(id)
})
