import type { Conversation } from './conversations.ts'
import type { Message } from './messages.ts'
import type { Tx } from './open.ts'
import { given, givenAs, prepared } from './prepared.ts'
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
  for (const message of copy.messages) insertAsItWas(tx, message)
  addTags(tx, copy.conversation.id, copy.tags)
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
    id: given('id'),
    conversationId: given('conversationId'),
    round: given('round'),
    sequence: given('sequence'),
    role: given('role'),
    content: given('content'),
    toolCalls: givenAs('toolCalls'),
    toolCallId: given('toolCallId'),
    name: given('name'),
    model: given('model'),
    promptTokens: given('promptTokens'),
    completionTokens: given('completionTokens'),
    totalTokens: given('totalTokens'),
    reasoningContent: given('reasoningContent'),
    metadata: givenAs('metadata'),
    createdAt: given('createdAt'),
  }),
)
