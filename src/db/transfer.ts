import type { Conversation } from './conversations.ts'
import type { Message } from './messages.ts'
import type { Tx } from './open.ts'
import { conversations, messages } from './schema/conversations.ts'
import { addTags } from './tags.ts'

/** All of a conversation, as it stands in its tables. */
export interface ConversationCopy {
  conversation: Conversation
  tags: readonly string[]
  messages: ReadonlyArray<Omit<Message, 'position'>>
}

/** Puts a conversation into the database as it was: ids, times and counters included. */
export function insertCopy(tx: Tx, copy: ConversationCopy): void {
  tx.insert(conversations).values(copy.conversation).run()
  for (const message of copy.messages) tx.insert(messages).values(message).run()
  addTags(tx, copy.conversation.id, copy.tags)
}
