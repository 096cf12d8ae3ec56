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

// A turn that was given up may have left a call without its result; providers reject that.
function dropBrokenGroups(messages: readonly Message[]): Message[] {
  const answered = new Set(messages.map(({ toolCallId }) => toolCallId))
  const broken = messages.filter(({ toolCalls }) => toolCalls?.some(({ id }) => !answered.has(id)))
  const dropped = new Set(broken.flatMap(({ toolCalls }) => toolCalls?.map(({ id }) => id) ?? []))
  return messages.filter(
    (message) =>
      !broken.includes(message) && !(message.toolCallId && dropped.has(message.toolCallId)),
  )
}

function toChatMessage({ role, content, toolCalls, toolCallId, metadata }: Message): ChatMessage {
  if (role === 'user') return { role, content }
  if (role === 'tool') return { role, content, tool_call_id: toolCallId ?? '' }
  const message: AssistantMessage = toolCalls
    ? { role, content: content || null, tool_calls: toolCalls }
    : { role, content }
  return { ...metadata?.vendor, ...message }
}
