import { expect, onTestFinished, test } from 'vitest'
import { createFaults } from '../../src/demo/faults.ts'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'

const HEAT = 949

async function setUp() {
  const account = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' }
  const [twilio, radarr, model] = await Promise.all([
    startSimulatedTwilio(account),
    startSimulatedRadarr(),
    startSimulatedModel(),
  ])
  onTestFinished(async () => {
    await Promise.all([twilio.close(), radarr.close(), model.close()])
  })
  const events: string[] = []
  const faults = createFaults({
    twilio,
    radarr,
    sonarr: undefined,
    model,
    kill: () => events.push('killed'),
  })
  const isAnswered = (url: string, method = 'GET') =>
    fetch(url, { method, headers: { 'X-Api-Key': radarr.apiKey } }).then(
      () => true,
      () => false,
    )
  return {
    events,
    faults,
    radarr,
    askRadarr: () => isAnswered(`${radarr.url}/api/v3/movie`),
    removeHeat: () => isAnswered(`${radarr.url}/api/v3/movie/${radarr.find(HEAT)?.id}`, 'DELETE'),
    askModel: () => isAnswered(`${model.baseUrl}/models`),
  }
}

test('a neighbour that is down gives no answer until it is up, and the others do', async () => {
  const { faults, askRadarr, askModel } = await setUp()

  faults.setFault('radarr', 'drop')
  const whileDown = [await askRadarr(), await askModel()]
  faults.setFault('radarr')
  faults.setFault('model', 'drop')
  const afterwards = [await askRadarr(), await askModel()]

  expect(whileDown).toEqual([false, true])
  expect(afterwards).toEqual([true, false])
})

test('a real neighbour cannot be made to fail', async () => {
  const { faults } = await setUp()

  expect(faults.setFault('radarr', 'drop')).toBe(true)
  expect(faults.setFault('sonarr', 'drop')).toBe(false)
})

test('a kill is at the next call, once, and what that asked for is done', async () => {
  const { events, faults, radarr, removeHeat, askRadarr } = await setUp()

  faults.killAtNextCall(() => events.push('told'))
  const before = [...events]
  const isAnswered = await removeHeat()
  const isNextAnswered = await askRadarr()

  expect(before).toEqual([])
  expect(events).toEqual(['killed', 'told'])
  expect([isAnswered, isNextAnswered]).toEqual([false, true])
  expect(radarr.find(HEAT)).toBeUndefined()
})
