import { getEventListeners } from 'node:events'
import type { RequestListener } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createBreaker } from '../../src/breaker.ts'
import type { Outcome } from '../../src/demo/fault.ts'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { ModelError } from '../../src/errors.ts'
import { createLLMClient } from '../../src/model/llm-client.ts'
import type { ModelRequest } from '../../src/model/model.ts'
import { createOpenAIModel } from '../../src/model/openai.ts'
import { listenOnLoopback } from '../helpers/loopback.ts'
import { until } from '../helpers/until.ts'

const NEVER_MS = 60_000

const request: ModelRequest = {
  messages: [
    { role: 'system', content: 'You look after films.' },
    { role: 'user', content: 'add heat 1995' },
  ],
  tools: [{ type: 'function', function: { name: 'add', parameters: { type: 'object' } } }],
  text: 'add heat 1995',
  list: { items: [], isNumbered: false },
  name: null,
  signal: new AbortController().signal,
}

const assistant = { role: 'assistant', content: 'Here.' }

async function startProvider(interception: Outcome = 'pass') {
  const provider = await startSimulatedModel()
  onTestFinished(provider.close)
  provider.intercept = () => interception
  return provider
}

function modelAt(baseUrl: string, timeoutMs = NEVER_MS) {
  const client = createLLMClient({ apiKey: 'test-key', baseUrl, timeoutMs })
  return createOpenAIModel({ client, model: 'gpt-test' })
}

async function modelAnswering(body: string | object, status = 200) {
  const { baseUrl } = await startProvider({ status, body })
  return modelAt(baseUrl)
}

/** A provider that does what no well-behaved HTTP framework would. */
async function startOddServer(listener: RequestListener): Promise<string> {
  return `${await listenOnLoopback(listener)}/v1`
}

test('messages and tools are sent, and the message and usage come back', async () => {
  const provider = await startProvider()

  const reply = await modelAt(provider.baseUrl)(request)

  const { messages, tools } = request
  expect(provider.requests).toEqual([{ model: 'gpt-test', messages, tools }])
  expect(reply).toMatchObject({
    model: 'gpt-test',
    message: {
      role: 'assistant',
      tool_calls: [{ function: { name: 'add', arguments: '{"title":"heat","year":1995}' } }],
    },
    usage: {
      promptTokens: expect.any(Number),
      completionTokens: expect.any(Number),
      totalTokens: expect.any(Number),
    },
  })
})

test('an empty list of tools is not sent', async () => {
  const provider = await startProvider()

  await modelAt(provider.baseUrl)({ ...request, tools: [] })

  expect(provider.requests[0]).not.toHaveProperty('tools')
})

test('the assistant message is handed on as the provider wrote it', async () => {
  const message = {
    extra: 'first',
    reasoning_content: 'They want Heat.',
    role: 'assistant',
    content: null,
    tool_calls: [
      {
        extra_content: { google: { thought_signature: 'c2lnbmF0dXJl' } },
        function: { arguments: '{"title":"Heat"}', name: 'add' },
        id: '',
        type: 'function',
      },
    ],
  }
  const model = await modelAnswering({ choices: [{ message, finish_reason: 'stop' }] })

  const reply = await model(request)

  expect(JSON.stringify(reply.message)).toBe(JSON.stringify(message))
})

test.for([
  ['no usage', undefined, undefined],
  ['usage null', null, undefined],
  ['usage without counts', { cost: 0.1 }, undefined],
  ['usage below zero', { prompt_tokens: -1, completion_tokens: 2 }, undefined],
  ['usage in parts of a token', { prompt_tokens: 12.5, completion_tokens: 2 }, undefined],
  ['usage without an end', { prompt_tokens: 1, completion_tokens: 1e308 }, undefined],
  ['usage above what one call can be', { prompt_tokens: 1, completion_tokens: 1e9 + 1 }, undefined],
  [
    'a total that is no count',
    { prompt_tokens: 7, completion_tokens: 2, total_tokens: 1e308 },
    undefined,
  ],
  [
    'usage without a total',
    { prompt_tokens: 7, completion_tokens: 2 },
    { promptTokens: 7, completionTokens: 2, totalTokens: 9 },
  ],
  [
    'usage that counts reasoning in its total only',
    { prompt_tokens: 7, completion_tokens: 2, total_tokens: 30 },
    { promptTokens: 7, completionTokens: 2, totalTokens: 30 },
  ],
] as const)('%s does not fail the answer', async ([, usage, expected]) => {
  const model = await modelAnswering({ choices: [{ message: assistant }], usage })

  const reply = await model(request)

  expect(reply.usage).toEqual(expected)
})

test.for([
  ['reasoning_content', { reasoning_content: 'Hm.' }, 'Hm.'],
  ['reasoning', { reasoning: 'Hm.' }, 'Hm.'],
  ['reasoning that is no text', { reasoning_content: { parts: [] } }, undefined],
  ['no reasoning', {}, undefined],
] as const)('%s is read', async ([, fields, expected]) => {
  const model = await modelAnswering({ choices: [{ message: { ...assistant, ...fields } }] })

  const reply = await model(request)

  expect(reply.reasoning).toBe(expected)
})

test.for([
  ['an error', 500, { error: { message: 'oops' } }, 'The model provider answered 500'],
  ['a rate limit', 429, { error: { message: 'slow down' } }, 'The model provider answered 429'],
  ['a wrong key', 401, { error: { message: 'no' } }, 'The model provider answered 401'],
  ['an HTML error page', 502, '<html>', 'The model provider answered 502'],
  ['an HTML page', 200, '<html>', 'The model provider answered without a message'],
  ['an error under 200', 200, { error: {} }, 'The model provider answered without a message'],
  ['a list', 200, [], 'The model provider answered without a message'],
  ['no choices', 200, { choices: [] }, 'The model provider answered without a message'],
  ['no message', 200, { choices: [{}] }, 'The model provider answered without a message'],
  [
    'a message that is text',
    200,
    { choices: [{ message: 'Here.' }] },
    'The model provider answered without a message',
  ],
  [
    'a message from nobody',
    200,
    { choices: [{ message: { content: 'Here.' } }] },
    'The model provider answered without a message',
  ],
  [
    'content that is no text',
    200,
    { choices: [{ message: { role: 'assistant', content: 7 } }] },
    'The model provider answered without a message',
  ],
  [
    'a tool call without a function',
    200,
    { choices: [{ message: { ...assistant, tool_calls: [{ id: 'call_1' }] } }] },
    'The model provider answered without a message',
  ],
] as const)('%s is a ModelError (%i)', async ([, status, body, message]) => {
  const model = await modelAnswering(body, status)

  const error = await model(request).catch((thrown: unknown) => thrown)

  expect(error).toBeInstanceOf(ModelError)
  expect(error).toMatchObject({ message, cause: expect.any(Error) })
})

test('a provider that fails is asked once', async () => {
  const provider = await startProvider({ status: 503, body: {} })

  await expect(modelAt(provider.baseUrl)(request)).rejects.toThrow(ModelError)

  expect(provider.requests).toHaveLength(1)
})

test('a connection that is cut is a ModelError', async () => {
  const { baseUrl } = await startProvider('drop')

  await expect(modelAt(baseUrl)(request)).rejects.toThrow(
    new ModelError('The model provider could not be reached', { isOutage: true }),
  )
})

test('a connection that is refused is a ModelError', async () => {
  const provider = await startSimulatedModel()
  await provider.close()

  await expect(modelAt(provider.baseUrl)(request)).rejects.toThrow(
    new ModelError('The model provider could not be reached', { isOutage: true }),
  )
})

test('a provider that never answers is given up after the timeout', async () => {
  const { baseUrl } = await startProvider('hang')

  await expect(modelAt(baseUrl, 20)(request)).rejects.toThrow(
    new ModelError('The model provider did not answer in time', { isOutage: true }),
  )
})

test('a body that stops half-way is given up after the timeout', async () => {
  const baseUrl = await startOddServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":')
  })

  await expect(modelAt(baseUrl, 100)(request)).rejects.toThrow(
    new ModelError('The model provider did not answer in time', { isOutage: true }),
  )
})

test.for([
  ['a body that is cut off', '{"choices":', true],
  ['a body that is not JSON', 'oops', false],
] as const)('%s is a ModelError', async ([, body, isCut]) => {
  const baseUrl = await startOddServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' })
    response.write(body, () => (isCut ? response.destroy() : response.end()))
  })

  await expect(modelAt(baseUrl)(request)).rejects.toThrow(
    new ModelError('The model provider answered nothing readable'),
  )
})

test('the caller can abort a call that is under way', async () => {
  const provider = await startProvider('hang')
  const controller = new AbortController()

  const outcome = modelAt(provider.baseUrl)({ ...request, signal: controller.signal }).catch(
    (thrown: unknown) => thrown,
  )
  await until(() => expect(provider.requests).toHaveLength(1))
  controller.abort()

  expect(await outcome).toBeInstanceOf(ModelError)
})

test('a call that was aborted before it began reaches nobody', async () => {
  const provider = await startProvider()

  await expect(
    modelAt(provider.baseUrl)({ ...request, signal: AbortSignal.abort() }),
  ).rejects.toThrow(ModelError)

  expect(provider.requests).toEqual([])
})

test('a call that is over leaves no timer and no listener behind', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const client = createLLMClient({
    timeoutMs: NEVER_MS,
    fetch: async () => Response.json({ choices: [{ message: assistant }] }),
  })
  const { signal } = new AbortController()

  await createOpenAIModel({ client, model: 'gpt-test' })({ ...request, signal })

  expect(vi.getTimerCount()).toBe(0)
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('nothing the SDK would read from the environment is sent or printed', async () => {
  const log = vi.spyOn(console, 'debug')
  vi.stubEnv('OPENAI_ORG_ID', 'org-elsewhere')
  vi.stubEnv('OPENAI_PROJECT_ID', 'project-elsewhere')
  vi.stubEnv('OPENAI_LOG', 'debug')
  onTestFinished(() => void vi.unstubAllEnvs())
  const headers: Headers[] = []
  const client = createLLMClient({
    timeoutMs: NEVER_MS,
    fetch: async (_, init) => {
      headers.push(new Headers(init?.headers))
      return Response.json({ choices: [{ message: assistant }] })
    },
  })

  await createOpenAIModel({ client, model: 'gpt-test' })(request)

  expect(headers.map((sent) => [...sent.keys()])).toEqual([
    expect.not.arrayContaining(['openai-organization']),
  ])
  expect(headers[0]?.has('openai-project')).toBe(false)
  expect(log).not.toHaveBeenCalled()
})

test('a call is given up earlier when less time is left for it', async () => {
  const { baseUrl } = await startProvider('hang')

  await expect(modelAt(baseUrl)({ ...request, timeoutMs: 20 })).rejects.toThrow(
    'The model provider did not answer in time',
  )
})

test('a request that is longer than the context is not sent', async () => {
  const provider = await startProvider()
  const client = createLLMClient({ baseUrl: provider.baseUrl, timeoutMs: NEVER_MS })
  const model = createOpenAIModel({ client, model: 'small', contextTokens: 40 })

  await expect(model(request)).rejects.toThrow(ModelError)
  expect(provider.requests).toEqual([])
})

test.for([
  [500, true],
  [503, true],
  [429, true],
  [400, false],
  [401, false],
  [404, false],
] as const)('a provider that answers %i is out: %s', async ([status, isOutage]) => {
  const model = await modelAnswering({ error: { message: 'no' } }, status)

  await expect(model(request)).rejects.toMatchObject({ isOutage })
})

test('what ends because the service leaves is no sign that the provider is out', async () => {
  const provider = await startProvider('hang')
  const model = modelAt(provider.baseUrl)
  const leaving = new AbortController()
  const calls = Array.from({ length: 6 }, () => model({ ...request, signal: leaving.signal }))
  const ended = Promise.allSettled(calls)
  await until(() => expect(provider.requests).toHaveLength(6))
  leaving.abort()
  await ended
  provider.intercept = () => 'pass'

  await expect(model(request)).resolves.toMatchObject({ model: 'gpt-test' })
})

test('a request that is too long to be sent is not what a provider that was out is tried with', async () => {
  const breaker = createBreaker({ failuresToOpen: 1, firstPauseMs: 0 })
  const provider = await startProvider('drop')
  const client = createLLMClient({ baseUrl: provider.baseUrl, timeoutMs: NEVER_MS })
  const model = createOpenAIModel({ client, model: 'gpt-test', contextTokens: 1024, breaker })
  await expect(model(request)).rejects.toThrow('could not be reached')

  const content = 'word '.repeat(5_000)
  await expect(model({ ...request, messages: [{ role: 'user', content }] })).rejects.toThrow(
    'longer than LLM_CONTEXT_TOKENS',
  )

  expect(breaker.state()).toBe('open')
})

test('a provider is not blamed for a turn that was nearly out of time', async () => {
  const breaker = createBreaker({ failuresToOpen: 1 })
  const provider = await startProvider('hang')
  const client = createLLMClient({ baseUrl: provider.baseUrl, timeoutMs: NEVER_MS })
  const model = createOpenAIModel({ client, model: 'gpt-test', breaker })

  await expect(model({ ...request, timeoutMs: 20 })).rejects.toThrow('did not answer in time')

  expect(breaker.state()).toBe('closed')
})
