import { expect, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Commands of `usherr` beside a household, by its clock. */
const commandsOf =
  ({ config, now }: Household) =>
  (args: readonly string[]) =>
    usherr(args, { DATABASE_PATH: config.databasePath, TZ: 'UTC' }, {}, { now })

/** The last so many rows, without their times. */
const lastRows = (stdout: string, count: number) =>
  stdout
    .trim()
    .split('\n')
    .slice(-count)
    .map((line) => line.split(/ {2,}/).slice(1))

test('where nobody decided in time, Usherr is said to have ended it', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request', REQUESTS: 'approval' } })
  const run = commandsOf(household)
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')
  household.advance(8 * DAY)
  await household.recorded("select 1 from users where status = 'removed'")

  const { stdout } = await run(['audit'])
  const { entries } = JSON.parse((await run(['audit', '--json'])).stdout)

  expect(lastRows(stdout, 2)).toEqual([
    ['Usherr', 'decided about', 'Alex', 'open → lapsed'],
    ['Usherr', 'changed', 'Alex', 'status: waiting → removed'],
  ])
  expect(entries.slice(-2)).toMatchObject([
    { by: 'usherr', user: null, action: 'request.decided', after: 'lapsed' },
    { by: 'usherr', user: null, action: 'user.changed', after: 'removed' },
  ])
})

test('whoever knocks again is taken in again by Usherr', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request' } })
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')
  household.advance(8 * DAY)
  await household.recorded("select 1 from users where status = 'removed'")
  await household.text(STRANGER, 'hello?')

  const { stdout } = await commandsOf(household)(['audit'])

  expect(lastRows(stdout, 3)).toEqual([
    ['Usherr', 'changed', 'Alex', 'status: removed → waiting', 'in-3'],
    ['Alex', 'texted as a stranger', 'in-3'],
    ['Alex', 'asked to be let in as', 'Alex', 'in-3'],
  ])
})

test('what came true in another way is ended by Usherr', async () => {
  const household = await startHousehold({ env: { REQUESTS: 'approval' } })
  await household.text(KIM, 'add alien 1979')
  household.advance(MINUTE)
  await household.text(SAM, 'add alien 1979')
  household.advance(MINUTE)
  await household.recorded("select 1 from requests where state = 'approved'")

  const { stdout } = await commandsOf(household)(['audit'])

  expect(lastRows(stdout, 1)).toEqual([
    ['Usherr', 'decided about', 'Alien (1979)', 'open → approved'],
  ])
})

test('an approval that could not be carried out is said to be open again', async () => {
  const household = await startHousehold({ env: { REQUESTS: 'approval' } })
  await household.text(KIM, 'add alien 1979')
  household.radarr.intercept = () => 'drop'
  await household.text(SAM, 'APPROVE 4821')

  const { stdout } = await commandsOf(household)(['audit'])

  expect(lastRows(stdout, 2)).toEqual([
    ['Sam', 'decided about', 'Alien (1979)', 'open → approved', 'in-2'],
    ['Usherr', 'opened again', 'Alien (1979)', 'approved → open'],
  ])
})

test('an approval that was broken off, of somebody who is out, is ended by Usherr', async () => {
  const household = await startHousehold({ env: { REQUESTS: 'approval' } })
  await household.text(KIM, 'add alien 1979')
  const release = household.holdRadarr()
  await household.deliver(SAM, 'APPROVE 4821')
  await household.recorded("select 1 from requests where state = 'approved'")
  household.sql("update inbox set state = 'parked' where body = 'APPROVE 4821'")
  const run = commandsOf(household)
  await run(['users', 'remove', 'Kim', '--yes'])
  release()
  household.advance(MINUTE)
  await household.recorded("select 1 from requests where state = 'refused'")

  const { stdout } = await run(['audit'])

  expect(lastRows(stdout, 2)).toEqual([
    ['Usherr', 'opened again', 'Alien (1979)', 'approved → open'],
    ['Usherr', 'decided about', 'Alien (1979)', 'open → refused'],
  ])
})

test('what an operator ends by blocking somebody stays their doing', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request' } })
  const run = commandsOf(household)
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')
  await run(['users', 'block', 'Alex'])

  const { stdout } = await run(['audit'])

  expect(lastRows(stdout, 2)).toEqual([
    ['an operator', 'changed', 'Alex', 'status: waiting → blocked'],
    ['an operator', 'decided about', 'Alex', 'open → refused'],
  ])
})
