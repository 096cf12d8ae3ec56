import { z } from 'zod'
import type { MessageMetadata, ToolCall, ToolOutcome } from '../db/column-types.ts'
import { newId } from '../db/ids.ts'
import type { AssistantMessage, ToolDefinition } from '../model/llm-client.ts'
import { findTool, offeredTools, type Tool } from '../tools/tool.ts'

const ReadFirst = z.object({
  read_first: z
    .boolean()
    .nullish()
    .catch(undefined)
    .describe('True only when you must read the result before the person is answered'),
})

/** The tools as a provider is told of them. */
export function toDefinitions(tools: readonly Tool[]): ToolDefinition[] {
  return offeredTools(tools).map(({ name, description, modelArgs }) => {
    const { $schema, ...parameters } = z.toJSONSchema(modelArgs.extend(ReadFirst.shape), {
      io: 'input',
    })
    return { type: 'function', function: { name, description, parameters } }
  })
}

// What OpenAI accepts; a history that began with another provider may be sent to it later.
const MAX_ID = 40

const RawCall = z.looseObject({
  id: z.string().min(1).optional().catch(undefined),
  function: z.looseObject({
    name: z.string().catch(''),
    // An object where a string is due is understood; anything else fails as arguments later.
    arguments: z
      .unknown()
      .optional()
      .transform((args) => (typeof args === 'string' ? args : toJson(args))),
  }),
})

/**
 * A provider's tool calls, ready to be stored: every id is there, and none of them twice in a
 * round, because a result and an effect are found by it.
 */
export function readToolCalls(message: AssistantMessage, usedIds: ReadonlySet<string>): ToolCall[] {
  const taken = new Set(usedIds)
  return (message.tool_calls ?? []).map((raw) => {
    const call = RawCall.parse(raw)
    const isUsable = call.id && call.id.length <= MAX_ID && !taken.has(call.id)
    const id = isUsable && call.id ? call.id : `call_${newId().replaceAll('-', '')}`
    taken.add(id)
    return { ...call, id, type: 'function' }
  })
}

/** What a provider wrote beside the fields we store in columns of their own. */
export function vendorFieldsOf(message: AssistantMessage): MessageMetadata['vendor'] {
  const { role, content, tool_calls, ...vendor } = message
  return Object.keys(vendor).length > 0 ? { ...vendor } : undefined
}

export type PlannedCall =
  | { type: 'run'; call: ToolCall; tool: Tool; args: Record<string, unknown>; readsFirst: boolean }
  | { type: 'refuse'; call: ToolCall; outcome: ToolOutcome }

/** Checks a call before anything else happens to it; what does not fit is explained to the model. */
export function planCall(call: ToolCall, tools: readonly Tool[]): PlannedCall {
  const { name } = call.function
  const offered = offeredTools(tools)
  const tool = findTool(offered, name)
  if (!tool) {
    const known = offered.map((candidate) => candidate.name).join(', ')
    return refuse(call, `There is no tool called "${name}". There are: ${known}.`)
  }
  const written = parseJson(call.function.arguments)
  const args = tool.modelArgs.safeParse(written)
  if (!args.success) {
    return refuse(call, `These arguments do not fit: ${z.prettifyError(args.error)}`)
  }
  const readsFirst = ReadFirst.parse(written).read_first === true
  return { type: 'run', call, tool, args: tool.args.parse(args.data), readsFirst }
}

/** A call that is not run, and what the model is told instead. */
export function refuse(call: ToolCall, text: string): PlannedCall {
  return { type: 'refuse', call, outcome: { type: 'refusal', text } }
}

function toJson(value: unknown): string {
  return JSON.stringify(value) ?? ''
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
