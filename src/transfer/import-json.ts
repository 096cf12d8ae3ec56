import { z } from 'zod'
import type { ConversationCopy } from '../db/transfer.ts'
import { ImportError } from '../errors.ts'
import { type ExportedConversation, ExportSchema, FORMAT, VERSION } from './format.ts'

const HeadSchema = z.looseObject({ format: z.string(), version: z.number() })

/**
 * Reads an exported conversation.
 *
 * @throws {ImportError} when it is something else, of a newer version, or not as it was exported.
 */
export function readExport(text: string): ExportedConversation {
  const json = parse(text)
  const head = HeadSchema.safeParse(json).data
  if (head?.format !== FORMAT) {
    throw new ImportError(
      'It is no exported conversation. Write one with `usherr sessions export`.',
    )
  }
  if (head.version > VERSION) {
    throw new ImportError(
      `It was written by a newer Usherr (version ${head.version} of the format; this one reads ${VERSION}). Upgrade, then import it.`,
    )
  }
  const parsed = ExportSchema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ImportError(
      `It is damaged: ${issue?.path.join('.')} ${issue?.message}. Export it again.`,
      { cause: parsed.error },
    )
  }
  const problem = miscounted(parsed.data)
  if (problem) throw new ImportError(`It is not whole: ${problem}. Export it again.`)
  return parsed.data
}

/** The rows it stands for, with `userId` as whose they are. */
export function toCopy(exported: ExportedConversation, userId: string): ConversationCopy {
  const { conversation, tags, messages } = exported
  const conversationId = conversation.id
  return {
    conversation: { ...conversation, userId },
    tags,
    messages: messages.map((message) => ({ ...message, conversationId })),
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ImportError('It is not JSON, or was cut short. Export it again.', { cause })
  }
}

function miscounted({ conversation, messages }: ExportedConversation): string | undefined {
  const { messageCount, totalTokens, outside } = conversation
  if (messageCount !== messages.length) {
    return `it counts ${messageCount} messages and holds ${messages.length}`
  }
  const places = new Set(messages.map(({ round, sequence }) => `${round}.${sequence}`))
  if (places.size !== messages.length) return 'two of its messages have the same place'
  const tokens = messages.reduce((sum, message) => sum + (message.totalTokens ?? 0), 0)
  if (tokens + (outside?.totalTokens ?? 0) !== totalTokens) {
    return 'the tokens of its messages are not what it counts'
  }
  return undefined
}
