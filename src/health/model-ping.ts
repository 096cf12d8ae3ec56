import type { LLMConfig } from '../config.ts'
import { getJson } from './get-json.ts'
import type { Ping } from './ping.ts'

const OPENAI = 'https://api.openai.com/v1'

/**
 * The model's provider, by its list of models. Up means that it answers and takes the key, not that
 * the model's name is right: providers know names that they do not list.
 */
export function createModelPing({
  baseUrl = OPENAI,
  apiKey = 'not-needed',
}: Pick<LLMConfig, 'baseUrl' | 'apiKey'>): Ping {
  return async (signal) => {
    const answer = await getJson(`${baseUrl}/models`, { authorization: `Bearer ${apiKey}`, signal })
    if (answer.type === 'failed') return answer.reason
    // Some providers have no such list and say so; they are there all the same.
    return answer.status < 300 || answer.status === 404 ? 'up' : 'rejected'
  }
}
