import type { ToolCall } from '../db/column-types.ts'
import type { Message } from '../db/messages.ts'
import type { AssistantMessage, ChatMessage } from '../model/llm-client.ts'

export interface WindowLimits {
  messages: number
  /** No limit when left out. */
  tokens?: number | undefined
}

export interface WindowContents {
  systemPrompt: string
  /** The newest messages of earlier rounds, oldest first; more of them than fit does no harm. */
  history: readonly Message[]
  /** The current round, which is never cut: the person's message first. */
  steps: readonly Message[]
  /** The person's message as the model sees it now. */
  userMessage: string
  limits: WindowLimits
}

// A window that began one round later each time would be new to the provider's cache each time.
const STRIDE = 10

/** What the model is sent: whole rounds only, so that no call is ever parted from its result. */
export function buildLLMMessages(contents: WindowContents): ChatMessage[] {
  const { systemPrompt, history, steps, userMessage, limits } = contents
  const start = windowStart(history, steps, limits)
  const earlier = history.filter(({ round }) => round >= start)
  return [
    { role: 'system', content: systemPrompt },
    ...dropBrokenGroups(earlier).map(toChatMessage),
    { role: 'user', content: userMessage },
    ...steps.slice(1).map(toChatMessage),
  ]
}

/** The first round of the window: the smallest multiple of ten that fits, else the smallest that does. */
function windowStart(
  history: readonly Message[],
  steps: readonly Message[],
  limits: WindowLimits,
): number {
  const rounds = [...new Set(history.map(({ round }) => round))]
  const fits = (start: number) => {
    const window = [...history.filter(({ round }) => round >= start), ...steps]
    return window.length <= limits.messages && estimateTokens(window) <= (limits.tokens ?? Infinity)
  }
  // Of the oldest round only the end may have been read.
  const whole = history[0]?.sequence === 0 ? rounds : rounds.slice(1)
  const atStride = whole.filter((round) => round === 1 || round % STRIDE === 0)
  return atStride.find(fits) ?? whole.find(fits) ?? Infinity
}

/** About four bytes a token; no tokenizer fits every provider. */
function estimateTokens(messages: readonly Message[]): number {
  const bytes = messages.map(
    ({ content, toolCalls }) =>
      Buffer.byteLength(content) + (toolCalls ? JSON.stringify(toolCalls).length : 0),
  )
  return bytes.reduce((sum, size) => sum + Math.ceil(size / 4) + 4, 0)
}

// A turn that was given up may have left a call without its result; providers reject that. Some
// number their calls anew in each round, so an id says something only together with its round.
function dropBrokenGroups(messages: readonly Message[]): Message[] {
  const keyOf = (round: number, id: string | null) => `${round} ${id}`
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

function toChatMessage({ role, content, toolCalls, toolCallId, metadata }: Message): ChatMessage {
  if (role === 'user') return { role, content }
  if (role === 'tool') return { role, content, tool_call_id: toolCallId ?? '' }
  const message: AssistantMessage = toolCalls
    ? { role, content: content || null, tool_calls: toolCalls.map(readable) }
    : { role, content }
  return { ...metadata?.vendor, ...message }
}

// Some providers parse what is replayed, and would refuse every later request for one bad call.
function readable(call: ToolCall): ToolCall {
  const { name, arguments: args } = call.function
  const isNamed = /^[\w-]{1,64}$/.test(name)
  if (isNamed && isJsonObject(args)) return call
  return {
    ...call,
    function: {
      ...call.function,
      name: isNamed ? name : 'invalid',
      arguments: isJsonObject(args) ? args : '{}',
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
