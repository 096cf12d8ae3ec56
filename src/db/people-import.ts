import { BY_OPERATOR } from './audit-log.ts'
import { type Greeting, letIn } from './people.ts'
import type { Tx } from './tx.ts'
import { changeUser } from './user-changes.ts'
import { findUserByPhone, type Role, type User } from './users.ts'

export interface ImportedPerson {
  phone: string
  name: string | null
  role: Role
  /** None where nothing is to be sent. */
  greeting: Greeting | undefined
}

export interface Imported {
  added: User[]
  /** Those who were there, left as they are. */
  known: User[]
}

/** Adds those who are missing, all of them or nobody. */
export function importPeople(
  tx: Tx,
  { people }: { people: readonly ImportedPerson[] },
  now: number,
): Imported {
  const imported: Imported = { added: [], known: [] }
  for (const { phone, name, role, greeting } of people) {
    const known = findUserByPhone(tx, phone)
    if (known) imported.known.push(known)
    else imported.added.push(addPerson(tx, { phone, name, role, greeting }, now))
  }
  return imported
}

function addPerson(tx: Tx, { phone, name, role, greeting }: ImportedPerson, now: number): User {
  const entry = letIn(tx, { phone, name: name ?? undefined, greeting, by: BY_OPERATOR }, now)
  if (entry.type !== 'let-in') throw new Error('Somebody who is no user could not be let in')
  if (role === 'member') return entry.user
  const { id } = entry.user
  const change = changeUser(tx, { id, set: { role }, by: BY_OPERATOR }, now)
  return change.type === 'changed' ? change.after : entry.user
}
