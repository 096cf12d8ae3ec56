import type { Request } from '../db/requests.ts'
import type { User } from '../db/users.ts'
import { findPerson } from '../users/find-person.ts'
import type { Who } from '../users/people-words.ts'
import { readDecision, type SpokenDecision } from '../users/read-decision.ts'
import { forGood } from './people-command.ts'
import type { SpokenCommand } from './spoken-command.ts'

export interface DecisionCommandOptions {
  findRequest: (code: string) => Promise<Request | undefined>
  listUsers: () => Promise<User[]>
}

/**
 * Reads what an admin answers to a request. Digits that are no request's and end somebody's phone, as
 * "users" shows them, name that person.
 */
export function createDecisionCommand(options: DecisionCommandOptions): SpokenCommand {
  return async (text, user) => {
    const decision = readDecision(text, user)
    if (!decision) return undefined
    const who = await personOf(decision, options)
    return { tool: 'decide', args: { ...decision, ...(who && { who }) } }
  }
}

async function personOf(
  { decision, code }: SpokenDecision,
  { findRequest, listUsers }: DecisionCommandOptions,
): Promise<Who | undefined> {
  if (decision === 'refuse' || code?.length !== 4 || (await findRequest(code))) return undefined
  const who = { phoneEnd: code }
  const found = findPerson(await listUsers(), who, decision)
  return found.type === 'none' ? undefined : forGood(who, found)
}
