import type { PersonFingerprint, ToolOutcome } from '../../db/column-types.ts'
import type { ConfirmationWords, ConfirmedEffect, ToolContext } from '../tool.ts'
import { calledOf } from './whom.ts'

/** What an invitation and an approval lead to once it is confirmed. */
export const entering: ConfirmedEffect = {
  async read(target: PersonFingerprint, { people }) {
    const { newName } = target
    const current = await people.at(target.phone)
    if (current.status === 'active') return undefined
    return { ...current, ...(newName !== undefined && { newName }) }
  },
  perform: (target: PersonFingerprint, { people }) => people.letIn(target),
  finish: tellEntry,
  words,
}

/** Asks, with a code, whether somebody is to be let in. */
export function proposeEntry(
  tool: 'invite' | 'approve',
  target: PersonFingerprint,
  args: Record<string, unknown>,
): ToolOutcome {
  const text = questionAbout(target)
  const call = { tool, args }
  return {
    type: 'question',
    text,
    proposal: { kind: 'confirmation', text, call, fingerprint: target, needsCode: true },
  }
}

const subjectOf = ({ newName, name, phone }: PersonFingerprint) =>
  calledOf({ name: newName ?? name, phone })

// The whole phone: it is what the admin says yes to, and a name is easily claimed.
function questionAbout(target: PersonFingerprint): string {
  const subject = subjectOf(target)
  const who = subject === target.phone ? subject : `${subject} (${target.phone})`
  if (target.status !== 'blocked') return `Let in ${who}? They can then find and add.`
  const rights =
    target.role === 'admin' ? 'They are an admin again then.' : 'They can then find and add.'
  return `Unblock ${who}? ${rights}`
}

async function tellEntry(target: PersonFingerprint, { people }: ToolContext): Promise<string> {
  const user = (await people.list()).find(({ phone }) => phone === target.phone)
  const { done } = words(target)
  if (user?.optedOutAt != null) {
    return `${done} They opted out of my texts, so they have to text START first.`
  }
  return target.status === 'blocked' ? done : `${done} I'm texting them how this works.`
}

function words(target: PersonFingerprint): ConfirmationWords {
  const subject = subjectOf(target)
  const isBlocked = target.status === 'blocked'
  return {
    done: isBlocked ? `${subject} is unblocked.` : `${subject} is in.`,
    gone: `${subject} is in already.`,
    kept: `OK, ${subject} stays out.`,
    subject,
    reason: 'This lets somebody in',
    toDecline: 'to leave it',
    untouched: 'nothing was changed',
    again: againOf(target),
  }
}

function againOf({ status, phone, ...called }: PersonFingerprint): string {
  if (status === 'blocked') return `unblock ${phone}`
  if (status !== 'stranger') return `approve ${phone}`
  return `invite ${called.newName === undefined ? '' : `${called.newName} `}${phone}`
}
