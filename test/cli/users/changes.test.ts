import { expect, test } from 'vitest'
import { usherr } from '../../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../../helpers/household.ts'

const DANA = '+14155550103'
const GREETING = expect.stringContaining('Hi Alex, I look after the films and shows here.')

function commandLine(household: Household) {
  const env = { DATABASE_PATH: household.config.databasePath, TZ: 'UTC' }
  return (args: string[], typed?: string) =>
    usherr(['users', ...args], env, typed === undefined ? {} : { typed }, { now: household.now })
}

const userAt = ({ sql }: Household, phone: string) =>
  sql('select name, role, status from users where phone = ?', phone)[0]

test('users are listed with role, status and texts, beside a running service', async () => {
  const household = await startHousehold()
  const users = commandLine(household)
  await household.text(SAM, 'heat')
  await household.text(SAM, 'alien')
  household.advance(3_600_000)
  await users(['block', 'Kim'])

  const { code, stdout } = await users([])

  expect(stdout).toBe(`Name  Phone         Role    Status   Since       Last text   7 days
Sam   +14155550101  admin   active   Fri 20 Nov  1 hour ago       2
Kim   +14155550102  member  blocked  Fri 20 Nov                   0
`)
  expect(code).toBe(0)
  expect(JSON.parse((await users(['list', '--json'])).stdout)).toEqual([
    expect.objectContaining({
      phone: SAM,
      name: 'Sam',
      role: 'admin',
      status: 'active',
      lastTextAt: '2026-11-20T12:00:00.000Z',
      textsThisWeek: 2,
    }),
    expect.objectContaining({ phone: KIM, status: 'blocked', lastTextAt: null, textsThisWeek: 0 }),
  ])
})

test('whoever is to be let in is listed as waiting, and as pending to scripts', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request' } })
  const users = commandLine(household)
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')

  expect((await users([])).stdout).toMatch(/Alex .* member  waiting  Fri 20 Nov/)
  expect((await users(['promote', 'Alex'])).stderr).toBe(
    'Alex is waiting. Approve them first: usherr users approve.\n',
  )
  expect(JSON.parse((await users(['list', '--json'])).stdout)).toContainEqual(
    expect.objectContaining({ phone: STRANGER, status: 'pending' }),
  )
})

test('whoever the operator invites is in at once, greeted by the service, and audited', async () => {
  const household = await startHousehold()
  const users = commandLine(household)

  const { stdout } = await users(['invite', 'Alex', '+1 415 555 0199'])
  const again = await users(['invite', '+14155550199', 'Lex'])
  await household.settled()

  expect(stdout).toBe('Alex is in, as a member. The service texts them how this works.\n')
  expect(again).toMatchObject({ code: 0, stdout: 'Alex is in already, as a member.\n' })
  expect(household.sentTo(STRANGER)).toEqual([GREETING])
  expect(await household.text(STRANGER, 'heat')).toBe('Heat (1995) is here.')
  expect(
    household.sql("select user_id, sid, target from audit_log where action = 'user.added'"),
  ).toEqual([{ user_id: null, sid: null, target: 'Alex' }])
})

test('a phone without its country is asked for again', async () => {
  const users = commandLine(await startHousehold())

  const { code, stderr } = await users(['invite', 'Alex', '415', '555', '0199'])

  expect(code).toBe(1)
  expect(stderr).toBe('Name a phone with its country, such as Alex +14155550123.\n')
})

test('block, unblock, promote, demote and rename say what they did, and write it down', async () => {
  const household = await startHousehold()
  const users = commandLine(household)
  const said = async (...args: string[]) => (await users(args)).stdout

  expect(await said('block', 'kim')).toBe('Kim is now blocked.\n')
  expect(await household.text(KIM, 'heat')).toBeUndefined()
  expect(await said('block', KIM)).toBe('Kim is already blocked.\n')
  expect((await users(['promote', 'Kim'])).stderr).toBe(
    'Kim is blocked. Approve them first: usherr users approve.\n',
  )
  expect(await said('unblock', 'Kim')).toBe('Kim is in, as a member.\n')
  expect(await said('promote', 'Kim')).toBe('Kim is now an admin.\n')
  expect(await said('demote', 'Kim')).toBe('Kim is now a member.\n')
  expect(await said('rename', 'Kim', '  Kimberly\u202E ')).toBe('Kim is now called Kimberly.\n')

  expect(userAt(household, KIM)).toEqual({ name: 'Kimberly', role: 'member', status: 'active' })
  expect(
    household.sql("select user_id, detail ->> '$.after' as after from audit_log order by rowid"),
  ).toEqual(
    ['blocked', 'active', 'admin', 'member', 'Kimberly'].map((after) => ({ user_id: null, after })),
  )
})

test('remove asks first, and makes a stranger', async () => {
  const household = await startHousehold()
  const users = commandLine(household)

  expect(await users(['remove', 'Kim'])).toMatchObject({
    code: 1,
    stderr: 'Make Kim (+14155550102) a stranger?\nNothing was changed. Add --yes to go on.\n',
  })
  expect(await users(['remove', 'Kim'], 'n\n')).toMatchObject({ code: 1 })
  expect(userAt(household, KIM)).toMatchObject({ status: 'active' })
  expect(await users(['remove', 'Kim'], 'y\n')).toMatchObject({
    code: 0,
    stdout: 'Kim is now out, a stranger.\n',
  })
  expect(await household.text(KIM, 'heat')).toBeUndefined()
})

test.for([
  ['block', 'Sam'],
  ['demote', 'Sam'],
  ['remove', 'Sam', '--yes'],
])('the last admin stays one: %s %s', async (args) => {
  const household = await startHousehold()

  const { code, stderr } = await commandLine(household)(args)

  expect(stderr).toBe(
    'Sam is the only admin, and nothing was changed. Promote somebody else first.\n',
  )
  expect(code).toBe(1)
  expect(userAt(household, SAM)).toMatchObject({ role: 'admin', status: 'active' })
})

test('a restart changes nobody who is there', async () => {
  const household = await startHousehold({
    env: { ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}`, MEMBER_PHONES: `Kim:${KIM},Alex:${STRANGER}` },
  })
  const users = commandLine(household)
  await users(['demote', 'Dana'])
  await users(['rename', 'Dana', 'Dan'])
  await users(['block', 'Kim'])
  await users(['remove', 'Alex', '--yes'])
  const before = household.sql('select * from users order by phone')

  await household.restart()

  expect(household.sql('select * from users order by phone')).toEqual(before)
  expect(userAt(household, DANA)).toEqual({ name: 'Dan', role: 'member', status: 'active' })
  expect(userAt(household, KIM)).toMatchObject({ status: 'blocked' })
  expect(userAt(household, STRANGER)).toMatchObject({ status: 'removed' })
  expect(await household.text(STRANGER, 'heat')).toBeUndefined()
})
