import type { Request } from '../db/requests.ts'
import { readRequests } from '../users/read-decision.ts'
import type { SpokenCommand } from './spoken-command.ts'

export interface RequestsCommandOptions {
  /** What somebody has asked for and no admin has answered. */
  waitingOf: (userId: string) => Promise<Request[]>
  requestMode: 'direct' | 'approval'
}

/**
 * Reads who asks which requests there are: an admin means those of all, a member their own. Where
 * members ask for nothing, and have not, it is talk.
 */
export function createRequestsCommand(options: RequestsCommandOptions): SpokenCommand {
  const { waitingOf, requestMode } = options
  return async (text, user) => {
    if (!readRequests(text, user)) return undefined
    const isMeant =
      user.role === 'admin' || requestMode === 'approval' || (await waitingOf(user.id)).length > 0
    return isMeant ? { tool: 'list_requests', args: {} } : undefined
  }
}
