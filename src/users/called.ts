import type { User } from '../db/users.ts'
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

/** Who is in and goes by a name that people read as this one; `phone` is its own. */
export function namesakeOf(
  { name, phone }: Pick<User, 'name' | 'phone'>,
  users: readonly User[],
): User | undefined {
  const seen = asSeen(name)
  if (seen === '') return undefined
  return users.find(
    (user) => user.status === 'active' && user.phone !== phone && asSeen(user.name) === seen,
  )
}

// What texts of ours call somebody who has no name, and themselves.
const OURS = /^(?:the|an?|another|your|our|other)*(?:admin(?:istrator)?s?|usherr)$/

/** A name that somebody may have: as texts can hold it, and none that stands for us or any admin. */
export function usableName(name: string): string | undefined {
  const clean = cleanName(name)
  return clean !== undefined && OURS.test(asSeen(clean)) ? undefined : clean
}

/** What a text can hold of it: a name that an operator has set may be of more than that. */
const spoken = (name: string | null) => fold(cleanName(name) ?? name)

function fold(name: string | null): string {
  return (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['\u2018\u2019]/g, '')
    .toLowerCase()
}

// Letters of Cyrillic and Greek that a phone draws as those of Latin below them.
const DRAWN = 'авекмнорстухіјѕԁһαβεικνορτυχ'
const AS_LATIN = 'abekmhopctyxijsdhabeikvoptux'

/** A name as an eye takes it: without spaces and dots too, and whatever script its letters are of. */
function asSeen(name: string | null): string {
  return fold(name)
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .replaceAll(/[\u0370-\u052F]/g, (letter) => AS_LATIN[DRAWN.indexOf(letter)] ?? letter)
}
