import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { limit } from '../helpers/rating-limit.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'

const DANA = '+14155550103'
const DAY = 24 * 3_600_000
const ENV = { REQUESTS: 'approval', ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}` }
const ADDED = 'Added Alien (1979) in 1080p. Searching for it now.'

const start = (env: Record<string, string> = {}) => startHousehold({ env: { ...ENV, ...env } })

async function withRequest(from = KIM) {
  const household = await start()
  await household.text(from, 'add alien 1979')
  await household.settled()
  return household
}

const adds = ({ radarr }: Household) =>
  radarr.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/movie'))

const states = ({ sql }: Household) => sql('select state, done_at as doneAt from requests')

test('of a film whose approver is blocked while it is added, nobody hears that they said yes', async () => {
  const household = await withRequest()
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  household.radarr.intercept = ({ method }) => (method === 'POST' ? held : 'pass')
  await household.deliver(SAM, 'APPROVE 4821')
  await household.recorded('select * from media_requests')
  await household.text(DANA, 'block sam')
  household.advance(60_000)
  await household.recorded("select * from requests where state = 'open'")
  release()
  await household.settled()

  expect(states(household)).toEqual([{ state: 'open', doneAt: null }])
  expect(await household.text(DANA, 'REFUSE 4821 not this one')).toBe("OK, I've told Kim no.")
  await household.told(KIM, 'Dana said no to Alien (1979): "not this one".')
  expect(household.sentTo(KIM).filter((said) => said.includes('said yes'))).toEqual([])
})

test.for(['block kim', 'set kim rating PG'])(
  'what could not be added waits for nobody after %j',
  async (text) => {
    const household = await withRequest()
    let release = () => {}
    const held = new Promise<{ status: number }>((resolve) => {
      release = () => resolve({ status: 503 })
    })
    household.radarr.intercept = () => held
    await household.deliver(SAM, 'APPROVE 4821')
    await household.recorded("select * from requests where state = 'approved'")
    await household.text(DANA, text)
    release()
    await household.settled()

    expect(states(household)).toEqual([{ state: 'refused', doneAt: null }])
    expect(household.sentTo(SAM).at(-1)).toMatch(/^Radarr isn't answering.*(?<!still waits\.)$/)
  },
)

test('an approval of what is gone by now ends the request, and both are told so', async () => {
  const household = await start()
  await household.text(KIM, 'delete heat')
  await household.text(KIM, 'yes')
  household.radarr.intercept = ({ path }) =>
    path.startsWith('/api/v3/movie') ? { status: 200, body: [] } : 'pass'
  household.advance(DAY)

  expect(await household.text(SAM, 'APPROVE 4821')).toBe('Heat (1995) is already gone.')
  await household.told(KIM, 'Heat (1995) is already gone.')
  expect(states(household)).toMatchObject([{ state: 'approved' }])
})

test('what cannot be found any more is not told as done', async () => {
  const household = await withRequest()
  household.radarr.intercept = ({ path }) =>
    path.includes('lookup') ? { status: 200, body: [] } : 'pass'

  expect(await household.text(SAM, 'APPROVE 4821')).toBe(
    "I can't find Alien (1979) any more. The request still waits.",
  )
  household.radarr.intercept = () => 'pass'
  expect(await household.text(DANA, 'APPROVE 4821')).toBe(`${ADDED} I've told Kim.`)
  expect(household.sentTo(KIM).filter((said) => said.includes('said yes'))).toHaveLength(1)
})

test('an admin with a rating limit neither reads nor decides what others ask of titles', async () => {
  const household = await withRequest()
  await limit(household, DANA, 'PG')

  expect(await household.text(DANA, 'requests')).toBe('No request is waiting.')
  expect(await household.text(DANA, 'approve')).toBe('No request is waiting.')
  for (const decision of ['APPROVE', 'REFUSE']) {
    expect(await household.text(DANA, `${decision} 4821`)).toBe('Another admin has to decide that.')
  }
  expect(adds(household)).toEqual([])
  expect(await household.text(SAM, 'APPROVE 4821')).toBe(`${ADDED} I've told Kim.`)
})

test('nobody is said to have been told whom WhatsApp takes nothing to, before they write', async () => {
  const household = await withRequest(`whatsapp:${KIM}`)
  household.advance(2 * DAY)

  expect(await household.text(SAM, 'APPROVE 4821')).toBe(
    `${ADDED} I can't text Kim on WhatsApp until they write.`,
  )
  await household.text(`whatsapp:${KIM}`, 'heat')
  await household.told(`whatsapp:${KIM}`, `Sam said yes. ${ADDED}`)
})

test.for(['Kim', 'OKAN'])(
  'nobody is said to have been told whose quiet hours keep it back, called %s',
  async (name) => {
    const household = await start({ MEMBER_PHONES: `${name}:${KIM}` })
    await household.text(KIM, 'add alien 1979')
    await household.text(KIM, 'set quiet 11-14')

    expect(await household.text(SAM, 'REFUSE 4821')).toBe(
      `OK, that's refused. ${name} will hear of it after their quiet hours.`,
    )
  },
)

test.for([
  ['add andor season 1', 'Andor S1 is already here.'],
  ['add severance seasons 1-2', 'Severance S1-2 are already here.'],
  ['add andor season 9', 'Andor (2022) has seasons 1 and 2, no season 9.'],
  ['add andor season 2', 'Andor S2 is downloading: 43%, about 20 min left. S1 is here.'],
  [
    'get new episodes of the office us',
    'The Office (US) (2005) has ended, so nothing new is coming.',
  ],
  [
    'add slow horses season 3',
    "I've asked Sam and Dana for Slow Horses (2022), season 3. I'll text you the answer.",
  ],
] as const)(
  'of seasons only those that are wanted by nobody take an admin: %j',
  async ([text, reply]) => {
    const household = await start()

    expect(await household.text(KIM, text)).toBe(reply)
  },
)

test("the same wish in a model's other words is put once", async () => {
  const alien = { title: 'Alien', year: 1979 }
  const { model } = scriptedModel(
    calls(['add', alien]),
    calls(['add', { ...alien, seasons: 'all' }]),
  )
  const household = await startHousehold({ model, env: ENV })

  await household.text(KIM, 'please add alien')
  await household.text(KIM, 'please add alien, all of it')

  expect(household.sql('select * from requests')).toHaveLength(1)
})
