import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { startLoopback } from '../helpers/loopback.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'
import { until } from '../helpers/until.ts'

// For as long as the process of the tests.
const ENDING = /Up [a-z0-9 ]+, version 0\.0\.0\.$/

/** A household with everything set up, whose probes have all been answered once. */
async function startProbed() {
  const provider = await startLoopback({ status: 200, body: { object: 'list', data: [] } })
  const { model, requests } = scriptedModel(says('Still looking for it.'))
  const household = await startHousehold({
    model,
    probeEveryMs: 5,
    env: { LLM_BASE_URL: provider.url, LLM_MODEL: 'any' },
  })
  await untilStates(household, { sonarr: 'up', radarr: 'up', model: 'up', twilio: 'up' })
  return { household, requests }
}

async function untilStates(household: Household, states: Record<string, string>): Promise<void> {
  const services = Object.fromEntries(
    Object.entries(states).map(([service, state]) => [service, { state }]),
  )
  await until(async () =>
    expect(await household.get('/health')).toMatchObject({ body: { services } }),
  )
}

test.for(['status', 'STATUS', ' Status. ', 'status!'])(
  'an admin texts %j and hears without a model that all is well',
  async (body) => {
    const { household, requests } = await startProbed()

    const said = await household.text(SAM, body)

    expect(said).toMatch(/^All is well: Sonarr, Radarr and the model answer\. 0 texts waiting\. Up/)
    expect(said).toMatch(ENDING)
    expect(household.twilio.messages.at(-1)?.num_segments).toBe('1')
    expect(requests).toEqual([])
  },
)

test('an admin hears since when a service hangs, and does not wait for it', async () => {
  const { household } = await startProbed()
  household.radarr.intercept = () => ({ status: 500 })
  await untilStates(household, { radarr: 'down' })
  household.radarr.intercept = () => 'hang'
  household.advance(3_600_000)

  expect(await household.text(SAM, 'status')).toBe(
    "Radarr hasn't answered since 12:00. Sonarr and the model are fine. 0 texts waiting.",
  )
})

test('what is not answered or not sent is counted, but not the question itself', async () => {
  const { household } = await startProbed()
  household.twilio.intercept = ({ fields }) =>
    fields['To'] === KIM ? { status: 429, body: { code: 20429 } } : 'pass'
  await household.text(KIM, '?')

  expect(await household.text(SAM, 'status')).toContain(' 1 text waiting. ')
})

test('for a member status is a word like any other', async () => {
  const { household, requests } = await startProbed()

  expect(await household.text(KIM, 'status')).toBe('Still looking for it.')
  expect(requests).toHaveLength(1)
})

test('an admin still finds a film of that name', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'find status')).toContain('"status"')
})
