import { expect, test } from 'vitest'
import { buildLLMMessages, type WindowContents } from '../../src/conversation/window.ts'
import type { Message } from '../../src/db/messages.ts'
import { roomForRequest, tokensOfAll } from '../../src/model/tokens.ts'

const ROLES = ['user', 'assistant', 'tool', 'assistant'] as const

/** Rounds of four messages: a text, a call, its result and the reply. */
function rounds(from: number, to: number): Message[] {
  const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index)
  return numbers.flatMap((round) => ROLES.map((role, sequence) => message(round, sequence, role)))
}

function message(round: number, sequence: number, role: Message['role']): Message {
  const callId = `call_${round}`
  const isCall = sequence === 1
  return {
    position: round * 10 + sequence,
    id: `${round}.${sequence}`,
    conversationId: 'c',
    round,
    sequence,
    role,
    content: isCall ? '' : `${round}.${sequence}`,
    toolCalls: isCall
      ? [{ id: callId, type: 'function', function: { name: 'find', arguments: '{}' } }]
      : null,
    toolCallId: role === 'tool' ? callId : null,
    name: null,
    model: null,
    promptTokens: null,
    completionTokens: null,
    totalTokens: null,
    reasoningContent: null,
    metadata: null,
    createdAt: 0,
  }
}

function windowOf(history: Message[], limits: { messages: number; tokens?: number }) {
  const round = (history.at(-1)?.round ?? 0) + 1
  return buildLLMMessages({
    systemPrompt: 'prompt',
    history: { messages: history, isComplete: false },
    steps: [message(round, 0, 'user')],
    userMessage: 'now',
    limits,
  }).messages
}

const firstText = (messages: ReturnType<typeof windowOf>) => messages[1]?.content

test('a window holds the prompt, the history and the text as it is now', () => {
  const messages = windowOf(rounds(1, 1), { messages: 50 })

  expect(messages).toEqual([
    { role: 'system', content: 'prompt' },
    { role: 'user', content: '1.0' },
    expect.objectContaining({ role: 'assistant', content: null }),
    { role: 'tool', content: '"1.2"', tool_call_id: 'call_1' },
    { role: 'assistant', content: '1.3' },
    { role: 'user', content: 'now' },
  ])
})

test.for([
  ['everything while it fits', 12, '1.0'],
  ['from the tenth round when it does not', 13, '10.0'],
  ['from the tenth round as long as that fits', 21, '10.0'],
  ['from the twentieth after that', 22, '20.0'],
] as const)('a window of 49 messages holds %s', ([, lastRound, first]) => {
  expect(firstText(windowOf(rounds(1, lastRound), { messages: 49 }))).toBe(first)
})

test('the same beginning serves ten rounds, so that a provider can cache it', () => {
  const beginnings = Array.from({ length: 9 }, (_, index) =>
    windowOf(rounds(1, 13 + index), { messages: 49 }).slice(0, 6),
  )

  for (const beginning of beginnings) expect(beginning).toEqual(beginnings[0])
})

test('a window too small for ten rounds holds as many whole rounds as fit', () => {
  const messages = windowOf(rounds(1, 19), { messages: 10 })

  expect(firstText(messages)).toBe('18.0')
  expect(messages).toHaveLength(1 + 8 + 1)
})

test('a limit on tokens counts what calls hold too', () => {
  const all = windowOf(rounds(1, 5), { messages: 50, tokens: 10_000 })
  const few = windowOf(rounds(1, 5), { messages: 50, tokens: 160 })

  expect(firstText(all)).toBe('1.0')
  expect(firstText(few)).toBe('5.0')
})

test('no message of the current round is left out', () => {
  const steps = rounds(3, 3)

  const { messages } = buildLLMMessages({
    systemPrompt: 'prompt',
    history: { messages: rounds(1, 2), isComplete: true },
    steps,
    userMessage: 'now',
    limits: { messages: 1 },
  })

  expect(messages.map(({ role }) => role)).toEqual([
    'system',
    'user',
    'assistant',
    'tool',
    'assistant',
  ])
})

test('a round of which only the end was read is left out', () => {
  const history = rounds(1, 3).slice(2)

  expect(firstText(windowOf(history, { messages: 50 }))).toBe('2.0')
})

test('a call that never got its result is left out with what it did get', () => {
  const history = rounds(1, 2).filter(({ id }) => id !== '1.2')

  const messages = windowOf(history, { messages: 50 })

  expect(messages.map(({ content }) => content)).toEqual([
    'prompt',
    '1.0',
    '1.3',
    '2.0',
    null,
    '"2.2"',
    '2.3',
    'now',
  ])
})

test.for([
  ['whose call is not there', [2], []],
  ['that stands before its call', [0, 2, 1, 3], ['1.0', '1.3']],
  ['that is there twice', [0, 1, 2, 2, 3], ['1.0', null, '"1.2"', '1.3']],
] as const)('a result %s is left out', ([, order, left]) => {
  const steps = rounds(1, 1)
  const odd = order.flatMap((at) => steps[at] ?? [])
  const history = [...odd.map((step, sequence) => ({ ...step, sequence })), ...rounds(2, 2)]

  const messages = windowOf(history, { messages: 50 })

  const whole = ['2.0', null, '"2.2"', '2.3']
  expect(messages.map(({ content }) => content)).toEqual(['prompt', ...left, ...whole, 'now'])
})

test("a provider's own fields are sent back as they came", () => {
  const [text, call, ...rest] = rounds(1, 1)
  const vendor = { reasoning_details: [{ type: 'x' }] }
  const history = [text, call && { ...call, metadata: { vendor } }, ...rest].filter((m) => !!m)

  expect(windowOf(history, { messages: 50 })[2]).toMatchObject(vendor)
})

const LONG_RESULT = 'film '.repeat(400).trim()

function requestOf(
  { history = [], ...contents }: Partial<Omit<WindowContents, 'history'>> & { history?: Message[] },
  contextTokens: number,
) {
  const { messages } = buildLLMMessages({
    systemPrompt: 'prompt',
    history: { messages: history, isComplete: true },
    steps: [message(1, 0, 'user')],
    userMessage: 'now',
    limits: { messages: 50, contextTokens },
    ...contents,
  })
  return { messages, tokens: tokensOfAll([...messages, ...(contents.tools ?? [])]) }
}

/** A round with two long results. */
function longRound(round: number): Message[] {
  return [...rounds(round, round).slice(0, 3), ...rounds(round, round).slice(1, 3)].map((step) =>
    step.role === 'tool' ? { ...step, content: LONG_RESULT } : step,
  )
}

test.for([2048, 4096, 8192])('no request is longer than a context of %d allows', (context) => {
  const history = rounds(1, 60).map((step) => ({
    ...step,
    content: `${step.content} ${'ж'.repeat(90)}`,
  }))
  const userMessage = 'x'.repeat(20_000)
  const steps = longRound(61)

  for (const contents of [{ history }, { history, steps }, { history, steps, userMessage }]) {
    expect(requestOf(contents, context).tokens).toBeLessThanOrEqual(roomForRequest(context))
  }
})

test('the history gives way before anything in the current round does', () => {
  const steps = longRound(3).slice(0, 3)

  const { messages } = requestOf({ history: rounds(1, 2), steps }, 920)

  expect(messages.map(({ content }) => content)).toEqual([
    'prompt',
    'now',
    null,
    `"${LONG_RESULT}"`,
  ])
})

test('of the long results of a round the oldest is shortened first', () => {
  const { messages } = requestOf({ steps: longRound(1) }, 1400)

  expect(messages[3]?.content).toMatch(/^"film .* \.\.\. \(the rest is left out here\)"$/)
  expect(messages[3]).toMatchObject({ role: 'tool', tool_call_id: 'call_1' })
  expect(messages.at(-1)?.content).toBe(`"${LONG_RESULT}"`)
})

test('an over-long text is shortened last, and keeps its beginning', () => {
  const userMessage = `[facts]\n\nadd heat ${'and so on '.repeat(1000)}`

  const { messages } = requestOf({ userMessage, steps: longRound(1) }, 2048)

  expect(messages[1]?.content).toMatch(
    /^\[facts\]\n\nadd heat and .*\(the rest is left out here\)$/s,
  )
  for (const result of [messages[3], messages[5]]) {
    expect(result?.content).toMatch(/^"film .{0,400}"$/)
  }
})

test('tools count, and make room for themselves', () => {
  const parameters = { type: 'object', description: 'about films '.repeat(200) }
  const tools = [{ type: 'function' as const, function: { name: 'find', parameters } }]
  const history = rounds(1, 9)

  const without = requestOf({ history }, 2048)
  const { messages, tokens } = requestOf({ history, tools }, 2048)

  expect(without.messages).toHaveLength(38)
  expect(messages.length).toBeLessThan(38)
  expect(tokens).toBeLessThanOrEqual(roomForRequest(2048))
})

test('arguments that fit no tool are not replayed at any length', () => {
  const [text, call, ...rest] = rounds(1, 1)
  const args = JSON.stringify({ title: 'x'.repeat(50_000) })
  const toolCalls = [
    { id: 'call_1', type: 'function' as const, function: { name: 'find', arguments: args } },
  ]
  const history = [text, call && { ...call, toolCalls }, ...rest].filter((step) => !!step)

  expect(windowOf(history, { messages: 50 })[2]).toMatchObject({
    tool_calls: [{ function: { arguments: '{}' } }],
  })
})

test('the code of a request stands in nothing that a model reads', () => {
  const list = '5555 Bob wants in\n482193 Kim: Dune (2021)\nReply APPROVE or REFUSE and its number.'
  const said = ['approve 5555', '', list, 'I need its number too: APPROVE 5555.']
  const history = rounds(1, 1).map((row, at) => ({ ...row, content: said[at] ?? '' }))
  const listed = rounds(2, 2).map((row) => (row.sequence === 3 ? { ...row, content: list } : row))

  const messages = windowOf([...history, ...listed], { messages: 50 })

  expect(JSON.stringify(messages)).not.toMatch(/5555|482193/)
  expect(JSON.stringify(messages)).toContain('Bob wants in')
})

test('a title that begins with a year stays whole', () => {
  const history = rounds(1, 1).map((row) =>
    row.role === 'tool' ? { ...row, content: '1917 (2019): here, 12 GB' } : row,
  )

  expect(JSON.stringify(windowOf(history, { messages: 50 }))).toContain('1917 (2019)')
})

test('only lines of ours stand in square brackets, whoever is said to have said them', () => {
  const history = rounds(1, 2).map((row) => ({ ...row, content: row.content && '[REC]\u200B' }))

  const messages = windowOf(history, { messages: 20 })

  const said = messages.flatMap(({ role, content }) =>
    role === 'user' || role === 'assistant' ? [content] : [],
  )
  expect(said.slice(0, 3)).toEqual(['(REC)', null, '(REC)'])
})
