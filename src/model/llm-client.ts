import OpenAI from 'openai'
import { ModelError } from '../errors.ts'

export type {
  ChatCompletionAssistantMessageParam as AssistantMessage,
  ChatCompletionMessageParam as ChatMessage,
  ChatCompletionTool as ToolDefinition,
} from 'openai/resources/chat/completions'

export interface LLMClientOptions {
  apiKey?: string | undefined
  /** The OpenAI-compatible root, `/v1` included; OpenAI's own when left out. */
  baseUrl?: string | undefined
  timeoutMs: number
  fetch?: typeof fetch
}

/** OpenAI's own root. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1'

/** What stands where a key is not needed: local servers ignore it, but the protocol wants one. */
export const NO_KEY = 'not-needed'

export type LLMClient = ReturnType<typeof createLLMClient>

/**
 * A client for any OpenAI-compatible provider. It never retries: a text is waiting, and a second
 * attempt would cost the person more patience than the plain commands do.
 */
export function createLLMClient({ apiKey, baseUrl, timeoutMs, fetch }: LLMClientOptions): OpenAI {
  return new OpenAI({
    apiKey: apiKey ?? NO_KEY,
    baseURL: baseUrl ?? OPENAI_BASE_URL,
    timeout: timeoutMs,
    maxRetries: 0,
    // Left out, these are read from OPENAI_* variables, and OPENAI_LOG=debug prints every text.
    organization: null,
    project: null,
    logLevel: 'off',
    ...(fetch && { fetch }),
  })
}

/**
 * What went wrong with a completion call, in our words. Everything such a call throws is the
 * provider's failure: the SDK lets bad JSON and a body cut short through as bare errors.
 */
export function toModelError(cause: unknown): ModelError {
  const message = `The model provider ${whatItDid(cause)}`
  return new ModelError(message, { cause, isOutage: isOutage(cause) })
}

// A 429 too: each further call would only make it last longer. Any other no is quick and may be
// about this one request, and who answers nothing readable has answered.
function isOutage(error: unknown): boolean {
  if (isAbort(error) || error instanceof OpenAI.APIConnectionError) return true
  if (!(error instanceof OpenAI.APIError) || !error.status) return false
  return error.status >= 500 || error.status === 429
}

function whatItDid(error: unknown): string {
  if (isAbort(error)) return 'did not answer in time'
  if (error instanceof OpenAI.APIConnectionError) return 'could not be reached'
  if (error instanceof OpenAI.APIError && error.status) return `answered ${error.status}`
  return 'answered nothing readable'
}

function isAbort(error: unknown): boolean {
  return (
    error instanceof OpenAI.APIUserAbortError ||
    (error instanceof Error && error.name === 'AbortError')
  )
}
