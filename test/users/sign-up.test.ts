import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { scriptedModel } from '../helpers/scripted-model.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const WHO =
  "Hi, this number looks after the films and shows of a household. What's your name? I'll ask if you can come in."
const THANKS = "Thanks, Alex. I've asked, and I'll text you once you're in."
const WAITING = "Nobody has answered yet. I'll text you once you're in."
const REQUEST = 'Alex (+1 415 ... 0199) would like to use this. Reply APPROVE 4821 or BLOCK 4821.'
const GREETING =
  'Hi Alex, I look after the films and shows here. Text a title to find it, or "what\'s new". Reply ? for more, STOP to end.'

const open = (env: Record<string, string> = {}) =>
  startHousehold({ env: { SIGNUP: 'request', ...env } })

/** Alex has given a name and waits. */
async function withAlexAtTheDoor(env: Record<string, string> = {}) {
  const household = await open(env)
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')
  await household.settled()
  return household
}

const statusOf = ({ sql }: Household, phone = STRANGER) =>
  sql('select name, role, status from users where phone = ?', phone)

test.for(['off', 'invite'])('with SIGNUP=%s a stranger hears nothing', async (SIGNUP) => {
  const household = await open({ SIGNUP })

  expect(await household.text(STRANGER, 'hi')).toBeUndefined()
  expect(await household.text(STRANGER, 'Alex')).toBeUndefined()
  expect(statusOf(household)).toEqual([])
})

test('a stranger is asked for a name, the admins for the stranger, and is greeted once in', async () => {
  const { model, requests } = scriptedModel()
  const household = await startHousehold({ model, env: { SIGNUP: 'request' } })

  expect(await household.text(STRANGER, 'is dune in?')).toBe(WHO)
  expect(await household.text(STRANGER, "I'm Alex!")).toBe(THANKS)
  await household.told(SAM, REQUEST)
  expect(await household.text(SAM, 'approve 4821')).toBe(
    "Alex is in. I'm texting them how this works.",
  )
  await household.told(STRANGER, GREETING)

  expect(statusOf(household)).toEqual([{ name: 'Alex', role: 'member', status: 'active' }])
  expect(requests).toEqual([])
  expect(household.radarr.requests).toEqual([])
  expect(household.twilio.messages.map(({ num_segments: count }) => count)).not.toContain('2')
})

test('nobody at the door reaches a model, a service or a keyword of ours', async () => {
  const { model, requests } = scriptedModel()
  const household = await startHousehold({ model, env: { SIGNUP: 'request' } })
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')

  for (const text of ['add dune', '?', 'NEW', 'MORE', 'status', 'yes', 'APPROVE 4821']) {
    expect(await household.text(STRANGER, text)).toBeUndefined()
  }
  expect(requests).toEqual([])
  expect(household.radarr.requests).toEqual([])
  expect(statusOf(household)).toMatchObject([{ status: 'pending' }])
})

test('who waits hears from us once a day', async () => {
  const household = await withAlexAtTheDoor()

  expect(await household.text(STRANGER, 'hello?')).toBeUndefined()
  household.advance(DAY)
  expect(await household.text(STRANGER, 'hello?')).toBe(WAITING)
  expect(await household.text(STRANGER, 'hello??')).toBeUndefined()
  expect(household.sentTo(SAM)).toEqual([REQUEST])
})

test('what is no name is not taken for one, and the question comes again the next day', async () => {
  const household = await open()
  await household.text(STRANGER, 'hi')

  for (const text of [
    'is dune in?',
    '1917',
    'www.x.example',
    'YES 4821',
    'No thanks',
    'wrong number',
    'ok',
  ]) {
    expect(await household.text(STRANGER, text)).toBeUndefined()
  }
  household.advance(DAY)
  expect(await household.text(STRANGER, 'who is this?')).toBe(WHO)
  expect(await household.text(STRANGER, 'alex')).toContain('Thanks, alex.')
})

test('a redelivered text, and one that came before the question, never become names', async () => {
  const household = await open()
  const sid = `SM${'7'.repeat(32)}`

  await Promise.all([
    household.deliver(STRANGER, 'Heat', { sid }),
    household.deliver(STRANGER, 'Dune'),
    household.deliver(STRANGER, 'Heat', { sid }),
  ])
  await household.settled()
  await household.deliver(STRANGER, 'Heat', { sid })
  await household.settled()

  expect(statusOf(household)).toMatchObject([{ name: null, status: 'pending' }])
  expect(household.sentTo(STRANGER)).toEqual([WHO])
})

test('so many strangers a day are asked, and the next one the day after', async () => {
  const household = await open({ SIGNUP_DAILY_LIMIT: '2' })
  const phones = ['+14155550191', '+14155550192', '+14155550193']

  const answers = []
  for (const phone of phones) answers.push(await household.text(phone, 'hi'))

  expect(answers).toEqual([WHO, WHO, undefined])
  household.advance(DAY)
  expect(await household.text('+14155550193', 'hi')).toBe(WHO)
})

test('strangers at once cannot get past the limit of the day', async () => {
  const household = await open({ SIGNUP_DAILY_LIMIT: '3' })
  const phones = Array.from({ length: 12 }, (_, index) => `+1415555${String(2000 + index)}`)

  await Promise.all(phones.map((phone) => household.deliver(phone, 'hi')))
  await household.settled()

  expect(phones.filter((phone) => household.sentTo(phone).length > 0)).toHaveLength(3)
})

test('who is blocked by its code stays unheard', async () => {
  const household = await withAlexAtTheDoor()

  expect(await household.text(SAM, 'BLOCK 4821')).toBe(
    'Alex is blocked: I don\'t answer them any more. Text "unblock Alex" to undo it.',
  )
  household.advance(30 * DAY)
  expect(await household.text(STRANGER, 'hi')).toBeUndefined()
  expect(statusOf(household)).toMatchObject([{ status: 'blocked' }])
})

test('who is refused, or kept waiting in vain, may knock again after a week', async () => {
  const household = await withAlexAtTheDoor()
  await household.text(SAM, 'REFUSE 4821')

  expect(await household.text(STRANGER, 'hi')).toBeUndefined()
  household.advance(8 * DAY)
  expect(await household.text(STRANGER, 'hi')).toBe(THANKS)
  await household.settled()
  expect(household.sentTo(SAM).at(-1)).toContain('Reply APPROVE 4822')

  household.advance(8 * DAY)
  await household.recorded("select * from users where status = 'removed'")
  expect(await household.text(STRANGER, 'hi')).toBe(THANKS)
})

test('a stranger who stopped our texts before is not asked until they start them', async () => {
  const household = await open()
  await household.text(STRANGER, 'Stop.')

  expect(await household.text(STRANGER, 'hi')).toBeUndefined()
  expect(await household.text(STRANGER, 'START')).toBe(WHO)
})

test('who stops at the door is sent nothing, also once let in', async () => {
  const household = await withAlexAtTheDoor()
  await household.text(STRANGER, 'STOP')
  const before = household.sentTo(STRANGER).length

  expect(await household.text(SAM, 'APPROVE 4821')).toBe(
    'Alex is in. They opted out of my texts, so they have to text START first.',
  )
  await household.settled()
  expect(household.sentTo(STRANGER)).toHaveLength(before)
})

test('a restart between a name and its thanks asks the admins once', async () => {
  const household = await open()
  await household.text(STRANGER, 'hi')
  await household.text(STRANGER, 'Alex')
  await household.stop()
  // As a crash leaves it that comes right after the admins were asked.
  household.sql("delete from outbox where key like '%:waiting:%'")
  household.sql("update inbox set state = 'waiting' where body = 'Alex'")
  await household.restart()
  await household.settled()

  expect(household.sentTo(STRANGER)).toEqual([WHO, THANKS, THANKS])
  expect(household.sql("select * from requests where kind = 'join'")).toHaveLength(1)
  expect(household.sentTo(SAM)).toEqual([REQUEST])
})

test('a member who pretends to be an admin lets nobody in', async () => {
  const household = await withAlexAtTheDoor()

  await household.text(KIM, 'APPROVE 4821')

  expect(statusOf(household)).toMatchObject([{ status: 'pending' }])
})

test('guessed numbers let nobody in, and five of them end it for the day', async () => {
  const household = await withAlexAtTheDoor()

  for (const code of [1000, 1001, 1002, 1003, 1004]) {
    expect(await household.text(SAM, `APPROVE ${code}`)).toBe('I have no request with that number.')
  }
  expect(await household.text(SAM, 'APPROVE 4821')).toBe(
    'Too many wrong numbers today, so requests have to wait until tomorrow.',
  )
  expect(await household.text(SAM, 'yes')).not.toContain('Alex')
  expect(statusOf(household)).toMatchObject([{ status: 'pending' }])
  household.advance(DAY)
  expect(await household.text(SAM, 'APPROVE 4821')).toContain('Alex is in')
})

test('a stranger for whom nobody can be asked is told nothing untrue', async () => {
  const household = await open()
  await household.text(SAM, 'STOP')
  await household.text(STRANGER, 'hi')

  expect(await household.text(STRANGER, 'Alex')).toBeUndefined()
  expect(household.sql('select * from requests')).toEqual([])

  await household.text(SAM, 'START')
  expect(await household.text(STRANGER, 'hello?')).toBe(THANKS)
})

test('who gives no name is asked again only among those of a day', async () => {
  const household = await open({ SIGNUP_DAILY_LIMIT: '1' })
  await household.text('+14155550191', 'hi')
  household.advance(DAY)

  expect(await household.text('+14155550192', 'hi')).toBe(WHO)
  expect(await household.text('+14155550191', '?')).toBeUndefined()
})
