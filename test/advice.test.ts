import { expect, test } from 'vitest'
import { adviceOn as advise, adviceOnAdmins } from '../src/advice.ts'
import { loadAnsweringConfig } from '../src/config.ts'
import { KIM } from './helpers/settings.ts'

const llmAt = (baseUrl: string) => ({
  llm: { model: 'small', timeoutMs: 1, contextTokens: 8192, baseUrl },
})
const { limits } = loadAnsweringConfig({})
const adviceOn = (
  config: Partial<Parameters<typeof advise>[0]>,
  where: Parameters<typeof advise>[1],
) => advise({ llmPrices: [], limits, ...config }, where)
const CONTAINER = { isInContainer: true }
const NO_CONTAINER = { isInContainer: false }
const ADMINS_ARE_OTHERS =
  'ADMIN_PHONES names somebody who is no admin here any more, and only adds people: see `usherr users list`, and `usherr users promote` to change it.'

test.for([
  'http://ollama:11434/v1',
  'https://openrouter.ai/api/v1',
  'https://generativelanguage.googleapis.com/v1beta/openai',
] as const)('%s needs no advice', (baseUrl) => {
  expect(adviceOn(llmAt(baseUrl), CONTAINER)).toEqual([])
})

test("OpenAI's own address needs no advice", () => {
  expect(
    adviceOn({ llm: { model: 'small', timeoutMs: 1, contextTokens: 8192 } }, CONTAINER),
  ).toEqual([])
})

test.for(['http://ollama:11434', 'https://openrouter.ai/api', 'http://v1.example'] as const)(
  '%s names no version',
  (baseUrl) => {
    expect(adviceOn(llmAt(baseUrl), NO_CONTAINER)).toEqual([
      'LLM_BASE_URL names no version of the API: add /v1.',
    ])
  },
)

test.for([
  ['RADARR_URL', { radarr: { baseUrl: 'http://localhost:7878', apiKey: 'key' } }],
  ['SONARR_URL', { sonarr: { baseUrl: 'http://127.0.0.1:8989/sonarr', apiKey: 'key' } }],
  ['LLM_BASE_URL', llmAt('http://[::1]:11434/v1')],
] as const)('%s on localhost is hardly meant inside a container', ([name, config]) => {
  const sentence = `${name} points at localhost, which inside a container is the container itself: use the service's name or host.docker.internal.`

  expect(adviceOn(config, CONTAINER)).toEqual([sentence])
  expect(adviceOn(config, NO_CONTAINER)).toEqual([])
})

test.for([
  [{ role: 'admin', status: 'active' }, undefined],
  [{ role: 'member', status: 'active' }, ADMINS_ARE_OTHERS],
  [{ role: 'admin', status: 'blocked' }, ADMINS_ARE_OTHERS],
  [{ role: 'admin', status: 'removed' }, ADMINS_ARE_OTHERS],
] as const)('settings that name an admin who is %o are told', ([user, sentence]) => {
  const set = [{ phone: KIM, role: 'admin' as const }]

  expect(adviceOnAdmins(set, [{ phone: KIM, ...user }])).toBe(sentence)
  expect(adviceOnAdmins(set, [])).toBe(undefined)
  expect(adviceOnAdmins([{ phone: KIM, role: 'member' }], [{ phone: KIM, ...user }])).toBe(
    undefined,
  )
})

test('a model without a price is told of where a budget is set, and only there', () => {
  const config = llmAt('http://ollama:11434/v1')
  const withBudget = { ...config, limits: { ...limits, monthlyBudget: 5 } }
  const llmPrices = [{ model: 'small', input: 0, output: 0 }]

  expect(adviceOn(withBudget, CONTAINER)).toEqual([
    'LLM_PRICES has no price for LLM_MODEL, so its tokens do not count toward MONTHLY_BUDGET.',
  ])
  expect(adviceOn({ ...withBudget, llmPrices }, CONTAINER)).toEqual([])
  expect(adviceOn(config, CONTAINER)).toEqual([])
})
