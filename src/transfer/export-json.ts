import type { ContextState } from '../db/column-types.ts'
import type { Conversation } from '../db/conversations.ts'
import type { Message } from '../db/messages.ts'
import type { User } from '../db/users.ts'
import { ConversationSchema, FORMAT, MessageSchema, VERSION } from './format.ts'
import type { ExportedContextState } from './stored-json.ts'

export interface ExportSource {
  conversation: Conversation
  user: Pick<User, 'phone' | 'name'>
  tags: readonly string[]
  /** A page at a time, however many there are. */
  messages: Iterable<readonly Message[]>
}

const CONVERSATION_FIELDS = ConversationSchema.keyof().options
const MESSAGE_FIELDS = MessageSchema.keyof().options

/** A conversation as JSON, in pieces: a line for each message. The same conversation, the same bytes. */
export function* exportJson(source: ExportSource): Generator<string> {
  const { conversation, user, tags } = source
  const contextState = withoutPlace(conversation.contextState)
  const head = {
    format: FORMAT,
    version: VERSION,
    user: { phone: user.phone, name: user.name },
    tags,
    conversation: picked({ ...conversation, contextState }, CONVERSATION_FIELDS),
  }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "messages": [`

  let separator = '\n'
  for (const page of source.messages) {
    for (const message of page) {
      yield `${separator}    ${JSON.stringify(picked(message, MESSAGE_FIELDS))}`
      separator = ',\n'
    }
  }
  yield '\n  ]\n}\n'
}

// In another database no row of the outbox is the one in which the list was shown.
function withoutPlace({ list, ...rest }: ContextState): ExportedContextState {
  if (!list) return rest
  const { outboxId: _, ...shown } = list
  return { list: shown, ...rest }
}

/** As they are stored, also where they are not what an import would take. */
function picked<Row extends object>(row: Row, fields: ReadonlyArray<keyof Row>) {
  return Object.fromEntries(fields.map((field) => [field, row[field]]))
}
