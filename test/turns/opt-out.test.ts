import { expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'
import { adds, ASKED, deletes, isHere, HEAT, MINUTE } from '../conversation/open-questions/facts.ts'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'

const DANA = '+14155550103'
const HOUR = 60 * MINUTE
const TWO_ADMINS = { env: { ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` } }
const OFFERED = "Alien (1979) isn't here. Want me to add it? Reply YES."

const noticeOf = (who: string, word: string) =>
  `${who} texted ${word} while I had a question open. That's a no, and they get no more texts. To come back, they text START to this number.`

const questions = ({ sql }: Household) => sql('select state from pending_actions order by id')

const notices = ({ sql }: Household) =>
  sql("select address from outbox where key like '%:left:%' order by position")

test.for([
  ['STOP', {}, 'STOP'],
  [' cancel. ', {}, 'CANCEL'],
  ['Quit!', {}, 'QUIT'],
  ['STOP', { OptOutType: 'STOP' }, 'STOP'],
  ['leave me alone', { OptOutType: 'STOP' }, 'an opt-out word'],
] as const)(
  '%j at an open question, with %j, is a no, and each admin is told how they come back',
  async ([body, extra, word]) => {
    const household = await startHousehold(TWO_ADMINS)
    expect(await household.text(KIM, 'is alien in?')).toBe(OFFERED)

    await household.deliver(KIM, body, { extra })
    await household.settled()

    expect(questions(household)).toEqual([{ state: 'declined' }])
    expect(household.sentTo(SAM)).toEqual([noticeOf('Kim', word)])
    expect(household.sentTo(DANA)).toEqual([noticeOf('Kim', word)])
    expect(household.sentTo(KIM)).toEqual([OFFERED])
    expect(household.twilio.messages.at(-1)?.num_segments).toBe('1')
  },
)

test('a CANCEL closes a confirmation by its own text, once, and nobody but the others is told', async () => {
  const household = await startHousehold(TWO_ADMINS)
  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)

  await household.deliver(SAM, 'CANCEL', { sid: `SM${'1'.repeat(32)}` })
  await household.deliver(SAM, 'CANCEL', { sid: `SM${'1'.repeat(32)}` })
  await household.settled()

  const byIt = `select action from audit_log where sid = 'SM${'1'.repeat(32)}' order by id`
  expect(household.sql(byIt)).toEqual([
    { action: 'user.opted_out' },
    { action: 'question.settled' },
    { action: 'admins.told' },
  ])
  expect(notices(household)).toEqual([{ address: DANA }])
  household.advance(1_000)
  await household.text(SAM, 'START')
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'You said no to that and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(deletes(household)).toBe(0)
})

test('a STOP when nothing is open tells nobody', async () => {
  const household = await startHousehold(TWO_ADMINS)
  await household.text(KIM, 'is heat in?')

  await household.text(KIM, 'STOP')

  expect(notices(household)).toEqual([])
})

test('a question that had lapsed is left as it was, and nobody is told', async () => {
  const household = await startHousehold(TWO_ADMINS)
  await household.text(SAM, 'delete heat')
  household.advance(11 * MINUTE)

  await household.text(SAM, 'STOP')

  expect(questions(household)).toEqual([{ state: 'open' }])
  expect(notices(household)).toEqual([])
})

test('a question that is put in a terminal can still be answered there', async () => {
  const household = await startHousehold()
  const env = {
    DATABASE_PATH: household.config.databasePath,
    ADMIN_PHONES: `Sam:${SAM}`,
    TZ: 'UTC',
  }
  await household.stop()
  const settings = {
    ...env,
    RADARR_URL: household.radarr.url,
    RADARR_API_KEY: household.radarr.apiKey,
  }
  await usherr(['chat', 'remove heat'], settings, {}, { now: household.now })
  await household.restart()

  await household.text(SAM, 'STOP')

  expect(household.sql('select channel, state from pending_actions')).toEqual([
    { channel: 'cli', state: 'open' },
  ])
})

test('who comes back and leaves again is told of once a day', async () => {
  const household = await startHousehold()
  const askAndLeave = async () => {
    await household.text(KIM, 'is alien in?')
    household.advance(2_000)
    await household.text(KIM, 'STOP')
    household.advance(2_000)
    await household.text(KIM, 'START')
  }

  await askAndLeave()
  await askAndLeave()
  expect(questions(household)).toEqual([{ state: 'declined' }, { state: 'declined' }])
  expect(notices(household)).toHaveLength(1)

  household.advance(12 * HOUR)
  await askAndLeave()
  expect(notices(household)).toHaveLength(2)
})

test('that the only admin has left stands in the log, without a name or a phone', async () => {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => lines.push(line) })
  await household.text(SAM, 'delete heat')

  await household.text(SAM, 'STOP')

  expect(questions(household)).toEqual([{ state: 'declined' }])
  expect(notices(household)).toEqual([])
  const warned = lines.filter((line) => line.includes('there is no admin to tell'))
  expect(warned).toHaveLength(1)
  expect(warned.join('')).toMatch(/"level":40/)
  expect(warned.join('')).not.toMatch(/Sam|4155550/)
})

test('nobody hears of who is not let in', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'is alien in?')
  household.sql("update users set status = 'blocked' where name = 'Kim'")

  await household.text(KIM, 'STOP')

  expect(questions(household)).toEqual([{ state: 'declined' }])
  expect(notices(household)).toEqual([])
})

test.for([
  ['has no name', null, KIM],
  ['has one in another script', 'Кимберли', KIM],
  ['has a long one', 'Kimberly Alexandra Montgomery', 'Kimberly Alexandra M'],
  ['has one with an emoji in it', 'Kim \u{1F3AC}', 'Kim'],
] as const)('who %s is told of in one segment', async ([, name, who]) => {
  const household = await startHousehold()
  household.sql('update users set name = ? where phone = ?', name, KIM)
  await household.text(KIM, 'is alien in?')

  await household.text(KIM, 'UNSUBSCRIBE')

  expect(household.sentTo(SAM)).toEqual([noticeOf(who, 'UNSUBSCRIBE')])
  expect(countSegments(household.sentTo(SAM).join(''))).toEqual({ segments: 1, encoding: 'GSM-7' })
})

test('a STOP that is found after a START closes nothing', async () => {
  const household = await startHousehold({ backfillEveryMs: 5 })
  await household.stop()
  household.advance(1_000)
  await expect(household.deliver(KIM, 'STOP')).rejects.toThrow('fetch failed')
  const stop = household.twilio.messages.at(-1)?.sid
  await household.restart()
  household.advance(20_000)
  await household.text(KIM, 'START')
  await household.text(KIM, 'is alien in?')

  household.advance(MINUTE)
  await household.recorded(`select 1 from inbox where sid = '${stop}' and state = 'done'`)
  await household.settled()

  expect(questions(household)).toEqual([{ state: 'open' }])
  expect(notices(household)).toEqual([])
})

test('the bare YES of who has opted out opts them in, and confirms nothing', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  await household.text(KIM, 'is alien in?')
  // The network knows of a STOP that never came here.
  await household.report(id, { MessageSid, MessageStatus: 'failed', ErrorCode: '21610' })

  expect(await household.text(KIM, 'YES')).toBeUndefined()

  expect(adds(household)).toBe(0)
  expect(questions(household)).toEqual([{ state: 'open' }])
  expect(
    household.sql("select action from audit_log where action like 'user.%' order by id"),
  ).toEqual([{ action: 'user.opted_out' }, { action: 'user.opted_in' }])
  expect(await household.text(KIM, 'is heat in?')).toBe('Heat (1995) is here.')
})

test('a YES with its number says nothing to a confirmation either, while they are opted out', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.sql("update users set opted_out_at = 1 where name = 'Sam'")

  expect(await household.text(SAM, 'YES 4821')).toBeUndefined()

  expect(questions(household)).toEqual([{ state: 'open' }])
  expect(isHere(household, HEAT)).toBe(true)
})
