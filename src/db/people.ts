import { and, eq, sql } from 'drizzle-orm'
import { namesakeOf } from '../namesakes.ts'
import { lastPhoneChannel } from './admin-requests.ts'
import type { DoneBy } from './audit-log.ts'
import type { Channel, PersonFingerprint } from './column-types.ts'
import { enqueue } from './outbox.ts'
import { auditLog } from './schema/records.ts'
import { shutOff } from './shut-off.ts'
import type { Tx } from './tx.ts'
import {
  addUser,
  changeUser,
  type SetFields,
  type UserChange,
  type UserFields,
} from './user-changes.ts'
import { findUser, findUserByPhone, listUsers, type User } from './users.ts'

/** What whoever is let in is texted, and where, if they never wrote. */
export interface Greeting {
  body: string
  segments: number
  channel: Channel
}

export type Entry =
  | { type: 'let-in'; user: User; isGreeted: boolean }
  | { type: 'unchanged'; user: User }
  /** Whoever asked for it is no admin any more, or the person is not as they were then. */
  | { type: 'not-allowed' }

/** Whoever wants it is no admin any more, or somebody else who is in goes by the name. */
type Barred = { type: 'not-allowed' } | { type: 'name-taken'; user: User }

export type PersonChange =
  | Exclude<UserChange, { type: 'unchanged' }>
  /** `isOurs`: the same text has made it so, in an earlier start of its turn. */
  | { type: 'unchanged'; user: User; isOurs: boolean }
  | Barred

export type SettingsChange = UserChange | Barred

/** Somebody as a question about them finds them now. */
export function personAt(tx: Tx, phone: string): PersonFingerprint {
  const user = findUserByPhone(tx, phone)
  const { name, role, status } = user ?? STRANGER
  const ratingCap = user?.ratingCap ?? null
  return { service: 'users', phone, name, role, status, ratingCap }
}

const STRANGER = { name: null, role: 'member', status: 'stranger' } as const

export function isSamePerson(one: PersonFingerprint, other: PersonFingerprint): boolean {
  return (
    one.phone === other.phone &&
    one.name === other.name &&
    one.role === other.role &&
    one.status === other.status &&
    // Of what was asked before there were limits nothing is known.
    (one.ratingCap ?? null) === (other.ratingCap ?? null)
  )
}

/**
 * Lets somebody in, with the greeting in the same commit. Whoever is blocked comes back as what
 * they were and knows how this works; anyone else comes in as a member.
 */
export function letIn(
  tx: Tx,
  {
    phone,
    name,
    asked,
    greeting,
    by,
  }: {
    phone: string
    /** What they are called from then on; as before where it is left out. */
    name?: string | undefined
    /** As they were when it was asked. */
    asked?: PersonFingerprint
    /** None where nothing is to be sent. */
    greeting: Greeting | undefined
    by: DoneBy
  },
  now: number,
): Entry {
  if (!isAllowed(tx, by, asked)) return { type: 'not-allowed' }
  const before = findUserByPhone(tx, phone)
  if (before?.status === 'active') return { type: 'unchanged', user: before }
  const user = before
    ? comeBack(tx, before, { name, by }, now)
    : addUser(tx, { phone, name: name ?? null, role: 'member', status: 'active' }, by, now)
  const isGreeted = before?.status !== 'blocked' && greet(tx, user, greeting, by, now)
  return { type: 'let-in', user, isGreeted }
}

function comeBack(
  tx: Tx,
  { id, status, role }: User,
  { name, by }: { name: string | undefined; by: DoneBy },
  now: number,
): User {
  const set = {
    status: 'active' as const,
    role: status === 'blocked' ? role : ('member' as const),
    ...(name !== undefined && { name }),
  }
  const change = changeUser(tx, { id, set, by }, now)
  if (change.type !== 'changed') throw new Error('Somebody who is out could not be let in')
  return change.after
}

function greet(
  tx: Tx,
  { id, phone, optedOutAt }: User,
  greeting: Greeting | undefined,
  { sid }: DoneBy,
  now: number,
): boolean {
  if (!greeting || optedOutAt !== null) return false
  const { body, segments } = greeting
  const channel = lastPhoneChannel(tx, phone) ?? greeting.channel
  // One text lets one person in; of what an operator does, the time is part of the name.
  const key = sid ? `${sid}:greeting` : `${id}:greeting:${now}`
  enqueue(tx, { key, kind: 'notice', channel, address: phone, body, segments }, now)
  return true
}

/** Changes what somebody is or is called, with all that follows where they are shut out. */
export function changePerson(
  tx: Tx,
  {
    id,
    set,
    asked,
    by,
  }: {
    id: string
    set: Pick<Partial<UserFields>, 'name' | 'role'> & { status?: 'blocked' | 'removed' }
    asked?: PersonFingerprint
    by: DoneBy
  },
  now: number,
): PersonChange {
  if (!isAllowed(tx, by, asked)) return { type: 'not-allowed' }
  const namesake = namesakeFor(tx, { id, set, by })
  if (namesake) return { type: 'name-taken', user: namesake }
  const change = changeUser(tx, { id, set, by }, now)
  if (change.type === 'unchanged') return { ...change, isOurs: hasChanged(tx, by) }
  if (change.type === 'changed' && set.status) shutOff(tx, change.after, by, now)
  return change
}

/** Changes what is set of somebody, who may do so themselves, but for a rating limit; else an admin. */
export function changeSettings(
  tx: Tx,
  { id, set, asked, by }: SettingsOrder,
  now: number,
): SettingsChange {
  const isTheirs = id === by.userId && set.ratingCap === undefined
  if (!isTheirs && !isAllowed(tx, by, asked)) return { type: 'not-allowed' }
  const namesake = namesakeFor(tx, { id, set, by })
  if (namesake) return { type: 'name-taken', user: namesake }
  return changeUser(tx, { id, set, by }, now)
}

interface SettingsOrder {
  id: string
  set: Partial<SetFields>
  /** As they were when it was asked. */
  asked?: PersonFingerprint | undefined
  by: DoneBy
}

/** Who goes by the name already; an operator sees for themselves. */
function namesakeFor(
  tx: Tx,
  { id, set, by }: Pick<SettingsOrder, 'id' | 'set' | 'by'>,
): User | undefined {
  const user = findUser(tx, id)
  if (!user || !set.name || by.userId === null) return undefined
  return namesakeOf({ name: set.name, phone: user.phone }, listUsers(tx))
}

/** An admin's role is looked at in the commit itself: two of them may shut each other out at once. */
export function isAllowed(tx: Tx, { userId }: DoneBy, asked?: PersonFingerprint): boolean {
  if (asked && !isSamePerson(personAt(tx, asked.phone), asked)) return false
  if (userId === null) return true
  const admin = findUser(tx, userId)
  return admin?.status === 'active' && admin.role === 'admin'
}

/** Whether the text has changed somebody; a text changes one. */
function hasChanged(tx: Tx, { sid }: DoneBy): boolean {
  if (!sid) return false
  const row = tx
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(eq(auditLog.sid, sid), sql`${auditLog.action} = 'user.changed'`))
    .limit(1)
    .get()
  return row !== undefined
}
