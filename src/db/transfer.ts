import { sql } from 'drizzle-orm'
import { type Conversation, currentConversation, findConversation } from './conversations.ts'
import { newId } from './ids.ts'
import { givenMessage, type Message } from './messages.ts'
import type { Parts } from './parts.ts'
import { given, prepared } from './prepared.ts'
import { conversations, messages } from './schema/conversations.ts'
import { addTags } from './tags.ts'
import type { Tx } from './tx.ts'

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
export function* insertCopy(tx: Tx, copy: ConversationCopy): Parts<Insertion> {
  const { conversation } = copy
  if (findConversation(tx, conversation.id)) return { type: 'known', what: 'conversation' }
  if (isAnyKnown(tx, copy.messages)) return { type: 'known', what: 'message' }
  tx.insert(conversations).values(conversation).run()
  for (const [done, message] of copy.messages.entries()) {
    if (done % INSERTED_AT_ONCE === 0) yield done
    insertAsItWas(tx, message)
  }
  addTags(tx, conversation.id, copy.tags)
  const current = currentConversation(tx, conversation.userId)
  return { type: 'inserted', isCurrent: current?.id === conversation.id }
}

const INSERTED_AT_ONCE = 500

/** The same under another id, so that it can stand beside the one it was exported from. */
export function renewIds(copy: ConversationCopy, id: string): ConversationCopy {
  return {
    ...copy,
    conversation: { ...copy.conversation, id },
    messages: copy.messages.map((message) => ({ ...message, id: newId(), conversationId: id })),
  }
}

function isAnyKnown(tx: Tx, some: ConversationCopy['messages']): boolean {
  const ids = JSON.stringify(some.map(({ id }) => id))
  const known = tx
    .select({ id: messages.id })
    .from(messages)
    .where(sql`${messages.id} in (select value from json_each(${ids}))`)
    .get()
  return known !== undefined
}

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
