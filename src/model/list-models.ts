import { z } from 'zod'
import type { LLMClient } from './llm-client.ts'

const PageSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/** What the provider offers, by its own names; undefined where it does not say. */
export async function listModels(client: LLMClient): Promise<string[] | undefined> {
  // The SDK's own timeout ends with the headers.
  const signal = AbortSignal.timeout(client.timeout)
  const page: unknown = await client.models.list({ signal }).catch(() => undefined)
  return PageSchema.safeParse(page).data?.data.map(({ id }) => id)
}
