import { z } from 'zod'
import { type Breaker, createBreaker } from '../breaker.ts'
import { withDeadline } from '../deadline.ts'
import { ModelError } from '../errors.ts'
import { type AssistantMessage, type LLMClient, toModelError } from './llm-client.ts'
import type { Model, ModelReply, TokenUsage } from './model.ts'
import { spareProvider } from './spare-provider.ts'
import { roomForRequest, tokensOfAll, tokensOfTools } from './tokens.ts'

export interface OpenAIModelOptions {
  client: LLMClient
  /** The provider's name for the model. */
  model: string
  /** What the provider takes at once, the answer included. */
  contextTokens?: number
  breaker?: Breaker
}

// Only what a turn relies on. Ids and arguments are the tool loop's business.
const MessageSchema = z.looseObject({
  role: z.literal('assistant'),
  content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).nullish(),
  tool_calls: z.array(z.looseObject({ function: z.looseObject({ name: z.string() }) })).nullish(),
  reasoning_content: z.string().optional().catch(undefined),
  reasoning: z.string().optional().catch(undefined),
})

// What is no count of one call is not added to those of all calls.
const TokenCount = z.int().min(0).max(1_000_000_000)

// `custom` hands on the provider's own object; a parsed copy would have its keys rearranged.
const CompletionSchema = z.looseObject({
  choices: z.tuple(
    [
      z.looseObject({
        message: z.custom<AssistantMessage>((value) => MessageSchema.safeParse(value).success),
      }),
    ],
    z.unknown(),
  ),
  usage: z
    .looseObject({
      prompt_tokens: TokenCount,
      completion_tokens: TokenCount,
      total_tokens: TokenCount.optional(),
    })
    .optional()
    .catch(undefined),
})

type Usage = z.infer<typeof CompletionSchema>['usage']

/** A model behind any provider that speaks OpenAI's Chat Completions. */
export function createOpenAIModel({
  client,
  model: usual,
  contextTokens = Infinity,
  breaker = createBreaker(),
}: OpenAIModelOptions): Model {
  return async ({ messages, tools, signal, model = usual, timeoutMs = Infinity }) => {
    // A local server would cut the tools off and say nothing.
    const isLimited = contextTokens < Infinity
    if (isLimited && tokensOfAll(messages) + tokensOfTools(tools) > roomForRequest(contextTokens)) {
      throw new ModelError('The request is longer than LLM_CONTEXT_TOKENS allows')
    }
    // The SDK's own timeout ends with the headers: a body that stops half-way would have no end.
    const limitMs = Math.min(client.timeout, timeoutMs)
    const complete = (deadline: AbortSignal) =>
      client.chat.completions.create(
        // Providers refuse an empty list of tools.
        { model, messages, ...(tools.length > 0 && { tools }) },
        { signal: deadline },
      )
    // A turn that is nearly out of time gives up sooner than the provider can be blamed for.
    const isWaitedFor = timeoutMs >= client.timeout
    const completion = await spareProvider({ breaker, signal, isWaitedFor }, () =>
      withDeadline(limitMs, signal, complete).catch((error: unknown) => {
        throw toModelError(error)
      }),
    )
    return toReply(completion, model)
  }
}

function toReply(completion: unknown, model: string): ModelReply {
  const parsed = CompletionSchema.safeParse(completion)
  if (!parsed.success) {
    throw new ModelError('The model provider answered without a message', { cause: parsed.error })
  }
  const { choices, usage } = parsed.data
  const [{ message }] = choices
  return { message, model, usage: toTokenUsage(usage), reasoning: reasoningOf(message) }
}

function toTokenUsage(usage: Usage): TokenUsage | undefined {
  if (!usage) return undefined
  const { prompt_tokens: promptTokens, completion_tokens: completionTokens } = usage
  const totalTokens = usage.total_tokens ?? promptTokens + completionTokens
  return { promptTokens, completionTokens, totalTokens }
}

// DeepSeek and vLLM call it `reasoning_content`, OpenRouter and Ollama `reasoning`.
function reasoningOf(message: AssistantMessage): string | undefined {
  const { reasoning_content, reasoning } = MessageSchema.parse(message)
  return reasoning_content ?? reasoning
}
