import { expect, onTestFinished, test } from 'vitest'
import { type SimulatedModelOptions, startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { until } from '../helpers/until.ts'

async function start(options?: SimulatedModelOptions) {
  const simulated = await startSimulatedModel(options)
  onTestFinished(simulated.close)

  const post = (body: object) =>
    fetch(`${simulated.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
  const complete = async (...messages: object[]) => {
    const response = await post({ model: 'gpt-test', messages })
    return response.json()
  }
  return { simulated, post, complete }
}

const user = { role: 'user', content: 'find heat' }
const call = { id: 'call_1', type: 'function', function: { name: 'find', arguments: '{}' } }
const asked = { role: 'assistant', content: null, tool_calls: [call] }
const result = { role: 'tool', tool_call_id: 'call_1', content: 'Heat (1995) is here.' }

test('a command is answered with a tool call, in the form of a real completion', async () => {
  const { complete } = await start()

  expect(await complete(user)).toEqual({
    id: expect.stringMatching(/^chatcmpl-/),
    object: 'chat.completion',
    created: expect.any(Number),
    model: 'gpt-test',
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: null,
          refusal: null,
          tool_calls: [
            {
              id: expect.stringMatching(/^call_/),
              type: 'function',
              function: { name: 'find', arguments: '{"title":"heat"}' },
            },
          ],
        },
        logprobs: null,
        finish_reason: 'tool_calls',
      },
    ],
    usage: {
      prompt_tokens: expect.any(Number),
      completion_tokens: expect.any(Number),
      total_tokens: expect.any(Number),
    },
  })
})

test('only what stands behind the last blank line is taken for their words', async () => {
  const { complete } = await start()

  const completion = await complete({ role: 'user', content: 'Today: 20 Nov\n\nadd heat' })

  expect(completion).toMatchObject({
    choices: [{ message: { tool_calls: [{ function: { arguments: '{"title":"heat"}' } }] } }],
  })
})

test('a number means an entry of the list they were shown', async () => {
  const { complete } = await start()
  const context =
    '[Fri 20 Nov | list last shown: 1 Dune (2021, film); 2 Dune (1984, film) | open question: Add?]'

  const completion = await complete({ role: 'user', content: `${context}\n\nadd 2` })

  const args = '{"title":"Dune","year":1984,"kind":"film"}'
  expect(completion).toMatchObject({
    choices: [{ message: { tool_calls: [{ function: { name: 'add', arguments: args } }] } }],
  })
})

test('tool results are answered in words', async () => {
  const { complete } = await start()

  expect(await complete(user, asked, result)).toMatchObject({
    choices: [{ message: { content: 'Heat (1995) is here.' }, finish_reason: 'stop' }],
  })
})

test('another answer can be given', async () => {
  const { complete } = await start({ answer: () => ({ role: 'assistant', content: 'Moo.' }) })

  expect(await complete(user)).toMatchObject({ choices: [{ message: { content: 'Moo.' } }] })
})

test.for([
  ['without a result', [user, asked, user]],
  ['whose result comes too late', [user, asked, user, result]],
  ['with two results', [user, asked, result, result]],
] as const)('a tool call %s is refused', async ([, messages]) => {
  const { post } = await start()

  const response = await post({ model: 'gpt-test', messages })

  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({
    error: { message: expect.stringContaining('call_1') },
  })
})

test.for([
  ['no messages', { model: 'gpt-test', messages: [] }],
  ['no model', { messages: [user] }],
  ['an empty list of tools', { model: 'gpt-test', messages: [user], tools: [] }],
] as const)('a request with %s is refused', async ([, body]) => {
  const { post, simulated } = await start()

  const response = await post(body)

  expect(response.status).toBe(400)
  expect(simulated.requests).toEqual([])
})

test('the models are listed', async () => {
  const { simulated } = await start()

  const response = await fetch(`${simulated.baseUrl}/models`)

  expect(await response.json()).toMatchObject({ object: 'list', data: [{ object: 'model' }] })
})

test('an intercepted request is recorded and fails as told', async () => {
  const { simulated, post } = await start()

  simulated.intercept = () => ({ status: 503, body: '<html>' })
  const refused = await post({ model: 'gpt-test', messages: [user] })
  simulated.intercept = () => 'drop'
  const dropped = post({ model: 'gpt-test', messages: [user] })

  expect(refused.status).toBe(503)
  expect(refused.headers.get('content-type')).toContain('text/html')
  await expect(dropped).rejects.toThrow(TypeError)
  expect(simulated.requests).toHaveLength(2)
})

test('a delayed request is answered after all', async () => {
  const { simulated, complete } = await start()
  simulated.intercept = () => ({ delayMs: 5 })

  expect(await complete(user)).toMatchObject({ object: 'chat.completion' })
})

test('closing ends the requests that are left hanging', async () => {
  const { simulated, post } = await start()
  simulated.intercept = () => 'hang'

  const outcome = post({ model: 'gpt-test', messages: [user] }).catch((thrown: unknown) => thrown)
  await until(() => expect(simulated.requests).toHaveLength(1))
  await simulated.close()

  expect(await outcome).toBeInstanceOf(TypeError)
})
