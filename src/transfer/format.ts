import { z } from 'zod'
import { ContextStateSchema, MetadataSchema, ToolCallSchema } from './stored-json.ts'

/** What an exported conversation says of itself; a file of a higher version is of a newer Usherr. */
export const FORMAT = 'usherr.conversation'
export const VERSION = 1

// What a Date can be, and so what can be shown.
const LAST_MS = 8_640_000_000_000_000

const Count = z.int().min(0)
// A next one has to be countable, and its number shown.
const MOST_ROUNDS = 1_000_000_000

const Rounds = Count.max(MOST_ROUNDS)
const Time = z.int().min(0).max(LAST_MS)
// Half of a surrogate pair would be stored as another character.
const Text = z.string().refine((text) => !/\p{Cs}/u.test(text))
const Id = Text.min(1)
  .max(200)
  .refine((id) => !/\p{C}/u.test(id))

/** Checked as `schema` says and left as it is, in the order in which it was written. */
function asWritten<T>(schema: z.ZodType<T>) {
  return z.custom<T>().check((context) => {
    const { error } = schema.safeParse(context.value)
    for (const { path } of error?.issues ?? []) {
      context.issues.push({ code: 'custom', path: [...path], input: context.value })
    }
  })
}

export const ConversationSchema = z.strictObject({
  id: Id,
  name: Text.nullable(),
  title: Text.nullable(),
  model: Text.nullable(),
  status: z.enum(['active', 'paused', 'archived']),
  summary: Text.nullable(),
  summaryRound: Rounds.nullable(),
  contextState: asWritten(ContextStateSchema),
  aboutType: Text.nullable(),
  aboutId: Text.nullable(),
  messageCount: Count,
  roundCount: Rounds,
  inputTokens: Count,
  outputTokens: Count,
  totalTokens: Count,
  outside: z
    .strictObject({ rounds: Rounds, inputTokens: Count, outputTokens: Count, totalTokens: Count })
    .nullable(),
  metadata: asWritten(z.record(z.string(), z.unknown())).nullable(),
  createdAt: Time,
  updatedAt: Time,
  lastMessageAt: Time.nullable(),
  pausedAt: Time.nullable(),
  archivedAt: Time.nullable(),
})

export const MessageSchema = z.strictObject({
  id: Id,
  round: Rounds.min(1),
  sequence: Count,
  role: z.enum(['user', 'assistant', 'tool']),
  content: Text,
  toolCalls: asWritten(z.array(ToolCallSchema)).nullable(),
  toolCallId: Text.nullable(),
  name: Text.nullable(),
  model: Text.nullable(),
  promptTokens: Count.nullable(),
  completionTokens: Count.nullable(),
  totalTokens: Count.nullable(),
  reasoningContent: Text.nullable(),
  metadata: asWritten(MetadataSchema).nullable(),
  createdAt: Time,
})

export const ExportSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** Whose it is. */
  user: z.strictObject({ phone: Text.min(1), name: Text.nullable() }),
  tags: z.array(Text.min(1)),
  conversation: ConversationSchema,
  messages: z.array(MessageSchema),
})

export type ExportedConversation = z.infer<typeof ExportSchema>
export type ExportedMessage = z.infer<typeof MessageSchema>
