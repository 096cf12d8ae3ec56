import { expect, test } from 'vitest'
import { ModelError } from '../../src/errors.ts'
import { withPlainCommands } from '../../src/model/fallback.ts'
import type { ModelRequest } from '../../src/model/model.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'

const request: ModelRequest = {
  messages: [{ role: 'user', content: 'find heat' }],
  tools: [],
  text: 'find heat',
  list: { items: [], isNumbered: false },
  name: null,
  signal: new AbortController().signal,
}

function collectingLog() {
  const warnings: unknown[][] = []
  return { warnings, log: { warn: (...args: unknown[]) => void warnings.push(args) } }
}

test('a model that answers is left alone', async () => {
  const { log, warnings } = collectingLog()
  const keyword = scriptedModel()
  const model = withPlainCommands(scriptedModel(says('Here.')).model, keyword.model, log)

  expect(await model(request)).toEqual(says('Here.'))
  expect(warnings).toEqual([])
})

test('plain commands stand in for a model that failed, and say so', async () => {
  const { log } = collectingLog()
  const keyword = scriptedModel(says('Heat (1995) is here.'))
  const failing = scriptedModel(new ModelError('The model provider answered 503'))
  const model = withPlainCommands(failing.model, keyword.model, log)

  const reply = await model(request)

  expect(reply).toEqual({ ...says('Heat (1995) is here.'), isStandIn: true })
  expect(keyword.requests).toEqual([request])
})

test('the log is given what failed', async () => {
  const { log, warnings } = collectingLog()
  const err = new ModelError('The model provider answered 400')
  const failing = scriptedModel(err)
  const model = withPlainCommands(failing.model, scriptedModel(says('Here.')).model, log)

  await model(request)

  expect(warnings).toEqual([[{ err }, expect.any(String)]])
})

test('a bug of ours is not taken for a failed provider', async () => {
  const { log } = collectingLog()
  const broken = scriptedModel(new TypeError('x is not a function'))
  const model = withPlainCommands(broken.model, scriptedModel(says('Here.')).model, log)

  await expect(model(request)).rejects.toThrow(TypeError)
})

test('plain commands see nothing of a round in which every call was refused', async () => {
  const { log } = collectingLog()
  const failing = scriptedModel(new ModelError('The model provider answered 500'))
  const keyword = scriptedModel(says('Here.'))
  const refused = { role: 'tool' as const, tool_call_id: 'x', content: 'There is no such tool.' }
  const messages = [...request.messages, refused]

  await withPlainCommands(
    failing.model,
    keyword.model,
    log,
  )({
    ...request,
    messages,
    hasNoResults: true,
  })

  expect(keyword.requests[0]?.messages).toEqual(request.messages)
})
