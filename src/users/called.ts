import type { User } from '../db/users.ts'

/**
 * Those of `users` who go by a name, however it is capitalised and with or without its accents;
 * where nobody does, those whose first name it is.
 */
export function called(users: readonly User[], name: string): User[] {
  const wanted = fold(name)
  const whole = users.filter((user) => fold(user.name) === wanted)
  return whole.length > 0 ? whole : users.filter((user) => fold(user.name).startsWith(`${wanted} `))
}

function fold(name: string | null): string {
  return (name ?? '')
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/['\u2018\u2019]/g, '')
    .toLowerCase()
}
