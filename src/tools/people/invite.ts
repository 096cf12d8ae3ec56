import { z } from 'zod'
import type { ToolOutcome } from '../../db/column-types.ts'
import { namesakeOf } from '../../namesakes.ts'
import { defineTool } from '../tool.ts'
import { entering, proposeEntry } from './entering.ts'
import { calledOf, FOR_ADMINS, nameTaken } from './whom.ts'

const IS_OFF =
  'Inviting by text is off here. Set SIGNUP to invite, or use "usherr users invite" on the server.'
const HOW = 'Text "invite", their name and their phone, as in "invite Alex +1 415 555 0123".'

export const invite = defineTool({
  ...FOR_ADMINS,
  name: 'invite',
  args: z.object({
    phone: z.string().optional(),
    written: z.string().optional(),
    newName: z.string().optional(),
  }),
  isWrite: true,

  async run({ phone, written, newName }, { people }) {
    if (!people.mayInvite) return say(IS_OFF)
    if (phone === undefined) return say(written === undefined ? HOW : noPhone(written))
    const person = await people.at(phone)
    if (person.status === 'active') {
      return say(`${calledOf(person)} is here already, as ${asRole(person.role)}.`)
    }
    // Whoever is blocked keeps their name: nothing but the block is taken back.
    const isRenamed = newName !== undefined && person.status !== 'blocked'
    const target = isRenamed ? { ...person, newName } : person
    const namesake = namesakeOf({ name: newName ?? null, phone }, await people.list())
    if (isRenamed && namesake) return nameTaken(namesake)
    return proposeEntry('invite', target, { phone, newName })
  },

  confirmed: entering,
})

const asRole = (role: 'admin' | 'member') => (role === 'admin' ? 'an admin' : 'a member')

function noPhone(written: string): string {
  return `I can't tell the country of ${written}. Write it with a plus, as in +1 415 555 0123.`
}

function say(text: string): ToolOutcome {
  return { type: 'answer', text }
}
