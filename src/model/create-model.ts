import type { BaseLogger } from 'pino'
import type { Breaker } from '../breaker.ts'
import type { LLMConfig } from '../config.ts'
import { withPlainCommands } from './fallback.ts'
import { createKeywordModel } from './keyword.ts'
import { createLLMClient } from './llm-client.ts'
import type { Model } from './model.ts'
import { createOpenAIModel } from './openai.ts'

/** The provider that is set, with plain commands behind it; plain commands alone when none is. */
export function createModel(
  llm: LLMConfig | undefined,
  log: Pick<BaseLogger, 'warn'>,
  breaker?: Breaker,
): Model {
  const keyword = createKeywordModel()
  if (!llm) return keyword
  const provider = createOpenAIModel({
    ...llm,
    client: createLLMClient(llm),
    ...(breaker && { breaker }),
  })
  return withPlainCommands(provider, keyword, log)
}
