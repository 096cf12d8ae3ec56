import { asc, eq } from 'drizzle-orm'
import type { Tx } from './open.ts'
import { templates } from './schema/conversations.ts'

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
