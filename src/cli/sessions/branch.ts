import { counted } from '../../counted.ts'
import type { Branching, NewBranch } from '../../db/session-branch.ts'
import { CommandError } from '../../errors.ts'
import type { CommandOptions } from '../command-options.ts'
import { interruptible } from '../interruptible.ts'
import { withProgress } from '../progress.ts'
import { toJson } from '../to-json.ts'
import { findSession } from './find-session.ts'
import { type Sessions, tell, withSessions } from './session-store.ts'
import { goneError, nextTextOf, quoted, takenError } from './session-words.ts'

export interface BranchFlags {
  round?: number
  id?: string
  name?: string
  json: boolean
}

/** Makes a session that begins with what was said in another one up to a round. */
export function branchSession(
  options: CommandOptions,
  named: string,
  { json, ...flags }: BranchFlags,
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const from = await findSession(sessions, named)
    const branched = await copied(sessions, { ...flags, from: from.id }, from.messageCount)
    if (branched.type !== 'branched') throw refusal(branched, named, flags)
    const { conversation, round } = branched
    const next = await nextTextOf(sessions, conversation, branched.current)
    tell(
      sessions.terminal,
      { json },
      {
        lines: [
          `Created session '${conversation.name ?? conversation.id}' from ${quoted(from)} up to round ${round}, with ${counted(conversation.messageCount, 'message')}. ${next}`,
        ],
        data: toJson(conversation),
      },
    )
  })
}

function copied({ terminal, conversations }: Sessions, branch: NewBranch, messages: number) {
  const total = branch.round === undefined ? messages : undefined
  return interruptible((signal) =>
    withProgress(terminal, 'Messages copied:', (advance) =>
      conversations.branch(branch, { signal, advance: (done) => advance(done, total) }),
    ),
  )
}

function refusal(
  branching: Exclude<Branching, { type: 'branched' }>,
  named: string,
  { id, round }: Pick<BranchFlags, 'id' | 'round'>,
): CommandError {
  switch (branching.type) {
    case 'gone':
      return goneError(named)
    case 'taken':
      return takenError(id)
    case 'nothing-said':
      return new CommandError(
        `Nothing has been answered in '${named}' that a branch could begin with.`,
      )
    case 'outside': {
      const { first, last } = branching
      const has = first === last ? `only round ${first}` : `the rounds ${first} to ${last}`
      return new CommandError(`'${named}' has no round ${round} to branch from. It has ${has}.`)
    }
  }
}
