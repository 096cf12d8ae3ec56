import { randomUUID } from 'node:crypto'
import type { ChatRequest, SimulatedModelOptions } from '../../src/demo/simulated-model.ts'

type Answer = NonNullable<SimulatedModelOptions['answer']>

/** What a model does at one step of a round: it says something or calls tools. */
export type ModelStep = string | Array<[tool: string, args: object]>

/**
 * Answers the first step of each round with the first of `steps`, and so on. It knows the step by
 * the messages of the request alone, so a step that is begun anew is answered alike, with other ids.
 */
export function stepwise(...steps: ModelStep[]): Answer {
  return ({ messages }) => {
    const text = messages.findLastIndex(({ role }) => role === 'user')
    const taken = messages.slice(text).filter(({ role }) => role === 'assistant').length
    const step = steps[taken]
    if (step === undefined) throw new Error(`The model is asked for step ${taken + 1}`)
    if (typeof step === 'string') return { role: 'assistant', content: step }
    const calls = step.map(([name, args]) => ({
      id: `call_${randomUUID()}`,
      type: 'function' as const,
      function: { name, arguments: JSON.stringify(args) },
    }))
    return { role: 'assistant', content: null, tool_calls: calls }
  }
}

/** The person's own words, behind the line of context. */
export function textOf({ messages }: ChatRequest): string {
  const { content } = messages.findLast(({ role }) => role === 'user') ?? {}
  return typeof content === 'string' ? (content.split('\n').at(-1) ?? '') : ''
}
