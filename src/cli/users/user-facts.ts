import type { User } from '../../db/users.ts'
import { toJson } from '../to-json.ts'

/** Somebody as a script reads them. */
export function userFacts({ phone, name, role, status, optedOutAt, createdAt }: User) {
  return toJson({ phone, name, role, status, optedOutAt, createdAt })
}
