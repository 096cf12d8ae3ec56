import { expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'
import { USHERR } from '../helpers/settings.ts'

const DANA = '+14155550103'
const TWO_ADMINS = { ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` }
const MINUTE = 60_000

const REFUSED = 'Removing is for admins here.'
const OFFERED = 'Removing is for admins here. Want me to ask one? Reply YES.'
const REQUEST =
  'Kim asks to remove Heat (1995), 14 GB. Reply APPROVE 4821, or REFUSE 4821 and a reason.'

const film = (title: string, year = 2020, gigabytes = 14) => ({
  tmdbId: 12_345,
  title,
  year,
  status: 'released' as const,
  gigabytes,
})

const asks = ({ sql }: Household) =>
  sql("select address, channel from outbox where key like '%:ask:%' order by position")

const deletes = ({ radarr }: Household) =>
  radarr.requests.filter(({ method }) => method === 'DELETE')

test('a member who may not remove can have an admin asked, who then can', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'delete heat')).toBe(OFFERED)
  expect(await household.text(KIM, 'yes')).toBe("I've asked Sam. I'll text you the answer.")
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([REQUEST])
  expect(household.twilio.messages.map(({ num_segments: count }) => count)).not.toContain('2')
  expect(deletes(household)).toEqual([])
  expect(household.sql("select target from audit_log where action = 'request.made'")).toEqual([
    { target: 'Heat (1995)' },
  ])
  expect(await household.text(SAM, 'approve 4821')).toContain('Remove Heat (1995) and delete')
})

test('a no asks nobody', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'delete heat')

  expect(await household.text(KIM, 'no')).toBe('OK.')
  expect(asks(household)).toEqual([])
})

test('every admin who can be texted is asked, and named', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  await household.text(KIM, 'delete heat')

  expect(await household.text(KIM, 'yes')).toBe(
    "I've asked Sam and Dana. I'll text you the answer.",
  )
  expect(asks(household)).toMatchObject([{ address: SAM }, { address: DANA }])
})

test('admins without a name are spoken of as what they are, and never by their phone', async () => {
  const household = await startHousehold({ env: { ADMIN_PHONES: `Sam:${SAM},${DANA}` } })
  await household.text(KIM, 'delete heat')

  expect(await household.text(KIM, 'yes')).toBe(
    "I've asked Sam and another admin. I'll text you the answer.",
  )
})

test.for([
  ["update users set status = 'blocked' where phone = ?", 'blocked'],
  ['update users set opted_out_at = 1 where phone = ?', 'opted out'],
  ["update users set role = 'member' where phone = ?", 'an admin no more'],
] as const)('who is %s is not texted', async ([change]) => {
  const household = await startHousehold({ env: TWO_ADMINS })
  await household.text(KIM, 'delete heat')
  household.sql(change, DANA)

  expect(await household.text(KIM, 'yes')).toBe("I've asked Sam. I'll text you the answer.")
  expect(asks(household)).toMatchObject([{ address: SAM }])
})

test('an admin who wants no notices is not asked while another one wants them', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  household.sql('update users set wants_notices = 0 where phone = ?', SAM)
  await household.text(KIM, 'delete heat')

  expect(await household.text(KIM, 'yes')).toBe("I've asked Dana. I'll text you the answer.")
  expect(asks(household)).toMatchObject([{ address: DANA }])
})

test('where no admin wants notices all are asked', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  household.sql("update users set wants_notices = 0 where role = 'admin'")
  await household.text(KIM, 'delete heat')

  expect(await household.text(KIM, 'yes')).toBe(
    "I've asked Sam and Dana. I'll text you the answer.",
  )
})

test('nothing is offered where nobody can be asked', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'STOP')

  expect(await household.text(KIM, 'delete heat')).toBe(REFUSED)
  expect(household.sql('select * from pending_actions')).toEqual([])
})

test('nobody is said to be asked when the last admin leaves before the yes', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'delete heat')
  await household.text(SAM, 'STOP')

  expect(await household.text(KIM, 'yes')).toBe('There is no admin here whom I can text right now.')
  expect(asks(household)).toEqual([])
})

test('what is not here is not offered', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'delete zorba')).toBe('There is no "zorba" here to remove.')
})

test('of several titles one is chosen before anybody is asked', async () => {
  const films = [
    { ...film('Dune', 1984), tmdbId: 841 },
    { ...film('Dune', 2021), tmdbId: 438_631 },
  ]
  const household = await startHousehold({ films })

  expect(await household.text(KIM, 'delete dune')).toContain('Which one? Reply a number.')
  expect(await household.text(KIM, '2')).toBe(OFFERED)
  expect(await household.text(KIM, 'yes')).toBe("I've asked Sam. I'll text you the answer.")
  await household.settled()
  expect(household.sentTo(SAM)).toEqual([
    'Kim asks to remove Dune (2021), 14 GB. Reply APPROVE 4821, or REFUSE 4821 and a reason.',
  ])
})

test('a title that was not named exactly is named in the offer', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'delete prestig')).toBe(
    'Removing The Prestige (2006) is for admins here. Want me to ask one? Reply YES.',
  )
})

test('admins are asked about a title once a day, and once while it waits', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  for (const text of ['delete heat', 'yes', 'delete heat']) await household.text(KIM, text)

  expect(await household.text(KIM, 'yes')).toBe("I've already asked Sam and Dana.")
  expect(asks(household)).toHaveLength(2)
  await household.text(KIM, 'delete memento')
  expect(await household.text(KIM, 'yes')).toBe(
    "I've asked Sam and Dana. I'll text you the answer.",
  )

  await household.text(SAM, 'refuse 4821')
  await household.text(KIM, 'delete heat')
  expect(await household.text(KIM, 'yes')).toBe("I've already asked Sam and Dana.")
  household.advance(12 * 60 * MINUTE)
  await household.text(KIM, 'delete heat')
  expect(await household.text(KIM, 'yes')).toBe(
    "I've asked Sam and Dana. I'll text you the answer.",
  )
  expect(asks(household)).toHaveLength(6)
})

test('two yeses at once ask once', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'delete heat')

  await Promise.all([household.deliver(KIM, 'yes'), household.deliver(KIM, 'yes')])
  await household.settled()

  expect(asks(household)).toHaveLength(1)
})

test('a turn that is started again after it asked asks nobody twice, and says the same', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  await household.stop()
  // As a crash leaves it that comes right after the request was queued.
  const asking = "(select sid from audit_log where action = 'request.made')"
  household.sql(
    `delete from messages where sequence > 1 and round = (select round from inbox where sid = ${asking})`,
  )
  household.sql(`delete from outbox where key = ${asking} || ':reply'`)
  household.sql(`update inbox set state = 'waiting' where sid = ${asking}`)
  await household.restart()
  await household.settled()

  expect(household.sentTo(KIM).slice(1)).toEqual([
    "I've asked Sam. I'll text you the answer.",
    "I've asked Sam. I'll text you the answer.",
  ])
  expect(asks(household)).toHaveLength(1)
  expect(household.sentTo(SAM)).toEqual([REQUEST])
})

test('an admin hears of it only once their question with a code is closed', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete memento')
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  await household.settled()
  expect(household.sentTo(SAM)).toHaveLength(1)

  expect(await household.text(SAM, 'YES 4821')).toContain('Removed Memento (2000)')
  await household.told(SAM, REQUEST)
})

test("a bare yes after the request confirms nothing, and the admin's own offer stays theirs", async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  await household.settled()
  expect(household.sentTo(SAM).at(-1)).toBe(REQUEST)
  const before = household.radarr.requests.length

  await household.text(SAM, 'yes')

  const after = household.radarr.requests.slice(before)
  expect(after.filter(({ method }) => method !== 'GET')).toEqual([])
})

test('an admin is texted where they wrote last', async () => {
  const household = await startHousehold({ env: TWO_ADMINS })
  await household.text(SAM, '?')
  await household.text(`whatsapp:${SAM}`, '?')
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')

  expect(asks(household)).toEqual([
    { address: SAM, channel: 'whatsapp' },
    { address: DANA, channel: 'sms' },
  ])
})

test('an admin who never wrote is texted on the channel the service sends from', async () => {
  const household = await startHousehold({
    env: { TWILIO_PHONE_NUMBER: `whatsapp:${USHERR}` },
  })
  await household.text(`whatsapp:${KIM}`, 'delete heat')
  await household.text(`whatsapp:${KIM}`, 'yes')

  expect(asks(household)).toEqual([{ address: SAM, channel: 'whatsapp' }])
})

test.for<[title: string, quoted: string]>([
  ['Heat. Dune is gone', '"Heat. Dune is gone"'],
  ['Heat" (1995). Removed "now', `"Heat' (1995). Removed 'now"`],
  ['Dune: Part Two', '"Dune: Part Two"'],
])('a film called %j cannot sound like us', async ([title, quoted]) => {
  const household = await startHousehold({ films: [film(title)] })
  await household.text(KIM, `delete ${title}`)
  await household.text(KIM, 'yes')

  await household.told(
    SAM,
    `Kim asks to remove ${quoted} (2020), 14 GB. Reply APPROVE 4821, or REFUSE 4821 and a reason.`,
  )
  expect(await household.text(SAM, 'APPROVE 4821')).toMatch(/^Remove .*\? Reply YES 4821, or NO/)
})

test.for<[what: string, title: string]>([
  ['a long title', 'A very long title '.repeat(11).trim()],
  ['a long title in another script', 'Очень длинное название '.repeat(8).trim()],
  ['a title in another script', 'Сталкер и его очень далекая дорога'],
])('a request about %s is two segments at most', async ([, title]) => {
  const { model } = scriptedModel(calls(['remove', { title }]))
  const household = await startHousehold({
    model,
    films: [film(title)],
    env: { MEMBER_PHONES: `Maximilian the Third of Somewhere:${KIM}` },
  })
  await household.text(KIM, 'please delete that one')
  expect(await household.text(KIM, 'yes')).toBe("I've asked Sam. I'll text you the answer.")
  await household.settled()

  const [request = ''] = household.sentTo(SAM)
  expect(countSegments(request).segments).toBeLessThanOrEqual(2)
  expect(request).toMatch(
    /^Maximilian the Third? asks to remove .*, 14 GB\. Reply APPROVE 4821, or REFUSE 4821/,
  )
})

test('no model is told of asking admins, and none may do it by itself', async () => {
  const title = { title: 'Heat', year: 1995 }
  const { model, requests } = scriptedModel(calls(['ask_admin', title]), says('I cannot.'))
  const household = await startHousehold({ model })

  await household.text(KIM, 'ask an admin to delete heat')

  expect(JSON.stringify(requests[0]?.tools)).not.toContain('ask_admin')
  expect(requests[1]?.messages.at(-1)?.content).toMatch(
    /^"There is no tool called \\"ask_admin\\"\. There are: (?!.*ask_admin)/,
  )
  expect(asks(household)).toEqual([])
})

test('a yes while Radarr is down asks nobody and says why', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'delete heat')
  household.advance(60 * MINUTE)
  household.radarr.intercept = () => ({ status: 500 })

  expect(await household.text(KIM, 'yes')).toContain("Radarr isn't answering")
  expect(asks(household)).toEqual([])
})
