import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { SAM, startHousehold, STRANGER } from '../helpers/household.ts'

const COMMAND = ['users', 'strangers']

test('strangers are listed beside a running service, the latest first', async () => {
  const household = await startHousehold()
  const env = { DATABASE_PATH: household.config.databasePath, TZ: 'Europe/Berlin' }
  await household.text('+14155550177', 'hi')
  await household.text(SAM, 'find heat')
  household.advance(3_600_000)
  await household.text(STRANGER, 'hello')
  await household.text(STRANGER, 'anyone?')
  const release = household.lockDatabase()

  const { code, stdout } = await usherr(COMMAND, env)
  release()

  expect(stdout).toBe(`Phone         Texts  Last
+14155550199      2  Fri 20 Nov 2026, 14:00
+14155550177      1  Fri 20 Nov 2026, 13:00
`)
  expect(code).toBe(0)
})

test('a database that an older version left is left alone', async () => {
  const household = await startHousehold()
  await household.text(STRANGER, 'hello')
  await household.stop()
  const applied = 'select created_at from __drizzle_migrations'
  household.sql('drop index inbox_received')
  household.sql(
    'delete from __drizzle_migrations where created_at = (select max(created_at) from __drizzle_migrations)',
  )
  const before = household.sql(applied)
  const { databasePath } = household.config

  const { code, stderr } = await usherr(COMMAND, { DATABASE_PATH: databasePath })

  expect(stderr).toBe(
    `DATABASE_PATH ${databasePath} is of an older Usherr. Start this version on it once.\n`,
  )
  expect(code).toBe(1)
  expect(household.sql(applied)).toEqual(before)
})

test('a database that is none is told', async () => {
  const household = await startHousehold()
  const path = `${household.config.databasePath}.txt`
  writeFileSync(path, 'not a database, but long enough to be read as one')

  const { code, stderr } = await usherr(COMMAND, { DATABASE_PATH: path })

  expect(stderr).toBe(`DATABASE_PATH ${path} is damaged, or no database. Restore a backup.\n`)
  expect(code).toBe(1)
})

test('scripts read the strangers as JSON', async () => {
  const household = await startHousehold()
  await household.text(STRANGER, 'hello')
  const env = { DATABASE_PATH: household.config.databasePath }

  const { code, stdout } = await usherr([...COMMAND, '--json'], env)

  expect(JSON.parse(stdout)).toEqual([
    { phone: STRANGER, texts: 1, lastTextAt: '2026-11-20T12:00:00.000Z' },
  ])
  expect(code).toBe(0)
})

test('a household without strangers says so', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'find heat')

  const { code, stdout } = await usherr(COMMAND, { DATABASE_PATH: household.config.databasePath })

  expect(stdout).toBe('No strangers have texted.\n')
  expect(code).toBe(0)
})

test('a database that is not there is not made', async () => {
  const { code, stderr } = await usherr(COMMAND, { DATABASE_PATH: '/nowhere/usherr.db' })

  expect(stderr).toBe(
    'There is no database at /nowhere/usherr.db yet. Start Usherr first, or set DATABASE_PATH.\n',
  )
  expect(code).toBe(1)
})
