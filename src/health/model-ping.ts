import { z } from 'zod'
import type { LLMConfig } from '../config.ts'
import { NO_KEY, OPENAI_BASE_URL } from '../model/llm-client.ts'
import { getJson } from './get-json.ts'
import type { Ping } from './ping.ts'

// Null where a local server has no model yet.
const ModelList = z.object({ data: z.array(z.unknown()).nullable() })

/**
 * The model's provider, by its list of models. Up means that it answers and takes the key, not that
 * the model's name is right: providers know names that they do not list. Not by `listModels`, whose
 * SDK tells neither a page from a list nor a redirect from an answer.
 */
export function createModelPing({
  baseUrl = OPENAI_BASE_URL,
  apiKey = NO_KEY,
}: Pick<LLMConfig, 'baseUrl' | 'apiKey'>): Ping {
  return async (signal) => {
    const answer = await getJson(`${baseUrl}/models`, { authorization: `Bearer ${apiKey}`, signal })
    if (answer.type === 'failed') return answer.reason
    // Some providers have no such list and say so; they are there all the same.
    if (answer.status === 404) return 'up'
    if (answer.status >= 300) return 'rejected'
    return ModelList.safeParse(answer.body).success ? 'up' : 'malformed'
  }
}
