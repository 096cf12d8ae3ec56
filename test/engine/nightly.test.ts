import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connectReadOnly } from '../../src/db/connection.ts'
import { createNightly } from '../../src/engine/nightly.ts'
import { createLog } from '../../src/log.ts'
import { type Household, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { databasePath, openStore } from '../helpers/store.ts'
import { until } from '../helpers/until.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOON = Date.UTC(2026, 10, 20, 12)
const OFTEN = { nightlyEveryMs: 5 }

const folderOf = (path: string) => join(dirname(path), 'backups')
const namesIn = (path: string) =>
  existsSync(folderOf(path)) ? readdirSync(folderOf(path)).toSorted() : []

/** The night's work on a store of its own, with a clock that the test moves. */
function setUp(path = databasePath()) {
  const clock = { now: NOON }
  const store = openStore({ path, now: () => clock.now })
  const lines: string[] = []
  let looks = 0
  const isThere = (day: string) => {
    looks++
    return store.backups.isThere(day)
  }
  const nightly = createNightly({
    store: { ...store, backups: { ...store.backups, isThere } },
    retentionDays: 7,
    timeZone: 'Europe/Berlin',
    log: createLog('info', { write: (line) => void lines.push(line) }),
    now: () => clock.now,
    everyMs: 1,
  })
  onTestFinished(() => nightly.stop())
  return {
    nightly,
    clock,
    lines,
    names: () => namesIn(path),
    /** Resolves when it has looked whether there is something to do, and done it. */
    looked: () => {
      const before = looks
      return until(() => expect(looks).toBeGreaterThan(before + 1))
    },
  }
}

test('what was missed is backed up at once, and each night at three', async () => {
  const { nightly, clock, names, looked } = setUp()

  nightly.start()
  await looked()
  expect(names()).toEqual(['usherr-2026-11-20.db'])

  // In Berlin it was 13:00 then, and is 02:59 now.
  clock.now += 14 * HOUR_MS - 60_000
  await looked()
  expect(names()).toEqual(['usherr-2026-11-20.db'])

  clock.now += 60_000
  await looked()
  expect(names()).toEqual(['usherr-2026-11-20.db', 'usherr-2026-11-21.db'])
})

test('a service that is started before three makes up for the night before', async () => {
  const { nightly, clock, names, looked } = setUp()
  clock.now = Date.UTC(2026, 10, 20, 0, 30)

  nightly.start()
  await looked()

  expect(names()).toEqual(['usherr-2026-11-19.db'])
})

test('seven nights are kept, what a kill left half written goes, and the rest is left alone', async () => {
  const path = databasePath()
  mkdirSync(folderOf(path))
  const write = (name: string) => writeFileSync(join(folderOf(path), name), '')
  const nights = Array.from({ length: 9 }, (_, day) => `usherr-2026-11-1${day}.db`)
  const others = ['usherr-before-migration-5.db', 'other-2026-11-01.db', 'mine.db', 'mine.db.part']
  for (const name of [...nights, ...others]) write(name)
  const halves = ['18.db.part', '18.db.part-journal', '18.db.7.part', '18.db.7.part-journal']
  for (const half of halves) write(`usherr-2026-11-${half}`)
  const { nightly, names, looked } = setUp(path)

  nightly.start()
  await looked()

  expect(names()).toEqual([...nights.slice(3), 'usherr-2026-11-20.db', ...others].toSorted())
})

test('the newest backup stays also where a clock was ahead', async () => {
  const path = databasePath()
  mkdirSync(folderOf(path))
  const ahead = Array.from({ length: 9 }, (_, day) => `usherr-2027-01-0${day}.db`)
  for (const name of ahead) writeFileSync(join(folderOf(path), name), '')
  const { nightly, names, looked } = setUp(path)

  nightly.start()
  await looked()

  expect(names()).toEqual(['usherr-2026-11-20.db', ...ahead.slice(3)])
})

test('a backup that fails is one line an hour, until one is made', async () => {
  const path = databasePath()
  writeFileSync(folderOf(path), 'a file where the folder has to be')
  const { nightly, clock, lines, names, looked } = setUp(path)

  nightly.start()
  await looked()
  clock.now += HOUR_MS - 1
  await looked()
  expect(lines).toHaveLength(1)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 50, err: { code: 'BACKUP_FAILED' } })
  expect(nightly.lastBackup()).toEqual({ at: undefined, hasFailed: true })

  rmSync(folderOf(path))
  clock.now += 1
  await looked()
  expect(names()).toEqual(['usherr-2026-11-20.db'])
  expect(nightly.lastBackup()).toEqual({ at: clock.now, hasFailed: false })
})

test('a service that leaves gives up its backup and leaves nothing behind', async () => {
  const { nightly, lines, names } = setUp()

  nightly.start()
  await nightly.stop()

  expect({ names: names(), lines }).toEqual({ names: [], lines: [] })
})

test('a backup holds all that was stored, in one sound file for its owner alone', async () => {
  const household = await startHousehold(OFTEN)
  const { databasePath: path } = household.config
  await until(() => expect(namesIn(path)).toHaveLength(1))
  await household.text(SAM, 'is heat in?')
  household.advance(DAY_MS)
  await until(() => expect(namesIn(path)).toHaveLength(2))
  await until(async () =>
    expect(await household.get('/health')).toMatchObject({
      body: { database: { lastBackup: { at: '2026-11-21T12:00:00.000Z', failed: false } } },
    }),
  )

  const file = join(folderOf(path), 'usherr-2026-11-21.db')
  const backup = connectReadOnly(file)
  onTestFinished(() => void backup.close())

  expect(backup.pragma('integrity_check', { simple: true })).toBe('ok')
  expect(backup.pragma('journal_mode', { simple: true })).toBe('delete')
  expect(backup.prepare('select body from inbox').pluck().all()).toEqual(['is heat in?'])
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(folderOf(path)).mode & 0o777).toBe(0o700)
})

test('a backup that fails stops no turn, and health says so', async () => {
  const household = await startHousehold()
  writeFileSync(folderOf(household.config.databasePath), '')
  await household.stop()
  const again = await startHousehold({
    ...OFTEN,
    env: { DATABASE_PATH: household.config.databasePath },
  })
  await until(async () =>
    expect(await again.get('/health')).toMatchObject({
      body: { database: { writable: true, lastBackup: { at: null, failed: true } } },
    }),
  )

  expect(await again.text(SAM, 'thanks')).toBe('Any time.')
})

test('texts and replies of long ago go by night, and what was said stays', async () => {
  const household = await startHousehold({ ...OFTEN, env: { RETENTION_DAYS: '7' } })
  await household.text(STRANGER, 'hello')
  await household.text(SAM, 'is heat in?')
  household.advance(1_000)
  await household.text(SAM, 'thanks')
  const sent = household.sql('select id from outbox order by position')
  for (let night = 0; night < 9; night++) {
    household.advance(DAY_MS)
    await hasPruned(household)
  }

  await until(() => expect(household.sql('select body from inbox')).toEqual([{ body: 'thanks' }]))
  await until(() => expect(household.sql('select id from outbox')).toEqual(sent.slice(1)))
  expect(household.sql("select content from messages where role = 'user'")).toHaveLength(2)
  expect(await household.text(SAM, 'thanks')).toBe('Any time.')
})

test('the night after a clock jumped ahead nothing goes, and nothing is taken for missed', async () => {
  const household = await startHousehold({ ...OFTEN, backfillEveryMs: 5 })
  await household.text(SAM, 'is heat in?')
  household.advance(5_000)
  await household.text(SAM, 'is memento in?')
  await household.recorded("select 1 from milestones where name = 'pruned'")

  household.jump(400 * DAY_MS)
  await hasPruned(household)
  expect(household.sql('select 1 from inbox')).toHaveLength(2)
  household.jump(-400 * DAY_MS + 120_000)
  await hasPruned(household)
  await household.settled()

  expect(household.sentTo(SAM)).toHaveLength(2)
})

/** Resolves once the hour to delete what is too old has come, by the clock of now. */
function hasPruned(household: Household): Promise<void> {
  const query = `select 1 from milestones where name = 'pruned' and at = ${household.now()}`
  return household.recorded(query)
}

test('a link to a backup that was moved away is none, and no hindrance', () => {
  const path = databasePath()
  mkdirSync(folderOf(path))
  symlinkSync('/nowhere/usherr.db', join(folderOf(path), 'usherr-2026-11-01.db'))

  const { nightly } = setUp(path)

  expect(nightly.lastBackup()).toEqual({ at: undefined, hasFailed: false })
})
