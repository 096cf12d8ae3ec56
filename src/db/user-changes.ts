import { and, count, eq, ne } from 'drizzle-orm'
import { type AuditEntry, appendAudit } from './audit-log.ts'
import { newId } from './ids.ts'
import { forgetQuiet } from './quiet-rows.ts'
import { users } from './schema/conversations.ts'
import type { Tx } from './tx.ts'
import { findUser, type User } from './users.ts'

/** What may be changed of a user. `phone` is who they are. */
export type UserFields = Pick<
  User,
  | 'name'
  | 'role'
  | 'status'
  | 'timeZone'
  | 'qualityProfile'
  | 'ratingCap'
  | 'quietHours'
  | 'wantsNotices'
>

/** Who changes it and by which text; an operator's command has neither. */
export type ChangedBy = Pick<AuditEntry, 'userId' | 'sid'>

export const BY_OPERATOR: ChangedBy = { userId: null }

export type UserChange =
  | { type: 'changed'; before: User; after: User }
  /** It was like that already. */
  | { type: 'unchanged'; user: User }
  /** Nobody would be left who may let others in. */
  | { type: 'last-admin'; user: User }
  | { type: 'gone' }

/** Changes a user, and writes down what was there before; a rerun finds it done. */
export function changeUser(
  tx: Tx,
  { id, set, by }: { id: string; set: Partial<UserFields>; by: ChangedBy },
  now: number,
): UserChange {
  const before = findUser(tx, id)
  if (!before) return { type: 'gone' }
  const changed = changesTo(before, set)
  if (Object.keys(changed).length === 0) return { type: 'unchanged', user: before }
  if (isLastAdmin(tx, before) && !isActiveAdmin({ ...before, ...set })) {
    return { type: 'last-admin', user: before }
  }
  const after = tx
    .update(users)
    .set({ ...changed, updatedAt: now })
    .where(eq(users.id, id))
    .returning()
    .get()
  if ('quietHours' in changed || 'timeZone' in changed) forgetQuiet(tx, after.phone)
  const detail = { before: valuesOf(before, changed), after: changed }
  appendAudit(tx, { ...by, action: 'user.changed', target: after.name ?? after.phone, detail }, now)
  return { type: 'changed', before, after }
}

/** Adds a user who is not there. */
export function addUser(
  tx: Tx,
  user: Pick<User, 'phone' | 'name' | 'role' | 'status'>,
  by: ChangedBy,
  now: number,
): User {
  const added = tx
    .insert(users)
    .values({ ...user, id: newId(), createdAt: now, updatedAt: now })
    .returning()
    .get()
  const { phone, name, role, status } = added
  const detail = { before: null, after: { phone, name, role, status } }
  appendAudit(tx, { ...by, action: 'user.added', target: name ?? phone, detail }, now)
  return added
}

function changesTo(before: User, set: Partial<UserFields>): Partial<UserFields> {
  const old: Record<string, unknown> = before
  return Object.fromEntries(Object.entries(set).filter(([field, value]) => value !== old[field]))
}

function valuesOf(user: User, fields: object): Record<string, unknown> {
  const values: Record<string, unknown> = user
  return Object.fromEntries(Object.keys(fields).map((field) => [field, values[field]]))
}

const isActiveAdmin = ({ role, status }: Pick<User, 'role' | 'status'>) =>
  role === 'admin' && status === 'active'

function isLastAdmin(tx: Tx, user: User): boolean {
  if (!isActiveAdmin(user)) return false
  const others = tx
    .select({ count: count() })
    .from(users)
    .where(and(eq(users.role, 'admin'), eq(users.status, 'active'), ne(users.id, user.id)))
    .get()
  return others?.count === 0
}
