import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adds } from '../conversation/open-questions/facts.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { canMount, mountSmallDisk } from '../helpers/small-disk.ts'
import { until } from '../helpers/until.ts'

const HEAT = 'Heat (1995) is here.'
const SID = `SM${'1'.repeat(32)}`
const sids = Array.from({ length: 20 }, (_, index) => `SM${String(index).padStart(32, '0')}`)

async function setUp(env: Record<string, string> = {}) {
  const lines: string[] = []
  const household = await startHousehold({ env, onLog: (line) => lines.push(line) })
  const deliver = async (sid: string) =>
    (await household.deliver(KIM, 'is heat in?', { sid })).status
  const sidsTold = () => lines.map((line): string => JSON.parse(line).sid)
  /** Resolves when a turn could not be stored so many times. */
  const failedTurns = (count: number) =>
    until(() => {
      const failed = lines.filter((line) => line.includes('something failed and is tried again'))
      expect(failed.length).toBeGreaterThanOrEqual(count)
    })
  return { household, lines, sidsTold, deliver, failedTurns }
}

function setUpOnSmallDisk() {
  const disk = mountSmallDisk()
  return setUp({ DATABASE_PATH: join(disk.folder, 'usherr.db') }).then((all) => ({ ...all, disk }))
}

test('no 200 before the commit', async () => {
  const { household, deliver } = await setUp()
  const stored = () => household.sql('select sid from inbox')
  const unlock = household.lockDatabase()

  // Nothing can be committed: whoever answers first and stores later answers 200.
  const answers = [{ status: await deliver(SID), stored: stored() }]
  unlock()
  answers.push({ status: await deliver(SID), stored: stored() })

  expect(answers).toEqual([
    { status: 503, stored: [] },
    { status: 200, stored: [{ sid: SID }] },
  ])
})

test('database locked: a 503 with nothing stored, and the retries are stored and answered once', async () => {
  const { household, lines, sidsTold, deliver } = await setUp()
  const unlock = household.lockDatabase()
  lines.length = 0

  expect(await Promise.all(sids.map(deliver))).toEqual(sids.map(() => 503))
  unlock()
  expect(household.sql('select 1 from inbox')).toEqual([])
  expect(new Set(sidsTold())).toEqual(new Set(sids))
  expect(lines).toHaveLength(sids.length)

  expect(await Promise.all([SID, SID].map(deliver))).toEqual([200, 200])
  await household.settled()
  expect(household.sentTo(KIM)).toEqual([HEAT])
})

test.skipIf(!canMount())(
  'disk full: a 503 with nothing half stored, and once there is room the retry is stored and answered once',
  async () => {
    const { household, lines, sidsTold, deliver, disk } = await setUpOnSmallDisk()
    disk.fill()
    lines.length = 0

    expect(await Promise.all(sids.map(deliver))).toEqual(sids.map(() => 503))
    expect(await household.get('/ready')).toMatchObject({ status: 503 })
    expect(household.sql('select 1 from inbox')).toEqual([])
    expect(new Set(sidsTold())).toEqual(new Set(sids))
    expect(lines).toHaveLength(sids.length)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ err: { cause: { code: 'SQLITE_FULL' } } })

    disk.makeRoom()
    expect(await Promise.all([SID, SID].map(deliver))).toEqual([200, 200])
    await household.settled()
    expect(household.sentTo(KIM)).toEqual([HEAT])
    expect(await household.get('/ready')).toMatchObject({ status: 200 })
  },
)

test.skipIf(!canMount())(
  'disk full in the middle of a turn: it goes on once there is room, and nothing is done twice',
  async () => {
    const { household, failedTurns, disk } = await setUpOnSmallDisk()
    household.radarr.intercept = ({ method }) => {
      if (method === 'POST') disk.fill()
      return 'pass'
    }
    await household.deliver(SAM, 'add alien')
    await failedTurns(5)
    household.radarr.intercept = () => 'pass'

    disk.makeRoom()
    await household.settled()

    expect(household.sentTo(SAM)).toEqual([expect.stringContaining('Added Alien (1979)')])
    expect(adds(household)).toBe(1)
    expect(household.sql('select state from inbox')).toEqual([{ state: 'done' }])
  },
)

test.skipIf(!canMount())(
  'disk full anew at every start of a turn: the text is not given up for it',
  async () => {
    const { household, failedTurns, disk } = await setUpOnSmallDisk()
    household.radarr.intercept = () => {
      disk.fill()
      return 'pass'
    }
    await household.deliver(KIM, 'is heat in?')
    for (let starts = 1; starts <= 5; starts++) {
      await failedTurns(starts)
      if (starts === 5) household.radarr.intercept = () => 'pass'
      disk.makeRoom()
    }

    await household.settled()

    expect(household.sentTo(KIM)).toEqual([HEAT])
  },
)

test('database locked in the middle of a turn: it goes on afterwards', async () => {
  const { household, failedTurns } = await setUp()
  const release = household.holdRadarr()
  await household.deliver(KIM, 'is heat in?')
  await household.recorded('select 1 from inbox where round is not null')
  const unlock = household.lockDatabase()
  release()
  await failedTurns(1)

  unlock()
  await household.settled()

  expect(household.sentTo(KIM)).toEqual([HEAT])
  expect(household.sql('select state from inbox')).toEqual([{ state: 'done' }])
})
