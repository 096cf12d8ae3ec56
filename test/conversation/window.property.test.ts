import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildLLMMessages } from '../../src/conversation/window.ts'
import type { HistoryMessage } from '../../src/db/messages.ts'
import type { ChatMessage } from '../../src/model/llm-client.ts'
import { roomForRequest, tokensOfAll } from '../../src/model/tokens.ts'

const EVERYTHING = { messages: Infinity }

interface RoundShape {
  /** How many calls each step of a model made. */
  steps: number[]
  length: number
  isAnswered: boolean
}

/** A round's text, its groups of calls and results, and its reply. */
function roundOf(round: number, { steps, length, isAnswered }: RoundShape): HistoryMessage[] {
  const words = `${round} ${'x'.repeat(length)}`
  const base = { round, content: words, toolCalls: null, toolCallId: null, metadata: null }
  const groups = steps.flatMap((calls, step): Array<Omit<HistoryMessage, 'sequence'>> => {
    const ids = Array.from({ length: calls }, (_, at) => `call_${step}_${at}`)
    const toolCalls = ids.map((id) => ({
      id,
      type: 'function' as const,
      function: { name: 'find', arguments: '{}' },
    }))
    const results = ids.map((id) => ({ ...base, role: 'tool' as const, toolCallId: id }))
    return [
      { ...base, role: 'assistant', content: '', toolCalls },
      ...(isAnswered ? results : results.slice(1)),
    ]
  })
  return [
    { ...base, role: 'user' as const },
    ...groups,
    { ...base, role: 'assistant' as const },
  ].map((message, sequence) => ({ ...message, sequence }))
}

const shape = fc.record({
  steps: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 2 }),
  length: fc.integer({ min: 0, max: 120 }),
  isAnswered: fc.boolean(),
})
const limit = (min: number, max: number) =>
  fc.option(fc.integer({ min, max }), { nil: Infinity, freq: 3 })

const given = fc.record({
  firstRound: fc.integer({ min: 1, max: 25 }),
  shapes: fc.array(shape, { maxLength: 45, size: 'max' }),
  current: shape,
  unread: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 6 })),
  limits: fc.record({
    messages: limit(1, 150),
    tokens: limit(100, 6000),
    contextTokens: limit(600, 9000),
  }),
  summary: fc.option(fc.constant('They like "crime" and \\ heat.'), { freq: 1 }),
})

type Given = typeof given extends fc.Arbitrary<infer T> ? T : never

function build({ firstRound, shapes, current, unread, limits, summary }: Given) {
  const rounds = shapes.map((each, at) => roundOf(firstRound + at, each))
  const steps = roundOf(firstRound + shapes.length, { ...current, isAnswered: true }).slice(0, -1)
  const contents = { systemPrompt: 'prompt', steps, userMessage: 'now' }
  const read = rounds.flat().slice(unread)
  const history = { messages: read, isComplete: unread === 0 }
  const window = buildLLMMessages({ ...contents, history, summary, limits })
  /** The rounds that were read whole, and what is sent of each. */
  const whole = rounds
    .filter(([text]) => text && read.includes(text))
    .map((messages) => {
      const alone = { messages, isComplete: true }
      const sent = buildLLMMessages({ ...contents, history: alone, limits: EVERYTHING }).messages
      return { round: messages[0]?.round ?? 0, sent: sent.slice(1, -steps.length) }
    })
  return { window, steps, whole, isComplete: history.isComplete, summary }
}

function check(property: (of: ReturnType<typeof build>, limits: Given['limits']) => void): void {
  fc.assert(
    fc.property(given, (each) => property(build(each), each.limits)),
    { numRuns: 300, endOnFailure: true },
  )
}

test('whatever is left out, each call has its one result and each result its call', () => {
  check(({ window }) => {
    const calls = window.messages.flatMap((message) =>
      message.role === 'assistant' ? (message.tool_calls?.map(({ id }) => id) ?? []) : [],
    )
    const results = window.messages.flatMap((message) =>
      message.role === 'tool' ? [message.tool_call_id] : [],
    )

    expect(results).toEqual(calls)
  })
})

test('no message of the current round is ever left out', () => {
  check(({ window, steps }) => {
    const last = window.messages.slice(-steps.length)

    expect(last.map(({ role }) => role)).toEqual(steps.map(({ role }) => role))
    expect(last[0]?.content).toMatch(/now$/)
  })
})

test('a window keeps every limit that the current round alone keeps', () => {
  check(({ window, steps }, { messages, tokens, contextTokens }) => {
    const [system, ...said] = window.messages
    const round = said.slice(-steps.length).map(withoutPreface)
    const room = roomForRequest(contextTokens)
    const alone = tokensOfAll(round)

    expect(system).toEqual({ role: 'system', content: 'prompt' })
    expect(said.length).toBeLessThanOrEqual(Math.max(messages, steps.length))
    expect(tokensOfAll(said)).toBeLessThanOrEqual(Math.max(tokens, alone))
    expect(tokensOfAll(window.messages)).toBeLessThanOrEqual(
      Math.max(room, tokensOfAll([...window.messages.slice(0, 1), ...round])),
    )
  })
})

test('it holds whole rounds from its start on, and all of them', () => {
  check(({ window, steps, whole }) => {
    const said = window.messages.slice(1, -steps.length).map(withoutPreface)

    expect([...whole, { round: steps[0]?.round }].map(({ round }) => round)).toContain(window.start)
    expect(said).toEqual(whole.flatMap(({ round, sent }) => (round >= window.start ? sent : [])))
  })
})

test('it starts at the smallest multiple of ten that fits, or where the conversation does', () => {
  check(({ window, steps, whole, isComplete, summary }, limits) => {
    if (summary !== null) return
    const [system, ...said] = window.messages
    const room = roomForRequest(limits.contextTokens) - tokensOfAll(system ? [system] : [])
    const left = Math.min(room, limits.tokens) - tokensOfAll(said.slice(-steps.length))
    const fits = (start: number) => {
      const sent = whole.flatMap((each) => (each.round >= start ? each.sent : []))
      return sent.length <= limits.messages - steps.length && tokensOfAll(sent) <= left
    }
    const possible = whole.map(({ round }) => round).filter(fits)
    const isAtStride = (round: number) =>
      round % 10 === 0 || round === 1 || (isComplete && round === whole[0]?.round)

    expect(window.start).toBe(possible.find(isAtStride) ?? possible[0] ?? steps[0]?.round)
  })
})

test('a summary stands before the first text alone, unless there is no room for it', () => {
  check(({ window, steps, summary }, limits) => {
    const texts = window.messages.filter(({ role }) => role === 'user')
    const [first, ...others] = texts.map((text) => text.content !== withoutPreface(text).content)
    const room = Math.min(roomForRequest(limits.contextTokens), limits.tokens)
    const hasRoom = tokensOfAll(window.messages.slice(-steps.length)) + 60 < room

    expect(others).not.toContain(true)
    expect(first && summary === null).toBe(false)
    expect(first).toBe(hasRoom ? summary !== null : first)
  })
})

function withoutPreface(message: ChatMessage): ChatMessage {
  if (message.role !== 'user' || typeof message.content !== 'string') return message
  return { ...message, content: message.content.replace(/^\[what was said before[^\n]*\n\n/, '') }
}
