import { setImmediate } from 'node:timers/promises'
import { counted } from '../../counted.ts'
import { DAY_MS } from '../../local-time.ts'
import type { CommandOptions } from '../command-options.ts'
import { confirm } from '../confirm.ts'
import { findUser } from '../find-user.ts'
import { withProgress } from '../progress.ts'
import { printableJson, printer } from '../terminal.ts'
import { withSessions } from './session-store.ts'

export interface PruneFlags {
  /** In days. */
  olderThan: number
  user?: string
  yes: boolean
  json: boolean
}

/**
 * Deletes the rounds that ended so long ago, after asking, a conversation at a time. What they cost
 * stays counted.
 *
 * @throws {CommandError} when nobody said yes
 */
export async function pruneSessions(
  options: CommandOptions,
  { olderThan, user, yes: isAgreed, json }: PruneFlags,
): Promise<void> {
  await withSessions(options, async (store) => {
    const { terminal, now } = store
    const before = now - olderThan * DAY_MS
    const userId = user === undefined ? undefined : (await findUser(store, user)).id
    const found = await store.conversations.prunable({ before, userId })
    const print = printer(terminal)
    const messages = found.reduce((sum, one) => sum + one.messages, 0)
    if (messages > 0) {
      const what = `${counted(messages, 'message')} of ${counted(found.length, 'session')}`
      const question = `Delete ${what}, older than ${counted(olderThan, 'day')}, for good?`
      await confirm(terminal, question, { isAgreed })
    }
    let deleted = 0
    await withProgress(terminal, 'Sessions pruned:', async (advance) => {
      for (const [index, { id }] of found.entries()) {
        deleted += await store.conversations.prune(id, before)
        advance(index + 1, found.length)
        // Others want the lock too, and somebody may press Ctrl-C.
        await setImmediate()
      }
    })
    if (json) print(printableJson({ messages: deleted, sessions: found.length }))
    else if (deleted === 0) print(`Nothing is older than ${counted(olderThan, 'day')}.`)
    else print(`Deleted ${counted(deleted, 'message')} of ${counted(found.length, 'session')}.`)
  })
}
