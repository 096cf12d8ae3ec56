import type { ToolCall } from '../db/column-types.ts'
import type { HistoryMessage } from '../db/messages.ts'
import type { AssistantMessage, ChatMessage, ToolDefinition } from '../model/llm-client.ts'
import { roomForRequest, tokensOf, tokensOfAll, tokensOfTools } from '../model/tokens.ts'
import { asSaid, fenced } from './fence.ts'
import { fitRound } from './fit-round.ts'
import { hideCodes } from './hide-codes.ts'
import { asPreface } from './summary.ts'

export interface WindowLimits {
  messages: number
  /** Of history and round together; no limit when left out. */
  tokens?: number
  /** Of the whole request and its answer; no limit when left out. */
  contextTokens?: number | undefined
}

/** What of the earlier rounds may be sent, oldest first. */
export interface EarlierHistory {
  messages: HistoryMessage[]
  /** Whether nothing was said before them. */
  isComplete: boolean
}

export interface WindowContents {
  systemPrompt: string
  /** The newest of earlier rounds; more of them than fit does no harm. */
  history: EarlierHistory
  /** What was said before the window, in short. */
  summary?: string | null
  /** The current round, no message of which is left out: the person's first. */
  steps: readonly HistoryMessage[]
  /** The person's message as the model sees it now. */
  userMessage: string
  /** What is sent beside the messages. */
  tools?: readonly ToolDefinition[]
  limits: WindowLimits
}

/** A window that began one round later each time would be new to the provider's cache each time. */
export const STRIDE = 10

export interface Window {
  messages: ChatMessage[]
  /** The first round of it; that of the current text where no earlier one fits. */
  start: number
}

/**
 * What the model is sent: whole rounds only, so that no call is ever parted from its result. Where
 * all of it is too much, the history gives way first, then its summary, then what is long in the
 * current round.
 */
export function buildLLMMessages(contents: WindowContents): Window {
  const { systemPrompt, history, steps, userMessage, tools = [], limits } = contents
  const system: ChatMessage = { role: 'system', content: systemPrompt }
  const most = roomForRequest(limits.contextTokens ?? Infinity)
  const room = most - tokensOf(system) - tokensOfTools(tools)
  const text: ChatMessage = { role: 'user', content: userMessage }
  const round = fitRound([text, ...steps.slice(1).map(toChatMessage)], room)

  const tokens = Math.min(room, limits.tokens ?? Infinity) - tokensOfAll(round)
  const preface = contents.summary ? asPreface(contents.summary) : ''
  const prefaceTokens = tokensOf({ preface })
  const hasPreface = preface !== '' && prefaceTokens <= tokens
  const left = {
    messages: limits.messages - round.length,
    tokens: hasPreface ? tokens - prefaceTokens : tokens,
  }
  const earlier = dropBrokenGroups(history.messages).map((row) => {
    const message = toChatMessage(row)
    return { round: row.round, message, tokens: tokensOf(message) }
  })
  const start = windowStart(history, earlier, left)
  const window = earlier.filter((row) => row.round >= start).map(({ message }) => message)
  const said = [...window, ...round]
  return {
    messages: [system, ...(hasPreface ? withPreface(preface, said) : said)],
    start: Math.min(start, steps[0]?.round ?? Infinity),
  }
}

// Before the first text, because some models take no two texts in a row.
function withPreface(preface: string, messages: readonly ChatMessage[]): ChatMessage[] {
  const first = messages.findIndex(({ role }) => role === 'user')
  return messages.map((message, at) =>
    message.role === 'user' && typeof message.content === 'string' && at === first
      ? { ...message, content: preface + message.content }
      : message,
  )
}

interface Sendable {
  round: number
  tokens: number
}

/** The first round of the window: the smallest multiple of ten that fits, else the smallest that does. */
function windowStart(
  { messages, isComplete }: EarlierHistory,
  sendable: readonly Sendable[],
  left: { messages: number; tokens: number },
): number {
  const rounds = [...new Set(messages.map(({ round }) => round))]
  // Of the oldest round only the end may have been read.
  const whole = messages[0]?.sequence === 0 ? rounds : rounds.slice(1)
  const smallest = Math.max(smallestThatFits(sendable, left), whole[0] ?? Infinity)
  const isAtStride = (round: number, at: number) =>
    round === 1 || round % STRIDE === 0 || (isComplete && at === 0)
  return whole.find((round, at) => round >= smallest && isAtStride(round, at)) ?? smallest
}

function smallestThatFits(
  sendable: readonly Sendable[],
  left: { messages: number; tokens: number },
): number {
  let { messages, tokens } = left
  let complete = Infinity
  let current = Infinity
  for (const cost of sendable.toReversed()) {
    if (cost.round !== current) complete = current
    current = cost.round
    messages -= 1
    tokens -= cost.tokens
    if (messages < 0 || tokens < 0) return complete
  }
  return current
}

const keyOf = (round: number, id: string | null) => `${round} ${id}`

// A turn that was given up may have left a call without its result; providers reject that. Some
// number their calls anew in each round, so an id says something only together with its round.
function dropBrokenGroups(history: readonly HistoryMessage[]): HistoryMessage[] {
  const messages = dropResultsWithoutCall(history)
  const answered = new Set(messages.map(({ round, toolCallId }) => keyOf(round, toolCallId)))
  const broken = messages.filter(({ round, toolCalls }) =>
    toolCalls?.some(({ id }) => !answered.has(keyOf(round, id))),
  )
  const dropped = new Set(
    broken.flatMap(({ round, toolCalls }) => toolCalls?.map(({ id }) => keyOf(round, id)) ?? []),
  )
  return messages.filter(
    (message) =>
      !broken.includes(message) && !dropped.has(keyOf(message.round, message.toolCallId)),
  )
}

// Older versions could leave one behind, and providers reject that too.
function dropResultsWithoutCall(messages: readonly HistoryMessage[]): HistoryMessage[] {
  const open = new Set<string>()
  return messages.filter(({ round, role, toolCalls, toolCallId }) => {
    for (const { id } of toolCalls ?? []) open.add(keyOf(round, id))
    return role !== 'tool' || open.delete(keyOf(round, toolCallId))
  })
}

function toChatMessage({
  role,
  content,
  toolCalls,
  toolCallId,
  metadata,
}: HistoryMessage): ChatMessage {
  if (role === 'tool')
    return { role, content: fenced(hideCodes(content)), tool_call_id: toolCallId ?? '' }
  const words = asSaid(hideCodes(content))
  if (role === 'user') return { role, content: words }
  const message: AssistantMessage = toolCalls
    ? { role, content: words || null, tool_calls: toolCalls.map(readable) }
    : { role, content: words }
  return { ...metadata?.vendor, ...message }
}

// Arguments longer than that fit no tool.
const LONGEST_ARGUMENTS = 2000

// Some providers parse what is replayed, and would refuse every later request for one bad call.
function readable(call: ToolCall): ToolCall {
  const { name, arguments: args } = call.function
  const isNamed = /^[\w-]{1,64}$/.test(name)
  const isReadable = args.length <= LONGEST_ARGUMENTS && isJsonObject(args)
  if (isNamed && isReadable) return call
  return {
    ...call,
    function: {
      ...call.function,
      name: isNamed ? name : 'invalid',
      arguments: isReadable ? args : '{}',
    },
  }
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
