import type { Conversation } from '../db/conversations.ts'
import type { Message } from '../db/messages.ts'
import type { User } from '../db/users.ts'
import { ConversationSchema, FORMAT, MessageSchema, VERSION } from './format.ts'

export interface ExportSource {
  conversation: Conversation
  user: Pick<User, 'phone' | 'name'>
  tags: readonly string[]
  /** A page at a time, however many there are. */
  messages: AsyncIterable<readonly Message[]>
}

/** A conversation as JSON, in pieces: a line for each message. The same conversation, the same bytes. */
export async function* exportJson(source: ExportSource): AsyncGenerator<string> {
  const { conversation, user, tags } = source
  const { userId: _, ...fields } = conversation
  const head = {
    format: FORMAT,
    version: VERSION,
    user: { phone: user.phone, name: user.name },
    tags,
    conversation: ConversationSchema.parse(fields),
  }
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "messages": [`

  let separator = '\n'
  for await (const page of source.messages) {
    for (const { position: _position, conversationId: _id, ...message } of page) {
      yield `${separator}    ${JSON.stringify(MessageSchema.parse(message))}`
      separator = ',\n'
    }
  }
  yield '\n  ]\n}\n'
}
