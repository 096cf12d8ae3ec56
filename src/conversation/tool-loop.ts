import type { MessageMetadata, Settlement, ToolOutcome } from '../db/column-types.ts'
import type { Message } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import type { Model, ModelReply } from '../model/model.ts'
import { cleanName } from '../seen-text.ts'
import type { Store } from '../store/store.ts'
import type { Tool } from '../tools/tool.ts'
import type { CallRunner } from './call-runner.ts'
import { readHistory } from './read-history.ts'
import {
  outcomesOf,
  type Reply,
  replyByCode,
  replyByModel,
  replyEnding,
  replyGivingUp,
} from './replies.ts'
import { withoutThoughts } from './spoken-words.ts'
import { buildSystemPrompt } from './system-prompt.ts'
import { readToolCalls, toDefinitions, vendorFieldsOf } from './tool-calls.ts'
import { listLastShown, withContext } from './turn-context.ts'
import { buildLLMMessages, type EarlierHistory, type WindowLimits } from './window.ts'
import { readWrittenCall } from './written-call.ts'

/** What to say, and what became of the question that the round answers. */
export interface ToolCallLoopResult {
  reply: Reply
  settles?: Settlement
}

/** Who may answer the next step: the model, plain commands alone, or nobody, for what is said. */
export type Allowance = { type: 'model' | 'plain' } | { type: 'over'; text: string }

export interface ToolLoopOptions {
  model: Model
  /** What answers where no model may be asked. */
  plainCommands: Model
  /** Asked before each step, so that a turn goes beyond a limit by one of them at most. */
  allowanceOf: (round: Round) => Promise<Allowance>
  tools: readonly Tool[]
  runCalls: CallRunner
  /** Stores a step; it resolves once the step is durable. */
  saveStep: (round: Round, step: StepMessage) => Promise<Message>
  history: Store['rounds']['history']
  limits: WindowLimits
  /** Told, once a model has answered, at which round the window starts that it was sent. */
  onWindow: (round: Round, start: number) => void
  timeZone: string
  now: () => number
}

// A person waits. A text needs one or two steps; more is a model that is lost.
const MAX_STEPS = 8
const MAX_MS = 60_000
// A model that was told twice what is wrong with its calls will not get them right.
const MAX_REFUSED_STEPS = 2

/**
 * Model and tools in turn, from wherever the round stands: a step that an earlier start stored is
 * never taken again. `signal` ends it between two steps.
 */
export function createToolLoop(options: ToolLoopOptions) {
  const { runCalls, saveStep, now, tools, allowanceOf } = options
  const definitions = toDefinitions(tools)

  return async (round: Round, signal: AbortSignal): Promise<ToolCallLoopResult> => {
    const endsAt = now() + MAX_MS
    const isOutOfTime = () => now() >= endsAt
    const place = { conversationId: round.conversation.id, round: round.number }
    const earlier = await readHistory(options.history, place, options.limits)
    const steps = [...round.steps]
    const more = { signal, isOutOfTime, earlier: earlier.messages }

    for (;;) {
      for await (const result of runCalls(round, steps, more)) steps.push(result)
      signal.throwIfAborted()

      const byCode = replyByCode(steps)
      if (byCode) return toResult(steps, byCode)
      const isSpent = countSteps(steps) >= MAX_STEPS || isOutOfTime()
      if (isSpent || countRefusedSteps(steps) >= MAX_REFUSED_STEPS) {
        return toResult(steps, replyGivingUp(steps))
      }

      const allowance = await allowanceOf(round)
      if (allowance.type === 'over') return toResult(steps, replyEnding(steps, allowance.text))
      const isPlain = allowance.type === 'plain'
      const turn = { round, steps, earlier, signal, timeoutMs: endsAt - now(), isPlain }
      const answer = await askModel(options, definitions, turn)
      signal.throwIfAborted()
      const step = toStep(answer, steps, tools)
      if (!step.toolCalls) return toResult(steps, replyByModel(steps, step))
      steps.push(await saveStep(round, step))
    }
  }
}

function toResult(steps: readonly Message[], reply: Reply): ToolCallLoopResult {
  const settles = steps.flatMap(({ metadata }) => metadata?.settles ?? []).at(-1)
  return { reply, ...(settles && { settles }) }
}

async function askModel(
  { model, plainCommands, limits, timeZone, now, onWindow }: ToolLoopOptions,
  tools: ReturnType<typeof toDefinitions>,
  turn: {
    round: Round
    steps: Message[]
    earlier: EarlierHistory
    signal: AbortSignal
    timeoutMs: number
    isPlain: boolean
  },
): Promise<ModelReply> {
  const { round, steps, earlier, signal, timeoutMs, isPlain } = turn
  const { messages, start } = buildLLMMessages({
    systemPrompt: buildSystemPrompt(round.user.name),
    history: earlier,
    summary: round.conversation.summary,
    steps,
    userMessage: withContext(round, now(), timeZone),
    tools,
    limits,
  })
  const list = listLastShown(round)
  const results = steps.flatMap(({ metadata }) => metadata?.outcome ?? [])
  const hasNoResults = results.every(({ type }) => type === 'refusal')
  const { body: text, model: wanted, channel } = round.text
  const answer = await (isPlain ? plainCommands : model)({
    messages,
    tools,
    text,
    list,
    name: cleanName(round.user.name) ?? null,
    isInTerminal: channel === 'cli',
    ...(wanted !== null && { model: wanted }),
    hasNoResults,
    timeoutMs,
    signal,
  })
  if (!answer.isStandIn && !isPlain) onWindow(round, start)
  return answer
}

function toStep(
  answer: ModelReply,
  steps: readonly Message[],
  tools: readonly Tool[],
): StepMessage {
  const { message, model, usage, reasoning, isStandIn } = answer
  const usedIds = new Set(steps.flatMap(({ toolCalls }) => toolCalls?.map(({ id }) => id) ?? []))
  const content = bounded(textOf(message.content))
  const made = readToolCalls(message, usedIds)
  const written = made.length === 0 ? readWrittenCall(withoutThoughts(content), tools) : undefined
  const toolCalls = written ? [written] : made
  const vendor = vendorFieldsOf(message)
  const metadata: MessageMetadata = {
    ...(vendor && { vendor }),
    ...(isStandIn && { isStandIn }),
    ...(written && { modelText: content }),
  }
  return {
    role: 'assistant',
    content: written ? '' : content,
    toolCalls: toolCalls.length > 0 ? toolCalls : null,
    model,
    promptTokens: usage?.promptTokens,
    completionTokens: usage?.completionTokens,
    totalTokens: usage?.totalTokens,
    reasoningContent: reasoning,
    metadata: Object.keys(metadata).length > 0 ? metadata : null,
  }
}

function textOf(content: ModelReply['message']['content']): string {
  if (typeof content === 'string') return content
  return (content ?? [])
    .map((part) => ('text' in part && typeof part.text === 'string' ? part.text : ''))
    .join('')
}

// Nobody is told more of it, and what a model thinks aloud comes first.
const LONGEST_CONTENT = 8000

function bounded(content: string): string {
  if (content.length <= LONGEST_CONTENT) return content
  return withoutThoughts(content).slice(0, LONGEST_CONTENT)
}

const countSteps = (steps: readonly Message[]) =>
  steps.filter(({ role, metadata }) => role === 'assistant' && !metadata?.answer).length

/** Steps of which not one call could be run. */
function countRefusedSteps(steps: readonly Message[]): number {
  const isRefused = (outcomes: ToolOutcome[]) =>
    outcomes.length > 0 && outcomes.every(({ type }) => type === 'refusal')
  return steps.filter((step) => step.toolCalls && isRefused(outcomesOf(step, steps))).length
}
