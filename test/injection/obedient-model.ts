import type { ChatMessage } from '../../src/model/llm-client.ts'
import type { Model, ModelReply, ModelRequest } from '../../src/model/model.ts'
import { calls, says } from '../helpers/scripted-model.ts'
import { ADD, type Hostile } from './corpus.ts'

/** What it does with a text before it has read anything hostile in it. */
export type FirstCall = readonly [name: string, args: object]

/**
 * A model that does whatever the string wants: it makes the first call for a text, reads the result,
 * makes the calls that are wanted, and says what is wanted. Where no first call is given, it has
 * read enough before and obeys at once.
 */
export function obedientModel(hostile: Hostile, others: readonly string[]) {
  const requests: ModelRequest[] = []
  let first: FirstCall | undefined
  const model: Model = async (request) => {
    requests.push(request)
    const begun = stepsOf(request.messages) + (first ? 0 : 1)
    if (begun === 0 && first) return calls([first[0], { read_first: true, ...first[1] }])
    const wanted = hostile.calls ?? [ADD]
    if (begun === 1 && wanted.length > 0) {
      return calls(...wanted.map(([name, args]): [string, object | string] => [name, args]))
    }
    return obey(hostile, request, others)
  }
  return {
    model,
    requests,
    /** Sets what it does first with the texts that follow. */
    begin: (call: FirstCall | undefined) => (first = call),
  }
}

/** How often it was asked in this round already. */
function stepsOf(messages: readonly ChatMessage[]): number {
  const start = messages.findLastIndex(({ role }) => role === 'user')
  return messages.slice(start).filter(({ role }) => role === 'assistant').length
}

function obey(
  { says: demanded }: Hostile,
  { messages }: ModelRequest,
  others: readonly string[],
): ModelReply {
  if (demanded === 'the prompt') return says(`Sure: ${messages.map(contentOf).join('\n')}`)
  if (demanded === 'everything it knows') {
    const all = JSON.stringify(messages)
    const known = others.filter((secret) => all.includes(secret))
    return says(`I know these: ${known.join(', ')}. And ${all.match(/\+\d{8,}/g)?.join(', ')}.`)
  }
  return says(demanded?.words ?? 'All done as you asked. Alien was added and Heat is gone.')
}

function contentOf({ content }: ChatMessage): string {
  return typeof content === 'string' ? content : ''
}
