import { eq } from 'drizzle-orm'
import { type Conversation, currentConversation, findConversation } from './conversations.ts'
import { newId } from './ids.ts'
import { givenMessage, type Message } from './messages.ts'
import type { Tx } from './open.ts'
import { given, prepared } from './prepared.ts'
import { conversations, messages } from './schema/conversations.ts'
import { addTags } from './tags.ts'

/** All of a conversation, as it stands in its tables. */
export interface ConversationCopy {
  conversation: Conversation
  tags: readonly string[]
  messages: ReadonlyArray<Omit<Message, 'position'>>
}

export type Insertion =
  | { type: 'inserted'; isCurrent: boolean }
  /** A conversation, or one of its messages, is here already. */
  | { type: 'known'; what: 'conversation' | 'message' }

/**
 * Puts a conversation into the database as it was: ids, times and counters included. Tells whether
 * it is the one that its user's next text belongs to.
 */
export function insertCopy(tx: Tx, copy: ConversationCopy): Insertion {
  const { conversation } = copy
  if (findConversation(tx, conversation.id)) return { type: 'known', what: 'conversation' }
  if (copy.messages.some(({ id }) => messageWithId(tx).get({ id }))) {
    return { type: 'known', what: 'message' }
  }
  tx.insert(conversations).values(conversation).run()
  for (const message of copy.messages) insertAsItWas(tx, message)
  addTags(tx, conversation.id, copy.tags)
  const current = currentConversation(tx, conversation.userId)
  return { type: 'inserted', isCurrent: current?.id === conversation.id }
}

/** The same under another id, so that it can stand beside the one it was exported from. */
export function renewIds(copy: ConversationCopy, id: string): ConversationCopy {
  return {
    ...copy,
    conversation: { ...copy.conversation, id },
    messages: copy.messages.map((message) => ({ ...message, id: newId(), conversationId: id })),
  }
}

const messageWithId = prepared((tx) =>
  tx
    .select({ id: messages.id })
    .from(messages)
    .where(eq(messages.id, given('id'))),
)

/** Appends a message with its own id, place and time; counts nothing. */
export function insertAsItWas(tx: Tx, message: Omit<Message, 'position'>): void {
  const { toolCalls, metadata } = message
  insertion(tx).run({
    ...message,
    toolCalls: toolCalls && JSON.stringify(toolCalls),
    metadata: metadata && JSON.stringify(metadata),
  })
}

const insertion = prepared((tx) =>
  tx.insert(messages).values({
    ...givenMessage,
    sequence: given('sequence'),
    createdAt: given('createdAt'),
  }),
)
