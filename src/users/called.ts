import type { User } from '../db/users.ts'
import { foldedName, nameAsSeen } from '../namesakes.ts'
import { cleanName } from '../seen-text.ts'

/**
 * Those of `users` who go by a name, however it is capitalised and with or without its accents;
 * where nobody does, those whose first name it is.
 */
export function called(users: readonly User[], name: string): User[] {
  const wanted = spoken(name)
  const whole = users.filter((user) => spoken(user.name) === wanted)
  return whole.length > 0
    ? whole
    : users.filter((user) => spoken(user.name).startsWith(`${wanted} `))
}

/** `Sam ...0101`: a name that others may have too, with the end of the phone. */
export function withEnd({ name, phone }: Pick<User, 'name' | 'phone'>): string {
  return name === null ? phone : `${name} ...${phone.slice(-4)}`
}

// What texts of ours call somebody who has no name, and themselves.
const OURS = /^(?:the|an?|another|your|our|other)*(?:admin(?:istrator)?s?|usherr)$/

/** A name that somebody may have: as texts can hold it, and none that stands for us or any admin. */
export function usableName(name: string): string | undefined {
  const clean = cleanName(name)
  return clean !== undefined && OURS.test(nameAsSeen(clean)) ? undefined : clean
}

/** What a text can hold of it: a name that an operator has set may be of more than that. */
const spoken = (name: string | null) => foldedName(cleanName(name) ?? name)
