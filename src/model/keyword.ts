import { randomUUID } from 'node:crypto'
import { greetingFor } from '../users/greeting.ts'
import type { AssistantMessage } from './llm-client.ts'
import type { Model, ModelRequest } from './model.ts'
import { parsePlainCommand, type PlainCommand, type TitleCommand } from './plain-command.ts'

const REPLIES = {
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
 * The model that is always there: plain commands, no provider. It calls a tool by the names in
 * `tools/`, and never fails.
 */
export function createKeywordModel({ now = Date.now }: KeywordModelOptions = {}): Model {
  return async (request) => ({
    message: answer(request, new Date(now()).getFullYear()),
    model: 'keyword',
  })
}

function answer(
  { messages, text, list, name, isInTerminal }: ModelRequest,
  currentYear: number,
): AssistantMessage {
  // The results speak for themselves, to whoever turns them into a reply.
  if (messages.at(-1)?.role === 'tool') return say('')
  const command = parsePlainCommand(text, list, currentYear)
  return carryOut(command, greetingFor(name, isInTerminal))
}

function carryOut(command: PlainCommand, greeting: string): AssistantMessage {
  switch (command.type) {
    case 'find':
    case 'add':
    case 'remove':
    case 'why':
    case 'replace_copy':
      return callOn(command)
    case 'question':
      return call(command.tool, command.args)
    case 'greeting':
      return say(greeting)
    case 'thanks':
    case 'yes-or-no':
    case 'unclear':
    case 'nothing':
      return say(REPLIES[command.type])
  }
}

function callOn({ type, title, year, kind, seasons }: TitleCommand): AssistantMessage {
  // What is here of a show is told season by season, whichever was asked about.
  const namesSeasons = type === 'add' || type === 'remove'
  return call(type, { title, year, kind, ...(namesSeasons && { seasons }) })
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
