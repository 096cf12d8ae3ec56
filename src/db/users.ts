import { and, asc, eq, sql } from 'drizzle-orm'
import { newId } from './ids.ts'
import { given, prepared } from './prepared.ts'
import { users } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

export type User = typeof users.$inferSelect
export type Role = User['role']

export interface NewUser {
  phone: string
  name?: string | undefined
  role: Role
}

export function findUserByPhone(tx: Tx, phone: string): User | undefined {
  return byPhone(tx).get({ phone })
}

const byPhone = prepared((tx) =>
  tx
    .select()
    .from(users)
    .where(eq(users.phone, given('phone'))),
)

export function findUser(tx: Tx, id: string): User | undefined {
  return tx.select().from(users).where(eq(users.id, id)).get()
}

export function usersWithPhone(tx: Tx, phone: string): User[] {
  return tx.select().from(users).where(eq(users.phone, phone)).all()
}

/** However it is capitalised. */
export function usersWithName(tx: Tx, name: string): User[] {
  return tx
    .select()
    .from(users)
    .where(sql`lower(${users.name}) = lower(${name})`)
    .all()
}

export function listUsers(tx: Tx): User[] {
  return tx.select().from(users).orderBy(asc(users.createdAt), asc(users.id)).all()
}

/** Who has been an admin for longest. */
export function firstAdmin(tx: Tx): User | undefined {
  return tx
    .select()
    .from(users)
    .where(and(eq(users.role, 'admin'), eq(users.status, 'active')))
    .orderBy(asc(users.createdAt), asc(users.id))
    .get()
}

/** Adds those who are missing; whoever is there keeps their name, role and status. */
export function seedUsers(tx: Tx, seeds: readonly NewUser[], now: number): void {
  for (const { phone, name, role } of seeds) {
    tx.insert(users)
      .values({ id: newId(), phone, name, role, status: 'active', createdAt: now, updatedAt: now })
      .onConflictDoNothing()
      .run()
  }
}

export function setOptedOut(tx: Tx, phone: string, isOptedOut: boolean, now: number): void {
  tx.update(users)
    .set({ optedOutAt: isOptedOut ? now : null, updatedAt: now })
    .where(eq(users.phone, phone))
    .run()
}
