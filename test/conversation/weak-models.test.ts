import type { RequestListener } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { createModel } from '../../src/model/create-model.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { HERE, STAND_IN, WEAK_ANSWERS, type WeakAnswer } from './weak-answers.ts'

async function ask(baseUrl: string, text = 'is heat in?', timeoutMs = 20_000) {
  const llm = { model: 'weak', baseUrl, timeoutMs, contextTokens: 8192 }
  const household = await startHousehold({ model: createModel(llm, { warn: () => {} }) })
  await household.text(SAM, text)
  const writes = household.radarr.requests
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`)
  return { replies: household.sentTo(SAM), writes, household }
}

async function askProvider(
  { text, answers }: Pick<WeakAnswer, 'text' | 'answers'>,
  timeoutMs?: number,
) {
  const provider = await startSimulatedModel()
  onTestFinished(provider.close)
  provider.intercept = () => (answers.length > 1 ? answers.shift() : answers[0]) ?? 'pass'
  const asked = await ask(provider.baseUrl, text, timeoutMs)
  return { ...asked, provider }
}

test.for(Object.entries(WEAK_ANSWERS))('%s is answered once and in words', async ([, weak]) => {
  const { replies, writes } = await askProvider(weak)

  expect(replies).toEqual([weak.reply])
  expectPlainWords(replies[0])
  expect(writes.filter((write) => write !== 'POST /api/v3/command')).toEqual(weak.writes ?? [])
})

test('a provider that never answers is stood in for', async () => {
  const { replies } = await askProvider({ answers: ['hang'] }, 50)

  expect(replies).toEqual([`${HERE} ${STAND_IN}`])
})

const BODY = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'Hello.' } }] })

test.for([
  ['is cut short', (response) => response.end(BODY.slice(0, 40))],
  [
    'ends in the middle of a connection',
    (response) => response.write(BODY.slice(0, 40), () => response.destroy()),
  ],
  ['comes in drips without end', (response) => void response.write(BODY.slice(0, 40))],
] as ReadonlyArray<readonly [string, (response: Parameters<RequestListener>[1]) => void]>)(
  'a provider whose answer %s is stood in for',
  async ([, answer]) => {
    const url = await listenOnLoopback((_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' })
      answer(response)
    })

    const { replies } = await ask(`${url}/v1`, 'is heat in?', 200)

    expect(replies).toEqual([`${HERE} ${STAND_IN}`])
  },
)
