import { usherr, type Typing } from '../../helpers/command-line.ts'
import { SAM, type startConversations } from '../../helpers/conversations.ts'

export type Conversations = Awaited<ReturnType<typeof startConversations>>

/** `usherr sessions …` beside a store, by the store's clock. */
export function sessionsOf({ path, now }: Pick<Conversations, 'path' | 'now'>) {
  return commandOf('sessions', { path, now })
}

export function templatesOf({ path, now }: Pick<Conversations, 'path' | 'now'>) {
  return commandOf('templates', { path, now })
}

function commandOf(group: string, { path, now }: Pick<Conversations, 'path' | 'now'>) {
  const env = {
    DATABASE_PATH: path,
    TZ: 'UTC',
    ADMIN_PHONES: `Sam:${SAM}`,
    SESSION_IDLE_HOURS: '24',
  }
  return (args: readonly string[] = [], typing: Typing = {}) =>
    usherr([group, ...args], env, typing, { now })
}

/** What stands in the audit, the oldest first. */
export function auditOf({ rows }: Pick<Conversations, 'rows'>) {
  return rows('select user_id, action, target from audit_log order by created_at, rowid')
}
