import { expect, test } from 'vitest'
import { countSegments } from '../../../src/sms/segments.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../../helpers/household.ts'

const OPEN = { env: { SIGNUP: 'invite' } }
const DANA = '+14155550103'
const QUESTION =
  'Let in Alex (+14155550199)? They can then find and add. Reply YES 4821, or NO to leave it.'
const IN = "Alex is in. I'm texting them how this works."
const GREETING =
  'Hi Alex, I look after the films and shows here. Text a title to find it, or "what\'s new". Reply ? for more, STOP to end.'
const NEEDS_CODE = 'This lets somebody in, so I need the number too: YES 4821, or NO to leave it.'
const NOT_THE_NUMBER = "That's not the number. Reply YES 4821, or NO to leave it."

const userAt = ({ sql }: Household, phone: string) =>
  sql('select name, role, status from users where phone = ?', phone)

test('whoever an admin invites is let in after the code, and greeted once', async () => {
  const household = await startHousehold(OPEN)

  expect(await household.text(SAM, 'invite Alex +1 415 555 0199')).toBe(QUESTION)
  expect(userAt(household, STRANGER)).toEqual([])
  expect(await household.text(SAM, 'YES 4821')).toBe(IN)
  expect(await household.text(SAM, 'YES 4821')).toBe('Alex is in already.')
  await household.settled()

  expect(userAt(household, STRANGER)).toEqual([{ name: 'Alex', role: 'member', status: 'active' }])
  expect(household.sentTo(STRANGER)).toEqual([GREETING])
  expect(await household.text(STRANGER, 'heat')).toBe('Heat (1995) is here.')
  expect(
    household.sql(
      "select u.name as by, a.target, a.sid is not null as sid from audit_log a join users u on u.id = a.user_id where action = 'user.added'",
    ),
  ).toEqual([{ by: 'Sam', target: 'Alex', sid: 1 }])
  expect(
    household.sql(
      'select segments from usage join users on id = user_id where phone = ?',
      STRANGER,
    ),
  ).toEqual([{ segments: 2 }])
})

test.for([
  'Invite +1 (415) 555-0199 Alex',
  'invite alex at +14155550199 please',
  'invite: "Alex", 1-415-555-0199',
  'INVITE Alex 001 415.555.0199',
  'please invite Alex whatsapp:+14155550199',
])('a name and a phone are found however they are written: %s', async (text) => {
  const household = await startHousehold(OPEN)

  expect(await household.text(SAM, text)).toMatch(/^Let in Alex \(\+14155550199\)\?/i)
})

test.for([
  ['invite Alex', /^Text "invite", their name and their phone/],
  ['invite Alex 415 555 0199', /^I can't tell the country of 415 555 0199\. Write it with a plus/],
  ['invite Kim +1 415 555 0102', /^Kim is here already, as a member\.$/],
  ['invite me +14155550101', /^Sam is here already, as an admin\.$/],
] as const)('what cannot be an invitation is told: %s', async ([text, says]) => {
  const household = await startHousehold(OPEN)

  expect(await household.text(SAM, text)).toMatch(says)
  expect(household.sql('select 1 from pending_actions')).toEqual([])
})

test('where SIGNUP is off, an admin is told so', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'invite Alex +14155550199')).toBe(
    'Inviting by text is off here. Set SIGNUP to invite, or use "usherr users invite" on the server.',
  )
  expect(household.sql('select 1 from pending_actions')).toEqual([])
})

test('for a member it is a title like any other', async () => {
  const household = await startHousehold(OPEN)

  expect(await household.text(KIM, 'invite Alex +1 415 555 0199')).toMatch(/^I can't find/)
  expect(await household.text(KIM, 'promote Kim')).toMatch(/^I can't find/)
  expect(household.sql('select 1 from pending_actions')).toEqual([])
})

test('a no leaves the invited out', async () => {
  const household = await startHousehold(OPEN)
  await household.text(SAM, 'invite Alex +14155550199')

  expect(await household.text(SAM, 'no')).toBe('OK, Alex stays out.')
  expect(userAt(household, STRANGER)).toEqual([])
})

test('whoever spoofs an admin never sees the code, and gets nowhere without it', async () => {
  const household = await startHousehold(OPEN)
  // As if from Sam; what is answered goes to Sam's phone.
  await household.text(SAM, `invite Mallory ${STRANGER}`)

  expect(await household.text(SAM, 'yes')).toBe(NEEDS_CODE)
  expect(await household.text(SAM, '4821')).not.toContain('is in.')
  expect(await household.text(SAM, 'YES 1111')).toBe(NOT_THE_NUMBER)
  expect(await household.text(SAM, 'YES 2222')).toBe(NOT_THE_NUMBER)
  expect(await household.text(SAM, 'YES 3333')).toBe(
    `Three wrong numbers, so that question is closed and nothing was changed. Text "invite Mallory ${STRANGER}" to be asked again.`,
  )
  expect(await household.text(SAM, 'YES 4821')).toMatch(/closed after wrong numbers/)

  expect(userAt(household, STRANGER)).toEqual([])
  expect(household.sentTo(STRANGER)).toEqual([])
})

test('a code counts from the phone that was asked, and on the channel alone', async () => {
  const household = await startHousehold({
    env: { SIGNUP: 'invite', ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` },
  })
  await household.text(SAM, 'invite Alex +14155550199')

  await household.text(DANA, 'YES 4821')
  await household.text(KIM, 'YES 4821')
  await household.text(STRANGER, 'YES 4821')
  await household.text(`whatsapp:${SAM}`, 'YES 4821')

  expect(userAt(household, STRANGER)).toEqual([])
  expect(await household.text(SAM, 'YES 4821')).toBe(IN)
})

test('a redelivered yes lets in once', async () => {
  const household = await startHousehold(OPEN)
  await household.text(SAM, 'invite Alex +14155550199')
  const sid = `SM${'a'.repeat(32)}`

  await household.deliver(SAM, 'YES 4821', { sid })
  await household.settled()
  await household.deliver(SAM, 'YES 4821', { sid })
  await household.settled()
  await household.restart()
  await household.settled()

  expect(household.sentTo(STRANGER)).toEqual([GREETING])
  expect(household.sentTo(SAM)).toEqual([QUESTION, IN])
})

test('two admins who invite the same person let in one, who is greeted once', async () => {
  const household = await startHousehold({
    env: { SIGNUP: 'invite', ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` },
    codes: [4821, 5932],
  })
  await household.text(SAM, 'invite Alex +14155550199')
  await household.text(DANA, 'invite Lex +14155550199')

  await Promise.all([household.deliver(SAM, 'YES 4821'), household.deliver(DANA, 'YES 5932')])
  await household.settled()

  expect(userAt(household, STRANGER)).toHaveLength(1)
  expect(household.sentTo(STRANGER)).toHaveLength(1)
  expect(household.sql("select 1 from audit_log where action = 'user.added'")).toHaveLength(1)
  expect(household.sql("select state from pending_actions where state <> 'done'")).toEqual([])
})

test('an admin who is none any more when the yes comes lets nobody in', async () => {
  const household = await startHousehold({
    env: { SIGNUP: 'invite', ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` },
  })
  await household.text(DANA, 'invite Alex +14155550199')
  await household.text(SAM, 'demote Dana')

  expect(await household.text(DANA, 'YES 4821')).toBe('Who is here is for admins to decide.')
  expect(userAt(household, STRANGER)).toEqual([])
})

test('whoever has changed since is asked about anew', async () => {
  const household = await startHousehold({ ...OPEN, codes: [4821, 5932] })
  await household.text(SAM, 'invite Alex +14155550199')
  await household.store.users.add(
    { phone: STRANGER, name: 'Lex', role: 'member', status: 'blocked' },
    { userId: null },
  )

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Alex has changed since I asked. Unblock Lex (+14155550199)? They can then find and add. Reply YES 5932, or NO to leave it.',
  )
  expect(userAt(household, STRANGER)).toMatchObject([{ status: 'blocked' }])
})

test('whoever opted out is not greeted, and the admin is told how they come back', async () => {
  const household = await startHousehold(OPEN)
  await household.text(SAM, 'remove user Kim')
  await household.text(KIM, 'stop')
  await household.text(SAM, 'invite Kim +14155550102')

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Kim is in. They opted out of my texts, so they have to text START first.',
  )
  expect(household.sql('select 1 from outbox where address = ?', KIM)).toEqual([])
})

test.for([
  ['YES 4821', 'Let in +14155550199?'],
  ['Alex, reply YES 1234 now', 'Let in Alex (+14155550199)?'],
  ['A\u202Elex\u200B\u0007', 'Let in Alex (+14155550199)?'],
  ['Alex \u{1F600}\u{1F389}', 'Let in Alex (+14155550199)?'],
  ['YES\u{1F600}4821', 'Let in +14155550199?'],
  ['“Alex”', 'Let in Alex (+14155550199)?'],
  ['x'.repeat(200), `Let in ${'x'.repeat(40)} (+14155550199)?`],
  ['{"role":"admin"}', 'Let in role admin (+14155550199)?'],
] as const)('a name is no place for anything but a name: %s', async ([name, begins]) => {
  const household = await startHousehold(OPEN)

  const asked = (await household.text(SAM, `invite +14155550199 ${name}`)) ?? ''

  expect(asked.slice(0, begins.length)).toBe(begins)
  expect(asked.match(/YES \d{4}/g)).toEqual(['YES 4821'])
  expect(countSegments(asked)).toEqual({ segments: 1, encoding: 'GSM-7' })
})
