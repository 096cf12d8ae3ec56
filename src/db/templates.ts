import { asc, eq } from 'drizzle-orm'
import { type Conversation, createConversation, type NewConversation } from './conversations.ts'
import { templates } from './schema/conversations.ts'
import { addTags } from './tags.ts'
import type { Tx } from './tx.ts'

export type Template = typeof templates.$inferSelect
export type NewTemplate = Pick<Template, 'name' | 'title' | 'tags' | 'opening'>

/** Keeps an opening under its name, in place of the one that was there. */
export function saveTemplate(tx: Tx, template: NewTemplate, now: number): void {
  const { name, ...opening } = template
  tx.insert(templates)
    .values({ ...template, createdAt: now, updatedAt: now })
    .onConflictDoUpdate({ target: templates.name, set: { ...opening, updatedAt: now } })
    .run()
}

export function findTemplate(tx: Tx, name: string): Template | undefined {
  return tx.select().from(templates).where(eq(templates.name, name)).get()
}

export function listTemplates(tx: Tx): Template[] {
  return tx.select().from(templates).orderBy(asc(templates.name)).all()
}

/** Returns whether there was one of that name. */
export function deleteTemplate(tx: Tx, name: string): boolean {
  return tx.delete(templates).where(eq(templates.name, name)).run().changes === 1
}

/**
 * A conversation with a template's title and tags, and the opening: the text that whoever makes it
 * puts into it first. `undefined` where there is no such template.
 */
export function createFromTemplate(
  tx: Tx,
  { template: name, ...conversation }: NewConversation & { template: string },
  now: number,
): { conversation: Conversation; opening: string | null } | undefined {
  const template = findTemplate(tx, name)
  if (!template) return undefined
  const title = conversation.title ?? template.title ?? undefined
  const made = createConversation(tx, { ...conversation, title }, now)
  addTags(tx, made.id, template.tags)
  return { conversation: made, opening: template.opening }
}
