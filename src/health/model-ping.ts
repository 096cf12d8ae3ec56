import type { LLMConfig } from '../config.ts'
import { NO_KEY, OPENAI_BASE_URL } from '../model/llm-client.ts'
import { getJson } from './get-json.ts'
import type { Ping } from './ping.ts'

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
    return answer.status < 300 || answer.status === 404 ? 'up' : 'rejected'
  }
}
