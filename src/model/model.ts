import type { ListedTitle } from '../db/column-types.ts'
import type { AssistantMessage, ChatMessage, ToolDefinition } from './llm-client.ts'

export type { ListedTitle }

/** The titles that the last reply with any named; only where they were numbered is a number one of them. */
export interface NamedTitles {
  items: readonly ListedTitle[]
  isNumbered: boolean
}

export interface ModelRequest {
  /** System prompt, window and the current round, ready to send. */
  messages: ChatMessage[]
  tools: ToolDefinition[]
  /** The person's own words, without the context that surrounds them in `messages`. */
  text: string
  list: NamedTitles
  /** The person's, where it is known. */
  name: string | null
  /** They ask in a terminal, where what the network's words do is not so. */
  isInTerminal?: boolean
  /** The provider's name for the model that is to answer, in place of the one that is set. */
  model?: string
  /** No call of this round has come to anything that a reply could be made from. */
  hasNoResults?: boolean
  /** What is wanted only a provider can do: plain commands do not stand in. */
  needsProvider?: boolean
  /** What is left for this answer, where that is less than the provider's own limit. */
  timeoutMs?: number
  signal: AbortSignal
}

export interface ModelReply {
  /**
   * As the provider wrote it, vendor fields included: it is stored and replayed verbatim. The ids
   * and arguments of its tool calls are unchecked, whatever their types say.
   */
  message: AssistantMessage
  /** Which model answered, for the account and for `agent:<model>`. */
  model: string
  usage?: TokenUsage | undefined
  reasoning?: string | undefined
  /** True when plain commands stood in for a provider that failed. */
  isStandIn?: boolean
}

export interface TokenUsage {
  promptTokens: number
  completionTokens: number
  totalTokens: number
}

/**
 * The one seam between a turn and whatever answers it.
 *
 * @throws {ModelError} when no usable answer came.
 */
export type Model = (request: ModelRequest) => Promise<ModelReply>
