import { z } from 'zod'
import type { ConversationCopy } from '../db/transfer.ts'
import { ImportError } from '../errors.ts'
import { type ExportedConversation, ExportSchema, FORMAT, VERSION } from './format.ts'
import { whatIsNotWhole } from './wholeness.ts'

const HeadSchema = z.looseObject({ format: z.string(), version: z.int() })

// SQLite's own functions read no JSON that is nested deeper than a thousand levels.
const DEEPEST = 200

// A model reads a hundredth of it. More would hold up everybody while it is indexed.
const LONGEST_MESSAGE = 1_000_000

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
  if (isDeeperThan(json, DEEPEST)) {
    throw new ImportError('It is damaged: it is nested too deep. Export it again.')
  }
  const parsed = ExportSchema.safeParse(json)
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || 'its outermost part'
    throw new ImportError(
      `It is damaged: ${where} is not what an export writes. Export it again.`,
      { cause: parsed.error },
    )
  }
  for (const [index, message] of parsed.data.messages.entries()) {
    if (JSON.stringify(message).length <= LONGEST_MESSAGE) continue
    throw new ImportError(
      `Its message ${index + 1} is longer than a message can be, 1 MB. Leave it out with its round, or shorten it.`,
    )
  }
  const problem = whatIsNotWhole(parsed.data)
  if (problem) throw new ImportError(`It is not whole: ${problem}. Export it again.`)
  return parsed.data
}

// No row of an outbox is called so, and a list can be chosen from only where it was sent.
const NEVER_SENT = ''

/** The rows it stands for, with `userId` as whose they are. */
export function toCopy(exported: ExportedConversation, userId: string): ConversationCopy {
  const { conversation, tags, messages } = exported
  const { list, ...rest } = conversation.contextState
  const contextState = list ? { list: { ...list, outboxId: NEVER_SENT }, ...rest } : rest
  const conversationId = conversation.id
  return {
    conversation: { ...conversation, contextState, userId },
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

function isDeeperThan(value: unknown, levels: number): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > levels) return true
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    )
  }
  return false
}
