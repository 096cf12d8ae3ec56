import type { ConversationUntold, SummaryCost } from '../db/summaries.ts'
import { ModelError } from '../errors.ts'
import { dayOf } from '../local-time.ts'
import type { Model, ModelReply } from '../model/model.ts'
import type { Store } from '../store/store.ts'
import { readSummary, requestSummary } from './summary.ts'
import { STRIDE } from './window.ts'

export interface WriteSummaryOptions {
  model: Model
  summaries: Store['summaries']
  contextTokens: number
  /** Whether what it takes may still be spent for a user. */
  mayWriteFor: (userId: string) => Promise<boolean>
  /** The household's, as an IANA name. */
  timeZone: string
  now: () => number
}

/**
 * Has a model write what was said before round `start` of a conversation and is not told yet, and
 * keeps it. What is too much for one request is told in pieces, one each time.
 *
 * @throws {ModelError} when it wrote nothing that can be kept.
 */
export function createWriteSummary(options: WriteSummaryOptions) {
  const { model, summaries, contextTokens, mayWriteFor, timeZone, now } = options

  return async (conversationId: string, start: number, signal: AbortSignal): Promise<void> => {
    const from = await summaries.untoldBefore(conversationId, start)
    const request = from && isDue(from, start) && requestSummary(from, contextTokens)
    if (!request || !(await mayWriteFor(from.userId))) return

    const { messages, round } = request
    const answer = await model({
      messages,
      tools: [],
      text: '',
      list: { items: [], isNumbered: false },
      name: null,
      needsProvider: true,
      signal,
    })
    const text = readSummary(answer.message)
    const cost = costOf(answer, dayOf(now(), timeZone))
    await summaries.save({ from, text, round, cost })
    if (text === undefined) throw new ModelError('The model wrote no summary')
  }
}

/** A window that moves with every round, because ten do not fit, is followed every tenth time. */
function isDue({ messages }: ConversationUntold, start: number): boolean {
  const rounds = new Set(messages.map(({ round }) => round)).size
  return start % STRIDE === 0 || rounds >= STRIDE
}

function costOf({ model, usage }: ModelReply, day: string): SummaryCost | undefined {
  if (!usage) return undefined
  const { promptTokens: inputTokens, completionTokens: outputTokens, totalTokens } = usage
  return { day, model, inputTokens, outputTokens, totalTokens }
}
