import { and, asc, eq, inArray } from 'drizzle-orm'
import { conversationTags } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

export function tagsOf(tx: Tx, conversationId: string): string[] {
  return tx
    .select({ tag: conversationTags.tag })
    .from(conversationTags)
    .where(eq(conversationTags.conversationId, conversationId))
    .orderBy(asc(conversationTags.tag))
    .all()
    .map(({ tag }) => tag)
}

export function addTags(tx: Tx, conversationId: string, tags: readonly string[]): void {
  for (const tag of tags) {
    tx.insert(conversationTags).values({ conversationId, tag }).onConflictDoNothing().run()
  }
}

export function removeTags(tx: Tx, conversationId: string, tags: readonly string[]): void {
  tx.delete(conversationTags)
    .where(
      and(
        eq(conversationTags.conversationId, conversationId),
        inArray(conversationTags.tag, [...tags]),
      ),
    )
    .run()
}
