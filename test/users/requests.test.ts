import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'

const DANA = '+14155550103'
const PAT = '+14155550104'
const HOUR = 3_600_000
const DAY = 24 * HOUR
const ENV = { REQUESTS: 'approval', ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` }

const start = (env: Record<string, string> = {}) => startHousehold({ env: { ...ENV, ...env } })

const adds = ({ radarr }: Household) =>
  radarr.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/movie'))

const ASKED = "I've asked Sam and Dana for Alien (1979). I'll text you the answer."
const REQUEST = 'Kim asks for Alien (1979). Reply APPROVE 4821, or REFUSE 4821 and a reason.'

async function withRequest(env: Record<string, string> = {}) {
  const household = await start(env)
  await household.text(KIM, 'add alien 1979')
  await household.settled()
  return household
}

test("a member's add becomes a request, which an admin approves", async () => {
  const household = await start()

  expect(await household.text(KIM, 'add alien 1979')).toBe(ASKED)
  await household.told(SAM, REQUEST)
  await household.told(DANA, REQUEST)
  expect(adds(household)).toEqual([])

  expect(await household.text(DANA, 'approve 4821')).toBe(
    "Added Alien (1979) in 1080p. Searching for it now. I've told Kim.",
  )
  await household.told(KIM, 'Dana said yes. Added Alien (1979) in 1080p. Searching for it now.')
  expect(adds(household)).toHaveLength(1)
  expect(household.twilio.messages.map(({ num_segments: count }) => count)).not.toContain('2')
})

test('a refusal is told with its reason', async () => {
  const household = await withRequest()

  expect(await household.text(SAM, 'REFUSE 4821 we have the sequel, try that first')).toBe(
    "OK, I've told Kim no.",
  )
  await household.told(KIM, 'Sam said no to Alien (1979): "we have the sequel, try that first".')
  expect(adds(household)).toEqual([])
})

test('a yes to an offer asks too, and a model cannot add past it', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'Alien', year: 1979 }]), says('Done.'))
  const household = await startHousehold({ model, env: ENV })

  expect(await household.text(KIM, 'please add alien')).toBe(ASKED)
  expect(adds(household)).toEqual([])
})

test('the first admin to answer decides, and the other is told so', async () => {
  const household = await withRequest()

  await Promise.all([
    household.deliver(SAM, 'APPROVE 4821'),
    household.deliver(DANA, 'REFUSE 4821 no'),
  ])
  await household.settled()

  const outcomes = {
    approved: [expect.stringContaining('Added Alien'), 'Sam has already approved Alien (1979).'],
    refused: ['Dana has already refused Alien (1979).', "OK, I've told Kim no."],
  }
  const isApproved = adds(household).length === 1
  expect([household.sentTo(SAM).at(-1), household.sentTo(DANA).at(-1)]).toEqual(
    outcomes[isApproved ? 'approved' : 'refused'],
  )
})

test('a number beside such a word is no guess where nothing waits', async () => {
  const household = await start()

  expect(await household.text(SAM, 'approve 1984')).toBe('I have no request with that number.')
  expect(household.sql("select * from audit_log where action = 'question.wrong_code'")).toEqual([])
})

test('a bare yes decides nothing', async () => {
  const household = await withRequest()

  await household.text(SAM, 'yes')
  expect(await household.text(SAM, 'approve')).toBe('I need its number too: APPROVE 4821.')

  expect(household.sql('select state from requests')).toEqual([{ state: 'open' }])
  expect(adds(household)).toEqual([])
})

test("a request waits behind an admin's own question with a code, and replaces it not", async () => {
  const household = await start()
  await household.text(SAM, 'delete heat')
  await household.text(KIM, 'add alien 1979')
  await household.settled()
  expect(household.sentTo(SAM)).toHaveLength(1)

  expect(await household.text(SAM, 'YES 4821')).toContain('Removed Heat (1995)')
  await household.told(SAM, REQUEST)
})

test('a code replayed decides once', async () => {
  const household = await withRequest()
  await household.text(SAM, 'APPROVE 4821')

  expect(await household.text(SAM, 'APPROVE 4821')).toBe('You have already approved Alien (1979).')
  expect(await household.text(SAM, 'REFUSE 4821 no')).toBe(
    'You have already approved Alien (1979).',
  )
  expect(adds(household)).toHaveLength(1)
})

test('an admin who is none any more decides nothing', async () => {
  const household = await withRequest()
  household.sql("update users set role = 'member' where phone = ?", DANA)

  await household.text(DANA, 'APPROVE 4821')

  expect(household.sql('select state from requests')).toEqual([{ state: 'open' }])
  expect(adds(household)).toEqual([])
})

test('an approval while Radarr is down leaves the request waiting', async () => {
  const household = await withRequest()
  household.radarr.intercept = () => ({ status: 503 })

  expect(await household.text(SAM, 'APPROVE 4821')).toMatch(
    /^Radarr isn't answering.* The request still waits\.$/,
  )
  household.radarr.intercept = () => 'pass'
  household.advance(HOUR)
  expect(await household.text(DANA, 'APPROVE 4821')).toContain('Added Alien (1979)')
  expect(household.sentTo(KIM).filter((said) => said.includes('said yes'))).toHaveLength(1)
})

test('what is here already is told, and nobody is asked', async () => {
  const household = await start()

  expect(await household.text(KIM, 'add heat 1995')).toBe('Heat (1995) is here.')
  expect(household.sql('select * from requests')).toEqual([])
})

test('the same wish is put once while it waits', async () => {
  const household = await withRequest()

  expect(await household.text(KIM, 'add alien 1979')).toBe(
    "I've already asked Sam and Dana for Alien (1979).",
  )
  expect(household.sql('select * from requests')).toHaveLength(1)
})

test('a request lapses after a week, and both sides are told what is true', async () => {
  const household = await withRequest()
  household.advance(7 * DAY + 1)

  await household.told(KIM, "Nobody has answered about Alien (1979), so I've stopped asking.")
  expect(await household.text(SAM, 'APPROVE 4821')).toBe(
    'The request about Alien (1979) has lapsed. They can ask again.',
  )
  expect(adds(household)).toEqual([])
})

test('above five, requests are gathered into one text a day', async () => {
  const household = await start()
  const titles = ['alien 1979', 'aliens 1986', 'tenet', 'akira', 'whiplash', 'zodiac', 'jaws']
  for (const title of titles) await household.text(KIM, `add ${title}`)
  await household.settled()
  const count = household.sql('select * from requests').length

  const told = household.sentTo(SAM)
  expect(count).toBeGreaterThan(5)
  expect(told).toHaveLength(6)
  expect(told.at(-1)).toBe('Several requests are waiting. Text "requests" to see them.')
  expect(await household.text(SAM, 'requests')).toContain('4821 Kim: ')
})

test('an admin adds at once, and what somebody had asked for is told as done', async () => {
  const household = await withRequest()
  household.advance(60_000)

  expect(await household.text(SAM, 'add alien 1979')).toContain('Added Alien (1979)')
  household.advance(60_000)

  await household.told(KIM, 'Alien (1979) has been added, as you asked.')
  expect(household.sql('select state from requests')).toEqual([{ state: 'approved' }])
})

test('a removal that a member asked for is confirmed by the admin about the title as it is', async () => {
  const household = await start()
  await household.text(KIM, 'delete heat')
  expect(await household.text(KIM, 'yes')).toBe(
    "I've asked Sam and Dana. I'll text you the answer.",
  )
  await household.told(
    SAM,
    'Kim asks to remove Heat (1995), 14 GB. Reply APPROVE 4821, or REFUSE 4821 and a reason.',
  )
  household.advance(60_000)

  expect(await household.text(SAM, 'APPROVE 4821')).toBe(
    'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe('Removed Heat (1995) and its file (14 GB).')
  household.advance(60_000)
  await household.told(KIM, 'Heat (1995) is gone now, as you asked.')
})

test('what was removed before they asked is not what they asked for', async () => {
  const household = await start()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 4821')
  const heat = household.radarr.films.find(({ title }) => title === 'Heat')
  if (heat) household.radarr.put(heat)
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  await household.text(KIM, 'add alien 1979')
  household.advance(60_000)

  await household.text(SAM, 'add alien 1979')
  household.advance(60_000)

  await household.told(KIM, 'Alien (1979) has been added, as you asked.')
  expect(household.sql('select kind, state from requests order by kind')).toEqual([
    { kind: 'add', state: 'approved' },
    { kind: 'remove', state: 'open' },
  ])
})

test.for(['blocked', 'removed'] as const)(
  'what somebody %s had asked for is over',
  async (status) => {
    const household = await withRequest()
    const user = await household.store.users.findByPhone(KIM)
    await household.store.people.change({
      id: user?.id ?? '',
      set: { status },
      by: { userId: null },
    })

    expect(await household.text(SAM, 'APPROVE 4821')).toBe(
      'That is decided already: Alien (1979) was refused.',
    )
    expect(adds(household)).toEqual([])
  },
)

test.for([
  'approve of the new dune?',
  'block party',
  'refuse',
  'the approval',
  'requests for alien',
])('%j of a member is talk', async (text) => {
  const household = await start({ MEMBER_PHONES: `Kim:${KIM},Pat:${PAT}` })

  await household.text(PAT, text)

  expect(household.sql("select * from messages where name in ('decide', 'list_requests')")).toEqual(
    [],
  )
})

test('a kill between an approval and its add adds once', async () => {
  const household = await withRequest()
  await household.text(SAM, 'APPROVE 4821')
  await household.stop()
  // As a crash leaves it that comes right after the request was decided.
  const sid = '(select decided_by_sid from requests)'
  household.sql(
    `delete from messages where role <> 'user' and metadata ->> 'spoken' is null
      and round = (select round from inbox where sid = ${sid})`,
  )
  household.sql(`delete from outbox where key = ${sid} || ':reply'`)
  household.sql(`update inbox set state = 'waiting' where sid = ${sid}`)
  await household.restart()
  await household.settled()

  expect(adds(household)).toHaveLength(1)
  expect(household.sentTo(KIM).filter((said) => said.includes('said yes'))).toHaveLength(1)
})

test('wrong numbers make the next ones longer, and those are understood', async () => {
  const household = await withRequest()
  for (const code of [1000, 1001, 1002, 1003, 1004]) await household.text(SAM, `APPROVE ${code}`)
  household.advance(DAY)

  await household.text(KIM, 'add tenet')
  await household.settled()
  const code = /APPROVE (\d+)/.exec(household.sentTo(SAM).at(-1) ?? '')?.[1] ?? ''

  expect(code).toHaveLength(6)
  expect(await household.text(SAM, `APPROVE ${code}`)).toContain('Added Tenet (2020)')
})

test('other seasons of a show are another wish', async () => {
  const household = await start()

  await household.text(KIM, 'add slow horses season 3')
  expect(await household.text(KIM, 'add slow horses season 4')).toContain("I've asked Sam and Dana")
  expect(await household.text(KIM, 'add slow horses season 4')).toContain("I've already asked")

  expect(household.sql('select subject from requests')).toHaveLength(2)
})

test('an approval that nobody carries out any more waits again', async () => {
  const household = await withRequest()
  const release = household.holdRadarr()
  await household.deliver(SAM, 'APPROVE 4821')
  await household.recorded("select * from requests where state = 'approved'")
  expect(await household.text(DANA, 'block sam')).toContain('Sam is blocked')
  release()
  await household.settled()

  household.advance(60_000)
  await household.recorded("select * from requests where state = 'open'")
  expect(adds(household)).toEqual([])
  expect(await household.text(DANA, 'APPROVE 4821')).toContain('Added Alien (1979)')
  expect(adds(household)).toHaveLength(1)
})

test('who is blocked while their film is added hears nothing of it', async () => {
  const household = await withRequest()
  const release = household.holdRadarr()
  await household.deliver(SAM, 'APPROVE 4821')
  await household.recorded("select * from requests where state = 'approved'")
  await household.text(DANA, 'block kim')
  release()
  await household.settled()

  expect(household.sentTo(KIM).filter((said) => said.includes('said yes'))).toEqual([])
})

test('an approval with a question after it decides nothing, and nobody decides their own', async () => {
  const household = await withRequest()

  await household.text(SAM, 'approve 4821? not yet, how big is it')
  expect(household.sql('select state from requests')).toEqual([{ state: 'open' }])

  household.sql("update users set role = 'admin' where phone = ?", KIM)
  expect(await household.text(KIM, 'approve 4821')).toBe('Another admin has to decide that.')
  expect(adds(household)).toEqual([])
})

test('in a list of requests a title cannot sound like another one', async () => {
  const title = 'Alien. 5555 Dana: Dune'
  const film = { tmdbId: 5, title, year: 1979, status: 'released' as const }
  const household = await startHousehold({ films: [film], env: ENV })
  await household.text(KIM, `add ${title}`)

  expect(await household.text(SAM, 'requests')).toContain(`4821 Kim: "${title} (1979)"`)
})

test('a rating limit ends what somebody had asked for, and they hear no more of it', async () => {
  const household = await withRequest()
  await household.text(SAM, 'set kim rating PG')

  expect(await household.text(SAM, 'add alien 1979')).toContain('Added Alien (1979)')
  household.advance(120_000)
  await household.settled()

  expect(household.sentTo(KIM)).toEqual([ASKED])
  expect(household.sql('select state from requests')).toEqual([{ state: 'refused' }])
})

test('five wrong numbers of requests end the question that is open as well', async () => {
  const household = await withRequest()
  await household.text(SAM, 'delete heat')
  for (const code of [1000, 1001, 1002, 1003, 1004]) await household.text(SAM, `APPROVE ${code}`)

  expect(await household.text(SAM, 'YES 4821')).toMatch(/^Too many wrong numbers today/)
  expect(household.radarr.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
})
