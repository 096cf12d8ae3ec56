import type { Model, ModelReply, ModelRequest } from '../../src/model/model.ts'

/**
 * Answers with `replies` in order, throws those that are errors, and throws when the code under
 * test asks once too often.
 */
export function scriptedModel(...replies: Array<ModelReply | Error>) {
  const requests: ModelRequest[] = []
  const model: Model = async (request) => {
    // A copy of the list: the tool loop may go on appending to its own.
    requests.push({ ...request, messages: [...request.messages] })
    const next = replies[requests.length - 1]
    if (!next) throw new Error(`Unscripted model call #${requests.length}`)
    if (next instanceof Error) throw next
    return next
  }
  return { model, requests }
}

export function says(text: string): ModelReply {
  return { message: { role: 'assistant', content: text }, model: 'scripted' }
}

/** Tool calls with the ids call_1, call_2, … Arguments that are a string are sent as they are. */
export function calls(...toolCalls: Array<[name: string, args: object | string]>): ModelReply {
  return {
    message: {
      role: 'assistant',
      content: null,
      tool_calls: toolCalls.map(([name, args], index) => ({
        id: `call_${index + 1}`,
        type: 'function',
        function: { name, arguments: typeof args === 'string' ? args : JSON.stringify(args) },
      })),
    },
    model: 'scripted',
  }
}
