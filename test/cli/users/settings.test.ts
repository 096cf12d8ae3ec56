import { expect, test } from 'vitest'
import { usherr } from '../../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold } from '../../helpers/household.ts'

function usersOf({ config, radarr, sonarr, now }: Household) {
  const env = {
    DATABASE_PATH: config.databasePath,
    RADARR_URL: radarr.url,
    RADARR_API_KEY: radarr.apiKey,
    SONARR_URL: sonarr.url,
    SONARR_API_KEY: sonarr.apiKey,
    TZ: 'Europe/Berlin',
  }
  return (...args: string[]) => usherr(['users', ...args], env, {}, { now })
}

test('what is set of somebody is shown, and what holds where nothing is', async () => {
  const household = await startHousehold()
  const users = usersOf(household)
  const before = await users('settings', 'kim')
  household.sql(
    `update users set time_zone = 'Asia/Tokyo', quality_profile = 'HD-1080p',
     rating_cap = 'PG-13', quiet_hours = '22:00-07:00', wants_notices = 0 where phone = ?`,
    KIM,
  )

  const after = await users('settings', KIM)

  expect(before.stdout).toBe(`Kim
Phone      +14155550102
Time zone  Europe/Berlin, the household's
Quality    the household's
Rating     any
Quiet      never
Notices    on
`)
  expect(after.stdout).toBe(`Kim
Phone      +14155550102
Time zone  Asia/Tokyo
Quality    HD-1080p
Rating     up to PG-13
Quiet      22:00-7:00
Notices    off
`)
})

test.for([
  [['name', 'Kimberly', 'B'], 'They are called Kimberly B now.'],
  [['rating', 'pg13'], 'Kim may see up to PG-13 now.'],
  [['notices', 'off'], 'Notices to Kim are off.'],
  [['quality', '1080p'], 'What Kim adds is in HD-1080p from now on.'],
  [
    ['time-zone', 'new', 'york'],
    "Kim's times are in America/New_York now, where it's 07:00. Limits keep to the household's day.",
  ],
] as const)('%s is set beside a running service', async ([words, says]) => {
  const household = await startHousehold()

  const { code, stdout } = await usersOf(household)('set', 'Kim', ...words)

  expect(stdout).toBe(`${says}\n`)
  expect(code).toBe(0)
  expect(household.sql("select user_id, sid from audit_log where action = 'user.changed'")).toEqual(
    [{ user_id: null, sid: null }],
  )
})

test('a running service goes by it with the next text', async () => {
  const household = await startHousehold()

  await usersOf(household)('set', SAM, 'quiet', '22-7')

  expect(await household.text(SAM, 'my settings')).toContain('Quiet 22:00-7:00.')
})

test.for([
  [
    ['set', 'Kim', 'time-zone', 'Kentucky River'],
    'That is no time zone known here. Name a big city in it, or the zone: Europe/Berlin.\n',
  ],
  [
    ['set', 'Kim', 'quiet', '30-40'],
    'Those are no hours. Write from when until when as 22-7 or 22:30-6:15, or off for none.\n',
  ],
  [
    ['set', 'Kim', 'time-zone', 'Indiana'],
    'There are several: America/Indiana/Knox, America/Indiana/Marengo, America/Indiana/Petersburg, America/Indiana/Tell_City, America/Indiana/Vevay. Name one.\n',
  ],
  [
    ['set', 'Kim', 'quality', '8k'],
    "That quality isn't known here. There is: Any, HD-1080p, Ultra-HD.\n",
  ],
  [['set', 'Zorba', 'notices', 'off'], "There is no user 'Zorba'. There are Sam and Kim.\n"],
] as const)('%s changes nothing and says why', async ([args, says]) => {
  const household = await startHousehold()

  const { code, stderr } = await usersOf(household)(...args)

  expect(stderr).toBe(says)
  expect(code).toBe(1)
  expect(household.sql("select * from audit_log where action = 'user.changed'")).toEqual([])
})

test('a quality is not set where no service says which there are', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => ({ status: 401 })
  household.sonarr.intercept = () => ({ status: 401 })

  const { code, stderr } = await usersOf(household)('set', 'Kim', 'quality', '1080p')

  expect(stderr).toContain('Radarr and Sonarr both fail me')
  expect(code).toBe(1)
})

test('a field that there is not is not understood', async () => {
  const household = await startHousehold()

  const { code, stderr } = await usersOf(household)('set', 'Kim', 'shoe-size', '42')

  expect(stderr).toContain('Allowed choices are name, time-zone, quality, rating, quiet, notices.')
  expect(code).toBe(2)
})

test('scripts read settings as JSON', async () => {
  const household = await startHousehold()
  const users = usersOf(household)

  const changed = await users('set', 'Kim', 'quiet', '22-7', '--json')
  const { stdout } = await users('settings', 'Kim', '--json')

  expect(JSON.parse(stdout)).toEqual({
    phone: KIM,
    name: 'Kim',
    role: 'member',
    timeZone: null,
    qualityProfile: null,
    ratingCap: null,
    quietHours: '22:00-07:00',
    wantsNotices: true,
  })
  expect(changed.stdout).toBe(stdout)
})
