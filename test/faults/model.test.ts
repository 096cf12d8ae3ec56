import { expect, onTestFinished, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import { type SimulatedModelOptions, startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { createModel } from '../../src/model/create-model.ts'
import { HERE, STAND_IN } from '../conversation/weak-answers.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { ENDLESS_TIMEOUT_MS, FAULTS, isEndless } from './each-fault.ts'

/** A household whose model is asked over HTTP by the client that asks a real one. */
async function setUp(fault: Fault, answer?: SimulatedModelOptions['answer']) {
  const provider = await startSimulatedModel(answer ? { answer } : {})
  onTestFinished(provider.close)
  const timeoutMs = isEndless(fault) ? ENDLESS_TIMEOUT_MS : 20_000
  const llm = { model: 'simulated', baseUrl: provider.baseUrl, timeoutMs, contextTokens: 8192 }
  const household = await startHousehold({ model: createModel(llm, { warn: () => {} }) })
  const adds = () =>
    household.radarr.requests.filter(
      ({ method, path }) => method === 'POST' && path === '/api/v3/movie',
    ).length
  return { provider, household, adds }
}

test.for(FAULTS)(
  'the model meets a text with %s: plain commands stand in, once',
  async ([, fault]) => {
    const { provider, household, adds } = await setUp(fault)

    provider.intercept = () => fault
    await household.text(SAM, 'is heat in?')
    await household.text(SAM, 'add alien')
    provider.intercept = () => 'pass'
    await household.text(SAM, 'is memento in?')

    expect(household.sentTo(SAM)).toEqual([
      `${HERE} ${STAND_IN}`,
      `Added Alien (1979) in 1080p. Searching for it now. ${STAND_IN}`,
      'Memento (2000) is here.',
    ])
    expect(provider.requests).toHaveLength(3)
    expect(adds()).toBe(1)
  },
)

const call = (id: string, name: string, title: string) => ({
  id,
  type: 'function' as const,
  function: { name, arguments: JSON.stringify({ title }) },
})

test.for(FAULTS)(
  'the model meets the second half of a turn with %s: what is done stays done, and is told',
  async ([, fault]) => {
    const tool_calls = [call('a', 'add', 'Alien'), call('b', 'find', 'Heat')]
    const { provider, household, adds } = await setUp(fault, () => ({
      role: 'assistant',
      tool_calls,
    }))
    provider.intercept = () => (provider.requests.length > 1 ? fault : 'pass')

    const reply = await household.text(SAM, 'add alien, and is heat in?')

    expectPlainWords(reply)
    expect(reply).toMatch(/^Added Alien \(1979\) in 1080p\./)
    expect(reply).toContain(HERE)
    expect(household.sentTo(SAM)).toHaveLength(1)
    expect(provider.requests).toHaveLength(2)
    expect(adds()).toBe(1)
  },
)
