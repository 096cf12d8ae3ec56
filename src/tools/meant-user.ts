import type { ToolOutcome } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { cleanTitle } from '../media/clean-title.ts'
import { findPerson } from '../users/find-person.ts'
import { parseWho } from '../users/people-words.ts'
import { asNamed, severalInWords } from './people/whom.ts'
import type { ToolContext } from './tool.ts'

/** Told to whoever wants to have something of somebody else. */
export const AN_ADMIN_SETS_THAT = 'An admin sets that.'

export type MeantUser =
  | { type: 'user'; user: User; isOwn: boolean }
  | { type: 'none'; outcome: ToolOutcome }

/**
 * Who is meant by a name or a phone: they themselves where nobody is named. Others are for admins,
 * who are shown by `again` how to say it of somebody else.
 */
export async function meantUser(
  of: string | undefined,
  { user, people }: Pick<ToolContext, 'user' | 'people'>,
  again: (whom: string) => string,
): Promise<MeantUser> {
  const self = { type: 'user' as const, user, isOwn: true }
  if (of === undefined) return self
  if (user.role !== 'admin') return none(AN_ADMIN_SETS_THAT)
  const here = (await people.list()).filter(({ status }) => status !== 'removed')
  const who = parseWho(of)
  const found = findPerson(here, who)
  switch (found.type) {
    case 'none': {
      const isByName = who.phone === undefined && who.phoneEnd === undefined
      return none(`I know nobody here ${isByName ? `called "${cleanTitle(of)}"` : asNamed(who)}.`)
    }
    case 'several':
      return none(severalInWords(found.users, again))
    case 'one':
      return found.user.id === user.id ? self : { type: 'user', user: found.user, isOwn: false }
  }
}

const none = (text: string): MeantUser => ({ type: 'none', outcome: { type: 'answer', text } })
