import { expect, onTestFinished, test } from 'vitest'
import { startSimulatedModel } from '../src/demo/simulated-model.ts'
import { ASKED, deletes, HEAT, isHere, REMOVED } from './conversation/open-questions/facts.ts'
import { type Household, KIM, SAM, startHousehold } from './helpers/household.ts'

const HERE = 'Heat (1995) is here.'
const STAND_IN = "(I'm on plain commands right now: find, add, remove, status, ?)"
const WAIT =
  "Radarr isn't answering, so films have to wait. Shows still work. Please try again in a while."
const FIRST_PAUSE = 5_000
const LONGEST_PAUSE = 30_000

/** Texts until a service has failed often enough to be left alone. */
async function textUntilOpen({ text }: Household, body: string): Promise<void> {
  for (let failure = 0; failure < 3; failure++) await text(SAM, body)
}

async function startWithProvider() {
  const provider = await startSimulatedModel()
  onTestFinished(provider.close)
  const lines: string[] = []
  const household = await startHousehold({
    hasProvider: true,
    env: { LLM_BASE_URL: provider.baseUrl, LLM_MODEL: 'any' },
    onLog: (line) => lines.push(line),
  })
  const logged = (message: string) => lines.filter((line) => line.includes(message)).length
  return { provider, household, logged }
}

test('a Radarr that fails again and again is not asked for a while, and what is said stays the same', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')
  const asked = household.radarr.requests.length

  expect(await household.text(SAM, 'is heat in?')).toBe(WAIT)
  expect(await household.text(KIM, 'is heat in?')).toBe(WAIT)
  expect(await household.text(KIM, 'is severance in?')).toMatch(/^Severance S1-2 are here/)

  expect(household.radarr.requests).toHaveLength(asked)
})

test('the first text after Radarr is back is answered, and Radarr asked something quick before', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')
  const asked = household.radarr.requests.length
  household.radarr.intercept = () => 'pass'
  household.advance(FIRST_PAUSE)

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(household.radarr.requests[asked]).toMatchObject({
    method: 'GET',
    path: '/api/v3/system/status',
  })
})

test('a Radarr that stays away is asked once a pause, and no pause is long', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')
  for (let pause = 0; pause < 6; pause++) {
    household.advance(LONGEST_PAUSE)
    const asked = household.radarr.requests.length
    await household.text(SAM, 'is heat in?')
    await household.text(SAM, 'is heat in?')
    expect(household.radarr.requests).toHaveLength(asked + 1)
  }
  household.radarr.intercept = () => 'pass'
  household.advance(LONGEST_PAUSE)

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
})

test('searches that fail because others are out do not take Radarr away', async () => {
  const household = await startHousehold()
  household.radarr.intercept = ({ path }) =>
    path.includes('/lookup') ? { status: 503, body: { message: 'TMDB is out' } } : 'pass'
  for (let failure = 0; failure < 6; failure++) await household.text(SAM, 'is nosferatu in?')

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
})

test('a removal whose Radarr goes away in the middle is carried out once when it is back', async () => {
  const household = await startHousehold()
  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  household.radarr.intercept = ({ method }) => {
    household.radarr.intercept = () => 'drop'
    return method === 'GET' ? 'pass' : 'drop'
  }
  expect(await household.text(SAM, 'YES 4821')).toMatch(/I'll keep looking and text you\.$/)
  await household.text(KIM, 'is heat in?')
  const asked = household.radarr.requests.length
  await household.text(KIM, 'is heat in?')
  expect(household.radarr.requests).toHaveLength(asked)

  household.radarr.intercept = () => 'pass'
  const earlier = deletes(household)
  household.advance(60_000)
  await household.told(SAM, REMOVED)

  expect(deletes(household)).toBe(earlier + 1)
  expect(isHere(household, HEAT)).toBe(false)
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'done' }])
})

test('a removal that is confirmed while Radarr is left alone deletes nothing, then or later', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = () => 'drop'
  // The library is still known from the question.
  for (let failure = 0; failure < 3; failure++) await household.text(KIM, 'what is downloading?')
  const asked = household.radarr.requests.length

  expect(await household.text(SAM, 'YES 4821')).toBe(
    "Radarr isn't answering, so films have to wait. Please try again in a while.",
  )
  expect(household.radarr.requests).toHaveLength(asked)
  household.radarr.intercept = () => 'pass'
  household.advance(60_000)
  expect(await household.text(KIM, 'is heat in?')).toBe(HERE)
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'failed' }])
})

test.for([
  ['is cut off', 'drop'],
  ['answers 503', { status: 503, body: {} }],
  ['answers 429', { status: 429, body: {} }],
] as const)('a model whose provider %s is not asked for a while', async ([, fault]) => {
  const { provider, household } = await startWithProvider()
  provider.intercept = () => fault
  await textUntilOpen(household, 'is heat in?')

  expect(await household.text(SAM, 'is heat in?')).toBe(`${HERE} ${STAND_IN}`)
  expect(provider.requests).toHaveLength(3)
})

test('the first text after the provider is back gets the model', async () => {
  const { provider, household } = await startWithProvider()
  provider.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')
  provider.intercept = () => 'pass'
  household.advance(FIRST_PAUSE)

  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
})

test('while one text tries the model, another does not wait for it', async () => {
  const { provider, household } = await startWithProvider()
  provider.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')
  household.advance(FIRST_PAUSE)
  provider.intercept = () => 'hang'
  await household.deliver(SAM, 'is heat in?')
  await expect.poll(() => provider.requests).toHaveLength(4)

  await household.deliver(KIM, 'is heat in?')
  await household.told(KIM, `${HERE} ${STAND_IN}`)

  expect(provider.requests).toHaveLength(4)
})

test('a provider that says no to a request is asked again with the next text', async () => {
  const { provider, household } = await startWithProvider()
  provider.intercept = () => ({ status: 400, body: { error: { message: 'no' } } })
  await textUntilOpen(household, 'is heat in?')
  await household.text(SAM, 'is heat in?')

  expect(provider.requests).toHaveLength(4)
})

test('leaving a service alone and asking it again is one line each in the log', async () => {
  const { provider, household, logged } = await startWithProvider()
  provider.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')
  household.advance(FIRST_PAUSE)
  await household.text(SAM, 'is heat in?')
  provider.intercept = () => 'pass'
  household.advance(LONGEST_PAUSE)
  await household.text(SAM, 'is heat in?')
  await household.text(SAM, 'is heat in?')

  expect(logged('"service":"model","msg":"a service failed too often and is left alone"')).toBe(1)
  expect(logged('"service":"model","msg":"a service that was left alone is asked again"')).toBe(1)
})

test('a scrape tells which breaker is open', async () => {
  const household = await startHousehold()
  household.radarr.intercept = () => 'drop'
  await textUntilOpen(household, 'is heat in?')

  const text = await (await fetch(`${household.url}/metrics`)).text()

  expect(text).toContain('usherr_breaker_state{service="radarr",state="open"} 1')
  expect(text).toContain('usherr_breaker_state{service="radarr",state="closed"} 0')
  expect(text).toContain('usherr_breaker_state{service="sonarr",state="closed"} 1')
})
