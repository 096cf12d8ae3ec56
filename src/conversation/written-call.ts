import { z } from 'zod'
import type { ToolCall } from '../db/column-types.ts'
import { newId } from '../db/ids.ts'
import { JsonText } from '../json-text.ts'
import type { Tool } from '../tools/tool.ts'
import { planCall } from './tool-calls.ts'

// The ways in which weak models write a call down, all of them around or inside JSON.
const WRAPPINGS = [
  /^```\w*\s*(.*?)\s*```$/s,
  /^<\|?tool_call\|?>\s*(.*?)\s*(?:<\|?\/?tool_call\|?>)?$/s,
  /^<\|python_tag\|>\s*(.*)$/s,
  /^\[TOOL_CALLS\]\s*(.*)$/s,
]
const NAMED_OUTSIDE = [
  /^<function=(\w+)>\s*(.*?)\s*(?:<\/function>)?$/s,
  /^(?:functions\.)?(\w+)\((\{.*\})\)$/s,
]

const Fields = z.record(z.string(), z.unknown())
const Arguments = z.union([Fields, JsonText.pipe(Fields)])

/**
 * The call that a model wrote as text in place of making it, where that is all it wrote, it names
 * one of `tools` and its arguments fit. It is as good as any: no call confirms anything.
 */
export function readWrittenCall(text: string, tools: readonly Tool[]): ToolCall | undefined {
  const { name, args } = readCall(unwrap(text.trim())) ?? {}
  if (name === undefined) return undefined
  const call: ToolCall = {
    id: `call_${newId().replaceAll('-', '')}`,
    type: 'function',
    function: { name, arguments: JSON.stringify(args) },
  }
  return planCall(call, tools).type === 'run' ? call : undefined
}

function unwrap(text: string): string {
  return WRAPPINGS.reduce((inner, wrapping) => wrapping.exec(inner)?.[1] ?? inner, text)
}

interface Written {
  name: string
  args: Record<string, unknown>
}

function readCall(text: string): Written | undefined {
  for (const pattern of NAMED_OUTSIDE) {
    const [, name, written] = pattern.exec(text) ?? []
    const args = Arguments.safeParse(written).data
    if (name && args) return { name, args }
  }
  return fromJson(JsonText.safeParse(text).data)
}

function fromJson(value: unknown): Written | undefined {
  if (Array.isArray(value)) return value.length === 1 ? fromJson(value[0]) : undefined
  const fields = Fields.safeParse(value).data
  if (!fields) return undefined
  const inner = fields['tool_calls'] ?? fields['function_call'] ?? fields['function']
  if (typeof inner === 'object') return fromJson(inner)

  const { name, tool, function: called, ...rest } = fields
  const named = name ?? tool ?? called
  const given = rest['arguments'] ?? rest['parameters'] ?? rest['args'] ?? rest['input'] ?? rest
  const args = Arguments.safeParse(given).data
  return typeof named === 'string' && args ? { name: named, args } : undefined
}
