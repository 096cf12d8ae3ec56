import { expect, test } from 'vitest'
import { ASKED, adds, ALIEN, isHere, REMOVED } from '../conversation/open-questions/facts.ts'
import { type Household, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import { until } from '../helpers/until.ts'

const BUSY = 'Still on it...'
const TEN_SECONDS = 10_000
const HERE = 'Heat (1995) is here.'

/** Delivers a text whose turn takes until the returned function is called. */
async function startSlowTurn(household: Household, body = 'is heat in?') {
  const before = household.waits().begun
  const release = household.holdRadarr()
  await household.deliver(SAM, body)
  await until(() => expect(household.waits().begun).toBe(before + 1))
  return release
}

test('who waits ten seconds is told once that the reply takes a while', async () => {
  const household = await startHousehold()
  const release = await startSlowTurn(household)

  household.advance(TEN_SECONDS)
  await household.told(SAM, BUSY)
  household.advance(TEN_SECONDS)
  release()
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([BUSY, HERE])
})

test('who waits less hears the reply alone, and no timer is left', async () => {
  const household = await startHousehold()
  const release = await startSlowTurn(household)

  household.advance(TEN_SECONDS - 1)
  release()
  await household.settled()
  await until(() => expect(household.waits()).toEqual({ begun: 1, open: 0 }))
  household.advance(TEN_SECONDS)

  expect(household.sentTo(SAM)).toEqual([HERE])
})

test('what could not be sent before the reply was there is not sent after it', async () => {
  const household = await startHousehold()
  const { twilio } = household
  let answer = () => {}
  const held = new Promise<'pass'>((resolve) => (answer = () => resolve('pass')))
  twilio.intercept = () => held
  await household.deliver(SAM, '?')
  await household.recorded("select 1 from outbox where state = 'sending'")

  const release = await startSlowTurn(household)
  household.advance(TEN_SECONDS)
  await household.recorded("select 1 from outbox where kind = 'busy'")
  release()
  await household.recorded("select 1 from outbox where body = 'Heat (1995) is here.'")
  answer()
  await household.settled()

  expect(household.sentTo(SAM)).toHaveLength(2)
  expect(household.sentTo(SAM).at(-1)).toBe(HERE)
  expect(household.sql("select 1 from outbox where kind = 'busy'")).toEqual([])
})

test.for(['drop', 'act-then-drop', { status: 429, body: { code: 20429 } }] as const)(
  'it is not tried again, and the reply does not wait for it, after %j',
  async (fault) => {
    const household = await startHousehold()
    const release = await startSlowTurn(household)
    household.twilio.intercept = ({ fields }) => (fields['Body'] === BUSY ? fault : 'pass')

    household.advance(TEN_SECONDS)
    await household.recorded("select 1 from outbox where kind = 'busy' and state = 'failed'")
    household.twilio.intercept = () => 'pass'
    release()
    await household.settled()

    expect(household.sentTo(SAM)).toEqual(fault === 'act-then-drop' ? [BUSY, HERE] : [HERE])
  },
)

test('a turn that starts again after a restart does not say it twice', async () => {
  const household = await startHousehold()
  const release = await startSlowTurn(household)
  household.advance(TEN_SECONDS)
  await household.told(SAM, BUSY)

  const restarted = household.restart()
  release()
  const releaseAgain = household.holdRadarr()
  await restarted
  household.advance(TEN_SECONDS)
  releaseAgain()
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([BUSY, HERE])
})

test('one whose sending was cut off by a crash is left alone', async () => {
  const household = await startHousehold()
  const release = await startSlowTurn(household)
  household.advance(TEN_SECONDS)
  await household.told(SAM, BUSY)
  const stopped = household.stop()
  release()
  await stopped
  household.sql("update outbox set state = 'sending' where kind = 'busy'")
  const methods: string[] = []
  household.twilio.intercept = ({ method }) => {
    methods.push(method)
    return 'pass'
  }

  await household.restart()
  await household.settled()

  expect(methods).toEqual(['POST'])
  expect(household.sentTo(SAM)).toEqual([BUSY, HERE])
})

test('nobody is told anything, and no timer is left, while the service leaves', async () => {
  const household = await startHousehold()
  const release = await startSlowTurn(household)

  const drained = household.drain()
  household.advance(TEN_SECONDS)
  release()
  await drained

  expect(household.waits().open).toBe(0)
  expect(household.sql("select 1 from outbox where kind = 'busy'")).toEqual([])
})

test.for([
  [SAM, '?'],
  [SAM, 'more'],
  [SAM, 'NEW'],
  [SAM, 'STOP'],
  [STRANGER, 'add alien'],
] as const)('of %s no wait is measured for %j', async ([phone, body]) => {
  const household = await startHousehold()

  await household.text(phone, body)

  expect(household.waits().begun).toBe(0)
})

test('it does not come between an offer and the yes that answers it', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  const release = await startSlowTurn(household)
  household.advance(TEN_SECONDS)
  await household.told(SAM, BUSY)

  await household.deliver(SAM, 'yes')
  release()
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual([
    BUSY,
    HERE,
    'Added Alien (1979) in 1080p. Searching for it now.',
  ])
  expect(isHere(household, ALIEN)).toBe(true)
})

test('a yes after it answers no question that the reply then replaces', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  const release = await startSlowTurn(household, 'delete heat')
  household.advance(TEN_SECONDS)
  await household.told(SAM, BUSY)

  await household.deliver(SAM, 'yes')
  release()
  await household.settled()

  expect(household.sentTo(SAM).slice(1, 3)).toEqual([BUSY, ASKED])
  expect(adds(household)).toBe(0)
  expect(isHere(household, 949)).toBe(true)
})

test('it is said beside an open question with a code, which is answered as before', async () => {
  const { model } = scriptedModel(
    calls(['remove', { title: 'Heat' }]),
    calls(['find', { title: 'Heat' }]),
  )
  const household = await startHousehold({ model })
  await household.text(SAM, 'delete heat')
  const release = await startSlowTurn(household)
  household.advance(TEN_SECONDS)
  await household.told(SAM, BUSY)

  await household.deliver(SAM, 'yes')
  release()
  await household.settled()

  expect(household.sentTo(SAM).at(-1)).toBe(
    'This deletes a file, so I need the number too: YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
})
