import { assert, expect, test } from 'vitest'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { ListedTitle, ModelRequest } from '../../src/model/model.ts'

const keyword = createKeywordModel({ now: () => Date.UTC(2026, 10, 20) })

function requestFor(text: string, overrides: Partial<ModelRequest> = {}): ModelRequest {
  return {
    messages: [{ role: 'user', content: text }],
    tools: [],
    text,
    list: { items: [], isNumbered: false },
    name: null,
    signal: new AbortController().signal,
    ...overrides,
  }
}

async function callFor(text: string, overrides: Partial<ModelRequest> = {}) {
  const { message } = await keyword(requestFor(text, overrides))
  const [call] = message.tool_calls ?? []
  assert(call?.type === 'function')
  return call
}

test('a command becomes one tool call, its arguments as JSON text', async () => {
  const reply = await keyword(requestFor('add Heat (1995)'))

  expect(reply).toEqual({
    model: 'keyword',
    message: {
      role: 'assistant',
      content: null,
      tool_calls: [
        {
          id: expect.stringMatching(/^call_/),
          type: 'function',
          function: { name: 'add', arguments: '{"title":"Heat","year":1995}' },
        },
      ],
    },
  })
})

test('a year that was not said is left out', async () => {
  const call = await callFor('remove heat')

  expect(call.function).toEqual({ name: 'remove', arguments: '{"title":"heat"}' })
})

test('a number on the list finds that entry by its exact title and year', async () => {
  const items: ListedTitle[] = [
    { title: 'The Office', year: 2005, kind: 'film' },
    { title: 'The Office', year: 2001, kind: 'film' },
  ]

  const call = await callFor('2', { list: { items, isNumbered: true } })

  expect(call.function).toEqual({
    name: 'find',
    arguments: '{"title":"The Office","year":2001,"kind":"film"}',
  })
})

test('the furthest year follows the clock', async () => {
  const later = createKeywordModel({ now: () => Date.UTC(2044, 5, 1) })

  const { message } = await later(requestFor('blade runner 2049'))

  expect(message.tool_calls).toMatchObject([
    { function: { arguments: '{"title":"blade runner","year":2049}' } },
  ])
})

test.for([
  [
    'hello',
    'Hi, I look after the films and shows here. Text a title to find it, or "what\'s new". Reply ? for more, STOP to end.',
  ],
  ['thanks!', 'Any time.'],
  ['yes', "I'm not sure what that answers. Text a title to find it."],
  ['add that one', 'Which one do you mean? Text its title and year.'],
  ['', 'I can only read words. What are you looking for?'],
] as const)('"%s" is answered in words', async ([text, content]) => {
  const { message } = await keyword(requestFor(text))

  expect(message).toEqual({ role: 'assistant', content })
})

test('a round that ends with tool results is left to them', async () => {
  const first = await callFor('find heat')

  const { message } = await keyword(
    requestFor('find heat', {
      messages: [
        { role: 'user', content: 'find heat' },
        { role: 'assistant', content: null, tool_calls: [first] },
        { role: 'tool', tool_call_id: first.id, content: 'Done. They are told: x' },
      ],
    }),
  )

  expect(message).toEqual({ role: 'assistant', content: '' })
})

test.for([
  '"'.repeat(4000),
  `"'`.repeat(2000),
  'please '.repeat(600),
  `heat${','.repeat(4000)}1995`,
  'constructor',
  '\u0000\uD800 heat',
])('no text makes it fail (%#)', async (text) => {
  const reply = await keyword(requestFor(text))

  expect(reply.message.role).toBe('assistant')
})
