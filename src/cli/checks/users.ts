import { adviceOnAdmins } from '../../advice.ts'
import { counted } from '../../counted.ts'
import type { DatabaseState } from '../../db/inspect.ts'
import type { NewUser } from '../../db/users.ts'
import { type Finding, findingsOn, SEE_SETTINGS } from '../finding.ts'

const { good, skipped, wrong } = findingsOn('Users')

/** Who is in the database stays what they are there; the settings only add those who are not. */
export function checkUsers({
  database,
  users,
  hasWrongPhones,
}: {
  database: DatabaseState
  users: readonly NewUser[]
  hasWrongPhones: boolean
}): Finding {
  const known = database.type === 'usable' ? database.users : []
  const added = users.filter(({ phone }) => known.every((user) => user.phone !== phone))
  const active = [...known.filter(({ status }) => status === 'active'), ...added]
  const admins = active.filter(({ role }) => role === 'admin').length

  if (admins === 0 && hasWrongPhones) return skipped(SEE_SETTINGS)
  if (admins === 0) {
    return wrong('nobody is an admin', 'Set ADMIN_PHONES, such as Sam:+14155550123, and restart.')
  }
  const counts = `${counted(admins, 'admin')}, ${counted(active.length - admins, 'member')}`
  const advice = adviceOnAdmins(users, known)
  return good(advice ? `${counts}. ${advice}` : counts)
}
