import { z } from 'zod'
import { adviceOnHost, adviceOnVersion } from '../../advice.ts'
import type { LLMConfig } from '../../config.ts'
import { buildSystemPrompt } from '../../conversation/system-prompt.ts'
import { planCall, readToolCalls, toDefinitions } from '../../conversation/tool-calls.ts'
import { ModelError } from '../../errors.ts'
import { listModels } from '../../model/list-models.ts'
import { createLLMClient, type LLMClient } from '../../model/llm-client.ts'
import type { ModelReply } from '../../model/model.ts'
import { createOpenAIModel } from '../../model/openai.ts'
import { tools } from '../../tools/index.ts'
import { type Finding, findingsOn } from '../finding.ts'
import { networkFailure } from '../network-failure.ts'

export interface ModelCheck {
  llm: LLMConfig
  isInContainer: boolean
  timeoutMs: number
  now: () => number
}

const { good, wrong } = findingsOn('Model')

const MAX_NAMES = 5
const TEXT = 'find Heat (1995)'
const CHOOSE_ANOTHER = 'Set LLM_MODEL to one that is made for tools; small ones often are not.'

/** Asks as a turn does, with the same prompt and tools, for something that takes a tool. */
export async function checkModel(check: ModelCheck): Promise<Finding> {
  const { llm, timeoutMs, now } = check
  const client = createLLMClient({ ...llm, timeoutMs })
  const startedAt = now()
  try {
    const reply = await createOpenAIModel({ client, model: llm.model })({
      messages: [
        { role: 'system', content: buildSystemPrompt(null) },
        { role: 'user', content: TEXT },
      ],
      tools: toDefinitions(tools),
      text: TEXT,
      list: { items: [], isNumbered: false },
      name: null,
      signal: new AbortController().signal,
    })
    return lookAt(check, reply, now() - startedAt)
  } catch (error) {
    if (error instanceof ModelError) return whatFailed(check, client, error)
    throw error
  }
}

function lookAt({ llm }: ModelCheck, { message }: ModelReply, tookMs: number): Finding {
  const calls = readToolCalls(message, new Set())
  if (calls.length === 0) return wrong('answers, but calls no tool when it should', CHOOSE_ANOTHER)
  if (calls.some((call) => planCall(call, tools).type === 'refuse')) {
    return wrong('calls tools, but with arguments that do not fit', CHOOSE_ANOTHER)
  }
  const seconds = (tookMs / 1000).toFixed(1)
  if (tookMs > llm.timeoutMs) {
    return wrong(
      `answers, but took ${seconds} s`,
      'Raise LLM_TIMEOUT_SECONDS above that, or have the model stay loaded.',
    )
  }
  return good(`${llm.model} answers and calls tools (${seconds} s)`)
}

async function whatFailed(
  { llm, isInContainer }: ModelCheck,
  client: LLMClient,
  error: ModelError,
): Promise<Finding> {
  const where = llm.baseUrl ?? 'OpenAI'
  const network = networkFailure(error)
  if (network) {
    const own = llm.baseUrl
      ? network.fix('LLM_BASE_URL')
      : "Check this machine's internet connection."
    return wrong(
      `not reached at ${where}: ${network.says}`,
      adviceOnHost('LLM_BASE_URL', llm.baseUrl, isInContainer) ?? own,
    )
  }
  const status = statusOf(error)
  if (status === 401 || status === 403) {
    return wrong(`${where} refuses the key`, "Set LLM_API_KEY to a key of that provider's.")
  }
  if (status === 429) {
    return wrong(
      `${where} refuses more requests for now (429)`,
      "Look at your plan and limits at the provider's.",
    )
  }
  if (status !== undefined && status >= 500) {
    return wrong(
      `${where} answers ${status}`,
      "Look at the model server's log, or try again later.",
    )
  }
  return whatIsUnknown(llm, await listModels(client), { status, where })
}

function whatIsUnknown(
  llm: LLMConfig,
  names: string[] | undefined,
  { status, where }: { status: number | undefined; where: string },
): Finding {
  if (!names) {
    const fix =
      adviceOnVersion(llm.baseUrl) ?? 'Check the path in LLM_BASE_URL, usually /v1, and LLM_MODEL.'
    return wrong(`${where} does not answer like a model's API`, fix)
  }
  // Gemini lists models/gemini-2.5-flash and takes it without the first part.
  if (names.some((name) => name === llm.model || name.endsWith(`/${llm.model}`))) {
    return wrong(`refuses our request${status ? ` (${status})` : ''}`, CHOOSE_ANOTHER)
  }
  const some = names.slice(0, MAX_NAMES).join(', ')
  const fix = `Set LLM_MODEL to one it has${some && `, such as ${some}`}.`
  return wrong(`${where} has no model named ${llm.model}`, fix)
}

const AnswerSchema = z.object({ status: z.number() })

/** The HTTP status, where there was an answer. */
function statusOf({ cause }: ModelError): number | undefined {
  return AnswerSchema.safeParse(cause).data?.status
}
