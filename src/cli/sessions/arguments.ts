import { Option } from 'commander'
import { conversations } from '../../db/schema/conversations.ts'

/** What several commands about sessions take, and say alike. */
export const SESSION = ['<session>', 'its id, the beginning of one, its name or its title'] as const

export const USER_FLAG = ['--user <user>', 'of this phone or name only'] as const

export function statusOption(): Option {
  const statuses = conversations.status.enumValues
  return new Option('--status <status>', 'of this status only').choices(statuses)
}
