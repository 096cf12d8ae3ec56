import type { HistoryMessage, Place } from '../db/messages.ts'
import { estimateTokens } from '../model/tokens.ts'
import type { EarlierHistory, WindowLimits } from './window.ts'

type ReadHistory = (
  conversationId: string,
  limit: number,
  before: Place,
) => Promise<HistoryMessage[]>

const PAGE = 100
// Where neither a setting nor a provider bounds a request: plain commands look at no history.
const MOST_TOKENS = 8192

/**
 * The earlier rounds as far back as `limits` can take them, read from their end: what can no longer
 * fit is not read, however long the conversation is.
 */
export async function readHistory(
  read: ReadHistory,
  { conversationId, round }: { conversationId: string; round: number },
  limits: WindowLimits,
): Promise<EarlierHistory> {
  const { messages: most, tokens = Infinity, contextTokens = Infinity } = limits
  const limit = Math.min(tokens, contextTokens)
  let room = limit < Infinity ? limit : MOST_TOKENS
  const messages: HistoryMessage[] = []
  let before: Place = { round, sequence: 0 }
  while (messages.length < most && room > 0) {
    const size = Math.min(PAGE, most - messages.length)
    const page = await read(conversationId, size, before)
    messages.unshift(...page)
    const [oldest] = page
    if (!oldest || page.length < size) return { messages, isComplete: true }
    before = oldest
    room -= page.reduce((sum, { content }) => sum + estimateTokens(content), 0)
  }
  return { messages, isComplete: false }
}
