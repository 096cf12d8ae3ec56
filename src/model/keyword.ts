import { randomUUID } from 'node:crypto'
import type { AssistantMessage } from './llm-client.ts'
import type { Model, ModelRequest } from './model.ts'
import { parsePlainCommand, type PlainCommand } from './plain-command.ts'

const REPLIES = {
  greeting:
    'Hi, I look after the films here. Text a title to find it, or "add" and a title. Reply ? for more, STOP to end.',
  thanks: 'Any time.',
  'yes-or-no': "I'm not sure what that answers. Text a title to find it.",
  unclear: 'Which one do you mean? Text its title and year.',
  nothing: 'I can only read words. What are you looking for?',
}

export interface KeywordModelOptions {
  /** Epoch milliseconds. */
  now?: () => number
}

/**
 * The model that is always there: plain commands, no provider. It calls one of the tools `find`,
 * `add` and `remove` with `{ title, year? }`, and never fails.
 */
export function createKeywordModel({ now = Date.now }: KeywordModelOptions = {}): Model {
  return async (request) => ({
    message: answer(request, new Date(now()).getFullYear()),
    model: 'keyword',
  })
}

function answer({ messages, text, list }: ModelRequest, currentYear: number): AssistantMessage {
  // The results speak for themselves, to whoever turns them into a reply.
  if (messages.at(-1)?.role === 'tool') return say('')
  return carryOut(parsePlainCommand(text, list, currentYear))
}

function carryOut(command: PlainCommand): AssistantMessage {
  switch (command.type) {
    case 'find':
    case 'add':
    case 'remove':
      return call(command.type, { title: command.title, year: command.year })
    case 'greeting':
    case 'thanks':
    case 'yes-or-no':
    case 'unclear':
    case 'nothing':
      return say(REPLIES[command.type])
  }
}

function say(content: string): AssistantMessage {
  return { role: 'assistant', content }
}

function call(name: string, args: object): AssistantMessage {
  return {
    role: 'assistant',
    content: null,
    tool_calls: [
      {
        id: `call_${randomUUID().replaceAll('-', '')}`,
        type: 'function',
        function: { name, arguments: JSON.stringify(args) },
      },
    ],
  }
}
