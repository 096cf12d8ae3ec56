import { z } from 'zod'
import type { LLMClient } from './llm-client.ts'

const PageSchema = z.object({ data: z.array(z.object({ id: z.string() })) })

/** What the provider offers, by its own names; undefined where it does not say. */
export async function listModels(client: LLMClient): Promise<string[] | undefined> {
  const page: unknown = await client.models.list().catch(() => undefined)
  return PageSchema.safeParse(page).data?.data.map(({ id }) => id)
}
