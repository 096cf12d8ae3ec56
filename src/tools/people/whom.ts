import { z } from 'zod'
import type { PersonFingerprint, ToolOutcome } from '../../db/column-types.ts'
import type { User } from '../../db/users.ts'
import { withEnd } from '../../users/called.ts'
import { findPerson } from '../../users/find-person.ts'
import { type Verb, type Who, WhoSchema } from '../../users/people-words.ts'
import type { ToolContext } from '../tool.ts'

/** What all tools about people have in common: only an admin's own words lead to them. */
export const FOR_ADMINS = {
  description: 'Decide who is here.',
  modelArgs: z.object({}),
  isForAnswersOnly: true,
  adminsOnly: 'Who is here is for admins to decide.',
} as const

export const WhoArgs = z.object({ who: WhoSchema })

export type Whom = { type: 'user'; user: User } | { type: 'outcome'; outcome: ToolOutcome }

/**
 * The one who is meant, or what is said where there is nobody, or more than one. `ending` is what is
 * said after whom, as in "rename Kim to Kimmy".
 */
export async function findWhom(
  who: Who,
  { people }: Pick<ToolContext, 'people'>,
  verb: Verb,
  ending = '',
): Promise<Whom> {
  const found = findPerson(await people.list(), who, verb)
  switch (found.type) {
    case 'one':
      return { type: 'user', user: found.user }
    case 'several':
      return say(severalInWords(found.users, (whom) => `${inWords(verb, found)} ${whom}${ending}`))
    case 'none':
      return say(`There is nobody here ${asNamed(who)}. Text "users" to see who is.`)
  }
}

function inWords(verb: Verb, { users }: { users: readonly User[] }): string {
  if (verb === 'remove') return 'remove user'
  // The two are one tool.
  const isUnblock = verb === 'approve' && users.every(({ status }) => status === 'blocked')
  return isUnblock ? 'unblock' : verb
}

const MOST_LISTED = 3

/** `Sam ...0101, Sam ...0107 and more`, and how to say which, as `again` has it of one of them. */
export function severalInWords(users: readonly User[], again: (whom: string) => string): string {
  const ends = users.map(({ phone }) => phone.slice(-4))
  const areApart = new Set(ends).size === users.length
  const listed = users
    .slice(0, MOST_LISTED)
    .map((user) => (areApart ? withEnd(user) : `${user.name ?? ''} ${user.phone}`.trim()))
    .join(', ')
  const all = users.length > MOST_LISTED ? `${listed} and more` : listed
  const [end = ''] = ends
  const whom = areApart ? `...${end}` : (users[0]?.phone ?? '')
  return `There is more than one: ${all}. Text the phone, as in "${again(whom)}".`
}

/** Goes on from "nobody here": `called Alex ...0199`, `with a phone that ends in 0199` */
export function asNamed({ name, phone, phoneEnd }: Who): string {
  if (phone !== undefined) return `with the phone ${phone}`
  if (name === undefined && phoneEnd !== undefined) return `with a phone that ends in ${phoneEnd}`
  const end = phoneEnd === undefined ? '' : ` ...${phoneEnd}`
  return `called ${name ?? 'that'}${end}`
}

function say(text: string): Whom {
  return { type: 'outcome', outcome: { type: 'answer', text } }
}

type Called = Pick<User, 'name' | 'phone'>

/** By their name, which their phone stands in for. */
export function calledOf({ name, phone }: Called): string {
  return name ?? phone
}

export function asTarget({ phone, name, role, status, ratingCap }: User): PersonFingerprint {
  return { service: 'users', phone, name, role, status, ratingCap }
}

export function nameTaken({ name }: Called): ToolOutcome {
  return { type: 'answer', text: `There is a ${name} already. Say it again with another name.` }
}
