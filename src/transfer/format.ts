import { z } from 'zod'
import type { ContextState, MessageMetadata, ToolCall } from '../db/column-types.ts'

/** What an exported conversation says of itself; a file of a higher version is of a newer Usherr. */
export const FORMAT = 'usherr.conversation'
export const VERSION = 1

const Count = z.int().min(0)
const Time = z.int()
const object = <T>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))

export const ConversationSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().nullable(),
  title: z.string().nullable(),
  model: z.string().nullable(),
  status: z.enum(['active', 'paused', 'archived']),
  summary: z.string().nullable(),
  summaryRound: Count.nullable(),
  contextState: object<ContextState>(),
  aboutType: z.string().nullable(),
  aboutId: z.string().nullable(),
  messageCount: Count,
  roundCount: Count,
  inputTokens: Count,
  outputTokens: Count,
  totalTokens: Count,
  outside: z
    .strictObject({ rounds: Count, inputTokens: Count, outputTokens: Count, totalTokens: Count })
    .nullable(),
  metadata: object<Record<string, unknown>>().nullable(),
  createdAt: Time,
  updatedAt: Time,
  lastMessageAt: Time.nullable(),
  pausedAt: Time.nullable(),
  archivedAt: Time.nullable(),
})

export const MessageSchema = z.strictObject({
  id: z.string().min(1),
  round: z.int().min(1),
  sequence: Count,
  role: z.enum(['user', 'assistant', 'tool']),
  content: z.string(),
  toolCalls: z.array(object<ToolCall>()).nullable(),
  toolCallId: z.string().nullable(),
  name: z.string().nullable(),
  model: z.string().nullable(),
  promptTokens: Count.nullable(),
  completionTokens: Count.nullable(),
  totalTokens: Count.nullable(),
  reasoningContent: z.string().nullable(),
  metadata: object<MessageMetadata>().nullable(),
  createdAt: Time,
})

export const ExportSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Whose it is. */
  user: z.strictObject({ phone: z.string().min(1), name: z.string().nullable() }),
  tags: z.array(z.string().min(1)),
  conversation: ConversationSchema,
  messages: z.array(MessageSchema),
})

export type ExportedConversation = z.infer<typeof ExportSchema>
