import type { ToolOutcome } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { cleanTitle } from '../media/clean-title.ts'
import { parseTypedPhone } from '../sms/addresses.ts'
import { called } from '../users/called.ts'
import type { ToolContext } from './tool.ts'

/** Told to whoever wants to have something of somebody else. */
export const AN_ADMIN_SETS_THAT = 'An admin sets that.'

export type MeantUser =
  | { type: 'user'; user: User; isOwn: boolean }
  | { type: 'none'; outcome: ToolOutcome }

/** Who is meant by a name or a phone: they themselves where nobody is named. Others are for admins. */
export async function meantUser(
  of: string | undefined,
  { user, people }: Pick<ToolContext, 'user' | 'people'>,
): Promise<MeantUser> {
  const self = { type: 'user' as const, user, isOwn: true }
  if (of === undefined) return self
  if (user.role !== 'admin') return none(AN_ADMIN_SETS_THAT)
  const phone = parseTypedPhone(of)
  const here = (await people.list()).filter(({ status }) => status !== 'removed')
  const found = phone ? here.filter((one) => one.phone === phone) : called(here, of)
  const [meant, ...others] = found
  if (!meant) return none(`I know nobody here called "${cleanTitle(of)}".`)
  if (others.length > 0)
    return none(`More than one is called ${meant.name}. Text the phone instead.`)
  return meant.id === user.id ? self : { type: 'user', user: meant, isOwn: false }
}

const none = (text: string): MeantUser => ({ type: 'none', outcome: { type: 'answer', text } })
