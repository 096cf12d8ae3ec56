import { expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'

const settingsOf = ({ sql }: Household, name = 'Kim') =>
  Object(
    sql(
      `select name, time_zone, quality_profile, rating_cap, quiet_hours, wants_notices
       from users where phone = ?`,
      name === 'Kim' ? KIM : SAM,
    )[0],
  )

const changes = ({ sql }: Household) =>
  sql("select user_id, sid, target, detail from audit_log where action = 'user.changed'")

test('who has set nothing hears who they are and how to set something', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'My settings?')).toBe(
    `You are Kim. The household's quality and time zone. No quiet hours. Notices on. To change one: "set quiet 22-7".`,
  )
})

test('all that is set is told in one text', async () => {
  const household = await startHousehold()
  household.sql(
    `update users set time_zone = 'Europe/Berlin', quality_profile = 'HD-1080p',
     rating_cap = 'PG-13', quiet_hours = '22:00-07:00', wants_notices = 0 where phone = ?`,
    KIM,
  )

  const said = await household.text(KIM, 'my settings')

  expect(said).toBe(
    'You are Kim. Time zone: Europe/Berlin. Quality: HD-1080p. Up to PG-13. Quiet 22:00-7:00. Notices off. To change one: "set quiet 22-7".',
  )
  expect(countSegments(said ?? '').segments).toBe(1)
})

test('the longest of everything is two segments', async () => {
  const household = await startHousehold()
  household.sql(
    `update users set time_zone = 'America/Argentina/ComodRivadavia', name = ?,
     quality_profile = ?, rating_cap = 'NC-17', quiet_hours = '22:30-17:30' where phone = ?`,
    'Maximilian the Third of Somewhere Far Aw',
    'Remux and WEB 2160p with a very long name for a profile',
    KIM,
  )

  const said = await household.text(KIM, 'my settings')

  expect(countSegments(said ?? '').segments).toBeLessThanOrEqual(2)
})

test.for([
  ['set name Kimberly', 'OK, you are Kimberly now.', { name: 'Kimberly' }],
  ['call me Kim B.', 'OK, you are Kim B now.', { name: 'Kim B' }],
  ['set my name to Kimi', 'OK, you are Kimi now.', { name: 'Kimi' }],
  ['set name off', 'OK, you have no name now.', { name: null }],
  [
    'set time zone New York',
    "Your times are in America/New_York now, where it's 07:00. Limits keep to the household's day.",
    { time_zone: 'America/New_York' },
  ],
  ['set timezone none', "Your times are the household's again.", { time_zone: null }],
  [
    'set quality 1080p',
    'What you add is in HD-1080p from now on.',
    { quality_profile: 'HD-1080p' },
  ],
  ['set quality 4K', 'What you add is in Ultra-HD from now on.', { quality_profile: 'Ultra-HD' }],
  [
    'set quality none',
    "What you add is in the household's quality from now on.",
    { quality_profile: null },
  ],
  [
    'set quiet 22-7',
    'No notices reach you from 22:00 to 7:00 now. Answers to your own texts still do.',
    { quiet_hours: '22:00-07:00' },
  ],
  [
    'Quiet 10pm to 7am please',
    'No notices reach you from 22:00 to 7:00 now. Answers to your own texts still do.',
    { quiet_hours: '22:00-07:00' },
  ],
  ['quiet off', 'Notices reach you at any hour now.', { quiet_hours: null }],
  ['Notices off', 'Notices to you are off.', { wants_notices: 0 }],
  ['set notices on', 'Notices to you are on.', { wants_notices: 1 }],
] as const)('a member texts "%s" and has it so', async ([text, said, fields]) => {
  const household = await startHousehold()

  expect(await household.text(KIM, text)).toBe(said)
  expect(settingsOf(household)).toMatchObject(fields)
  expect(countSegments(said).segments).toBe(1)
})

test('a change is written down with what was before, and by which text', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'set quiet 22-7')
  const [{ sid, user_id: userId, detail }] = Object(changes(household))

  expect(JSON.parse(detail)).toEqual({
    field: 'quietHours',
    userId,
    before: null,
    after: '22:00-07:00',
  })
  expect(household.sql('select body from inbox where sid = ?', sid)).toEqual([
    { body: 'set quiet 22-7' },
  ])
  expect(household.sql('select phone from users where id = ?', userId)).toEqual([{ phone: KIM }])
})

test('what cannot be understood is asked for in another way, and changes nothing', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'set quiet late')).toBe(
    'From when until when? For example "set quiet 22-7", or "quiet off".',
  )
  expect(await household.text(KIM, 'set quiet')).toBe(
    'From when until when? For example "set quiet 22-7", or "quiet off".',
  )
  expect(await household.text(KIM, 'set my rating limit')).toBe('An admin sets that.')
  expect(await household.text(KIM, 'set time zone')).toBe(
    'I don\'t know that time zone. Name a big city in it: "set time zone Berlin".',
  )
  expect(await household.text(KIM, 'set quality')).toBe(
    "That quality isn't known here. There is: Any, HD-1080p, Ultra-HD.",
  )
  expect(await household.text(KIM, 'set time zone Germany')).toBe(
    'I don\'t know that time zone. Name a big city in it: "set time zone Berlin".',
  )
  expect(await household.text(KIM, 'set name 4821')).toBe(
    "I can't use that as a name: it takes letters, 40 at most.",
  )
  expect(await household.text(KIM, 'set quality 8k')).toBe(
    "That quality isn't known here. There is: Any, HD-1080p, Ultra-HD.",
  )
  expect(changes(household)).toEqual([])
})

test('of many qualities five are told', async () => {
  const household = await startHousehold()
  const [profile] = household.radarr.qualityProfiles
  const more = ['One', 'Two', 'Three', 'Four'].map((name, at) => ({
    ...profile,
    id: 50 + at,
    name,
  }))
  household.radarr.qualityProfiles.push(...Object(more))

  expect(await household.text(KIM, 'set quality 8k')).toBe(
    "That quality isn't known here. There is: Any, HD-1080p, Ultra-HD, One, Two.",
  )
})

test('a place with several time zones is asked about, and a number chooses one', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'set time zone Indiana')).toBe(
    `Which one? Reply a number.
1 America/Indiana/Knox
2 America/Indiana/Marengo
3 America/Indiana/Petersburg
4 America/Indiana/Tell_City
5 America/Indiana/Vevay`,
  )
  expect(await household.text(KIM, '4')).toContain('Your times are in America/Indiana/Tell_City')
  expect(settingsOf(household)).toMatchObject({ time_zone: 'America/Indiana/Tell_City' })
})

test('a quality that only one service has is told to be for that alone', async () => {
  const household = await startHousehold()
  const { qualityProfiles } = household.sonarr
  qualityProfiles.splice(
    qualityProfiles.findIndex(({ name }) => name === 'Ultra-HD'),
    1,
  )

  expect(await household.text(KIM, 'set quality ultra-hd')).toBe(
    'What you add is in Ultra-HD from now on. Not shows, which have no such quality.',
  )
})

test('a quality cannot be chosen while nobody says which there are, but taken back', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => ({ status: 500 })
  household.sonarr.intercept = () => ({ status: 500 })

  expect(await household.text(KIM, 'set quality 1080p')).toBe(
    'Radarr and Sonarr both fail me right now. Please try again in a while.',
  )
  expect(await household.text(KIM, 'set quality off')).toContain("in the household's quality")
})

test.for(['set rating R', 'set my rating to off', 'set Kim rating R', 'set Sam quiet off'])(
  'a member who texts "%s" is told that an admin does so',
  async (text) => {
    const household = await startHousehold()
    household.sql("update users set rating_cap = 'PG'")

    expect(await household.text(KIM, text)).toBe('An admin sets that.')
    expect(changes(household)).toEqual([])
  },
)

test('an admin sees and sets what is of somebody else', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'set Kim rating pg13')).toBe('Kim may see up to PG-13 now.')
  expect(await household.text(SAM, "set kim's quiet to 21-7")).toBe(
    'No notices reach Kim from 21:00 to 7:00 now. Answers to their own texts still do.',
  )
  expect(await household.text(SAM, `settings ${KIM}`)).toBe(
    `Kim. The household's quality and time zone. Up to PG-13. Quiet 21:00-7:00. Notices on. To change one: "set Kim quiet 22-7".`,
  )
  expect(await household.text(SAM, 'set Kim name Kimberly')).toBe('They are called Kimberly now.')
  expect(settingsOf(household)).toMatchObject({ name: 'Kimberly', rating_cap: 'PG-13' })
})

test('a limit is raised, or taken away, only with the number of its question', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'set Kim rating PG-13')
  expect(await household.text(SAM, 'set Kim rating PG')).toBe('Kim may see up to PG now.')

  expect(await household.text(SAM, 'set Kim rating R')).toBe(
    'Let Kim ...0102 see up to R? It is PG now. Reply YES 4821, or NO to leave it.',
  )
  expect(await household.text(SAM, 'yes')).toContain('so I need the number too')
  expect(await household.text(SAM, 'YES 1234')).toContain("That's not the number.")
  expect(settingsOf(household)).toMatchObject({ rating_cap: 'PG' })
  expect(await household.text(SAM, 'YES 4821')).toBe('Kim may see up to R now.')

  expect(await household.text(SAM, 'set Kim rating off')).toBe(
    'Take the rating limit of Kim ...0102 away? It is R now. Reply YES 4822, or NO to leave it.',
  )
  expect(await household.text(SAM, 'YES 4822')).toBe(
    'Kim may see films and shows of any rating now.',
  )
  expect(settingsOf(household)).toMatchObject({ rating_cap: null })
})

test('an admin who names nobody here, or two, changes nobody', async () => {
  const household = await startHousehold({
    env: { MEMBER_PHONES: `Kim:${KIM},Kim:+14155550104` },
  })

  expect(await household.text(SAM, 'settings Zorba')).toBe('I know nobody here called "Zorba".')
  expect(await household.text(SAM, 'set Kim notices off')).toBe(
    'There is more than one: Kim ...0102, Kim ...0104. Text the phone, as in "set ...0102 notices off".',
  )
  expect(await household.text(SAM, `set ${KIM} notices off`)).toBe('Notices to Kim are off.')
})

test('an admin who turns notices off hears that requests may still come', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'notices off')).toBe(
    'Notices to you are off. Requests still come where no other admin wants them.',
  )
})

test('no model is told of settings, and none can change them', async () => {
  const { model, requests } = scriptedModel(says('OK.'))
  const household = await startHousehold({ model })

  await household.text(KIM, 'set quiet 22-7')
  await household.text(KIM, 'settings Sam')

  expect(requests).toHaveLength(1)
  expect(JSON.stringify(requests[0]?.tools)).not.toMatch(/change_setting|show_settings/)
})

test('a turn that is started again after it changed a setting changes nothing more', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'set quiet 22-7')
  await household.stop()
  // As a crash leaves it that comes right after the change.
  household.sql("delete from messages where role = 'tool' or sequence > 1")
  household.sql("delete from outbox where key like '%:reply'")
  household.sql("update inbox set state = 'waiting'")
  await household.restart()
  await household.settled()

  const said = 'No notices reach you from 22:00 to 7:00 now. Answers to your own texts still do.'
  expect(household.sentTo(KIM)).toEqual([said, said])
  expect(changes(household)).toHaveLength(1)
})
