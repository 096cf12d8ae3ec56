import { and, count, eq, ne } from 'drizzle-orm'
import { appendAudit, type DoneBy } from './audit-log.ts'
import { archiveAllOf } from './conversations.ts'
import { newId } from './ids.ts'
import { forgetQuiet } from './quiet-rows.ts'
import { closeRequests } from './requests.ts'
import { users } from './schema/conversations.ts'
import type { Tx } from './tx.ts'
import { findUser, type User } from './users.ts'

// `phone` is who they are.
const USER_FIELDS = [
  'name',
  'role',
  'status',
  'timeZone',
  'qualityProfile',
  'ratingCap',
  'quietHours',
  'wantsNotices',
] as const satisfies ReadonlyArray<keyof User>

/** What may be changed of a user. */
export type UserFields = Pick<User, (typeof USER_FIELDS)[number]>

/** What they may set, or an admin for them; who somebody is stands in `people.ts`. */
export type SetFields = Omit<UserFields, 'role' | 'status'>

export type UserChange =
  | { type: 'changed'; before: User; after: User }
  /** It was like that already. */
  | { type: 'unchanged'; user: User }
  /** Nobody would be left who may let others in. */
  | { type: 'last-admin'; user: User }
  | { type: 'gone' }

/**
 * Changes a user, and writes down what was there before; a rerun finds it done. With a new rating
 * limit their conversations end, because a model would read in them of titles above it.
 */
export function changeUser(
  tx: Tx,
  { id, set, by }: { id: string; set: Partial<UserFields>; by: DoneBy },
  now: number,
): UserChange {
  const before = findUser(tx, id)
  if (!before) return { type: 'gone' }
  const wanted = { ...before, ...set }
  if (changedFields(before, wanted).length === 0) return { type: 'unchanged', user: before }
  if (isLastAdmin(tx, before) && !isActiveAdmin(wanted)) {
    return { type: 'last-admin', user: before }
  }
  const after = tx
    .update(users)
    .set({ ...set, updatedAt: now })
    .where(eq(users.id, id))
    .returning()
    .get()
  const target = after.name ?? after.phone
  const fields = changedFields(before, after)
  for (const field of fields) {
    const detail = { field, userId: id, before: before[field], after: after[field] }
    appendAudit(tx, { ...by, action: 'user.changed', target, detail }, now)
  }
  if (fields.includes('quietHours') || fields.includes('timeZone')) forgetQuiet(tx, after.phone)
  if (fields.includes('ratingCap') && after.ratingCap !== null) {
    archiveAllOf(tx, id, now)
    // What they asked for may be above it, and they would be told how it ended.
    closeRequests(tx, { userId: id, isIn: false, by }, now)
  }
  if (fields.includes('status')) {
    closeRequests(tx, { userId: id, isIn: after.status === 'active', by }, now)
  }
  return { type: 'changed', before, after }
}

/** Adds a user who is not there. */
export function addUser(
  tx: Tx,
  user: Pick<User, 'phone' | 'name' | 'role' | 'status'>,
  by: DoneBy,
  now: number,
): User {
  const added = tx
    .insert(users)
    .values({ ...user, id: newId(), createdAt: now, updatedAt: now })
    .returning()
    .get()
  const { phone, name, role, status } = user
  const detail = { field: 'status', userId: added.id, phone, role, before: null, after: status }
  const target = name ?? phone
  appendAudit(tx, { ...by, action: 'user.added', target, detail }, now)
  return added
}

function changedFields(before: User, after: User): Array<keyof UserFields> {
  return USER_FIELDS.filter((field) => before[field] !== after[field])
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
