import { z } from 'zod'
import { cleanName } from '../seen-text.ts'
import { parseTypedPhone } from '../sms/addresses.ts'
import { usableName } from './called.ts'
import { parseWholePhone, splitPhone } from './written-phone.ts'

/** Who is meant: by a name, a phone, or the end of one, `...0123`. */
export const WhoSchema = z.object({
  name: z.string().optional(),
  phone: z.string().optional(),
  phoneEnd: z.string().optional(),
})
export type Who = z.infer<typeof WhoSchema>

/** What an admin texts about people. */
export type PeopleCommand =
  | { type: 'list' }
  /** `written`: what looks like a phone, where it is none. */
  | { type: 'invite'; phone?: string; written?: string; newName?: string }
  | { type: 'approve' | 'unblock' | 'block' | 'promote' | 'demote' | 'remove'; who: Who }
  | { type: 'rename'; who: Who; newName: string | undefined }

/** What is said of somebody who is named. */
export type Verb = Exclude<PeopleCommand['type'], 'list' | 'invite'>
type PlainVerb = Exclude<Verb, 'rename'>

const LIST = /^(?:(?:list|show) )?users$/i
const INVITE = /^invite[:,]? (.+)$/i
const RENAME = /^rename (?:user )?(.+?) to (.+)$/i
const ROLE = /^make (.+?) (?:an? )?(admin|member)$/i
const VERBS: ReadonlyArray<readonly [RegExp, PlainVerb]> = [
  [/^approve (?:user )?(.+)$/i, 'approve'],
  [/^unblock (?:user )?(.+)$/i, 'unblock'],
  [/^block (?:user )?(.+)$/i, 'block'],
  [/^promote (?:user )?(.+)$/i, 'promote'],
  [/^demote (?:user )?(.+)$/i, 'demote'],
  [/^(?:remove|delete) user (.+)$/i, 'remove'],
]

// Of a request, which others decide.
const CODE = /^#?\d{4,6}(?=$|\s+\D|[.,:!])/
const COURTESY = /^(?:please|pls),? |,? (?:please|pls|thanks|thank you)[.!]*$/gi
const PHONE_END = /(?:^|\s)\(?(?:\.{2,3}|\u2026)\s?(\d{4})\)?$/
// No name and phone are longer.
const LONGEST = 320

/** Reads a text as a command about people, by its words alone; none that names a request's code. */
export function parsePeopleCommand(text: string): PeopleCommand | undefined {
  const typed = text
    .slice(0, LONGEST)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(COURTESY, '')
    .replace(/[!?]+$/, '')
    .trim()
  if (LIST.test(typed)) return { type: 'list' }
  const invited = INVITE.exec(typed)?.[1]
  if (invited !== undefined) return isCode(invited) ? undefined : parseInvited(invited)
  const [, renamed, newName] = RENAME.exec(typed) ?? []
  if (renamed !== undefined && newName !== undefined) {
    return { type: 'rename', who: parseWho(renamed), newName: usableName(newName) }
  }
  const [, made, role] = ROLE.exec(typed) ?? []
  if (made !== undefined) {
    return { type: /admin/i.test(role ?? '') ? 'promote' : 'demote', who: parseWho(made) }
  }
  return parseVerb(typed)
}

function parseVerb(typed: string): PeopleCommand | undefined {
  for (const [pattern, type] of VERBS) {
    const named = pattern.exec(typed)?.[1]
    if (named !== undefined) return isCode(named) ? undefined : { type, who: parseWho(named) }
  }
  return undefined
}

const isCode = (named: string) => CODE.test(named)

/** A name and a phone, in any order; of a phone that cannot be read, as it is written. */
export function parseInvited(invited: string): Extract<PeopleCommand, { type: 'invite' }> {
  const { phone: written, words } = splitPhone(invited)
  const phone = written === undefined ? undefined : parseWholePhone(written)
  const newName = usableName(written === undefined ? words : words.replace(/[\s,]+(?:at|on)$/i, ''))
  return {
    type: 'invite',
    ...(phone !== undefined ? { phone } : written !== undefined && { written }),
    ...(newName !== undefined && { newName }),
  }
}

export function parseWho(named: string): Who {
  const { phone: written } = splitPhone(named)
  const phone = written === undefined ? undefined : parseTypedPhone(written)
  if (phone) return { phone }
  const end = PHONE_END.exec(named)
  const name = cleanName(end ? named.slice(0, end.index) : named)
  return { ...(name !== undefined && { name }), ...(end?.[1] && { phoneEnd: end[1] }) }
}
