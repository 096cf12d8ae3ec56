import { type AuditEntry, appendAudit } from './audit-log.ts'
import {
  archiveConversation,
  type Conversation,
  createConversation,
  currentConversation,
  findConversation,
  type NewConversation,
  pauseConversation,
  renameConversation,
  resumeConversation,
} from './conversations.ts'
import { addTags, removeTags, tagsOf } from './tags.ts'
import { createFromTemplate } from './templates.ts'
import type { Tx } from './tx.ts'

/** A session as an operator left it, and where its user's next text belongs then. */
export interface LeftSession {
  conversation: Conversation
  current: Conversation | undefined
}

/** `gone` is one that was deleted in the meantime. */
export type Gone = { type: 'gone' }

export type StatusChange =
  | Gone
  | ({ type: 'changed' | 'unchanged' } & LeftSession)
  /** It has to be resumed first. */
  | { type: 'archived' }

/** What an operator does to a conversation stands in the audit, without what was said in it. */
export function auditSession(
  tx: Tx,
  entry: Required<Pick<AuditEntry, 'action' | 'target'>> & Pick<AuditEntry, 'detail'>,
  now: number,
): void {
  appendAudit(tx, { userId: null, ...entry }, now)
}

export function pauseSession(tx: Tx, id: string, now: number): StatusChange {
  const before = findConversation(tx, id)
  if (!before) return { type: 'gone' }
  if (before.status === 'archived') return { type: 'archived' }
  if (before.status === 'paused') return { type: 'unchanged', ...left(tx, before) }
  pauseConversation(tx, id, now)
  return changed(tx, before, 'session.paused', now)
}

/** Also makes another active one of its user's the one that they are in. */
export function resumeSession(tx: Tx, id: string, now: number): StatusChange {
  const before = findConversation(tx, id)
  if (!before) return { type: 'gone' }
  const isCurrent = currentConversation(tx, before.userId)?.id === id
  if (before.status === 'active' && isCurrent) return { type: 'unchanged', ...left(tx, before) }
  resumeConversation(tx, id, now)
  return changed(tx, before, 'session.resumed', now)
}

export function archiveSession(tx: Tx, id: string, now: number): StatusChange {
  const before = findConversation(tx, id)
  if (!before) return { type: 'gone' }
  if (before.status === 'archived') return { type: 'unchanged', ...left(tx, before) }
  archiveConversation(tx, id, now)
  return changed(tx, before, 'session.archived', now)
}

function changed(
  tx: Tx,
  { id, userId, status: before }: Conversation,
  action: AuditEntry['action'],
  now: number,
): StatusChange {
  const conversation = findConversation(tx, id)
  if (!conversation) return { type: 'gone' }
  const detail = { userId, before, after: conversation.status }
  auditSession(tx, { action, target: id, detail }, now)
  return { type: 'changed', ...left(tx, conversation) }
}

function left(tx: Tx, conversation: Conversation): LeftSession {
  return { conversation, current: currentConversation(tx, conversation.userId) }
}

export type Renaming = Gone | { type: 'renamed'; conversation: Conversation }

/** A new title, a new name, or both. A title may be what was said, so the audit has the name alone. */
export function renameSession(
  tx: Tx,
  id: string,
  names: Parameters<typeof renameConversation>[2],
  now: number,
): Renaming {
  const before = findConversation(tx, id)
  renameConversation(tx, id, names)
  const conversation = findConversation(tx, id)
  if (!before || !conversation) return { type: 'gone' }
  const { userId, name: after } = conversation
  const change = before.name === after ? {} : { before: before.name, after }
  auditSession(tx, { action: 'session.renamed', target: id, detail: { userId, ...change } }, now)
  return { type: 'renamed', conversation }
}

export type Tagging = Gone | { type: 'tagged'; conversation: Conversation; tags: string[] }

/** Takes tags off a session and gives it others; resolves with all it has then. */
export function tagSession(
  tx: Tx,
  id: string,
  { add = [], remove = [] }: { add?: readonly string[]; remove?: readonly string[] },
  now: number,
): Tagging {
  const conversation = findConversation(tx, id)
  if (!conversation) return { type: 'gone' }
  const before = tagsOf(tx, id)
  removeTags(tx, id, remove)
  addTags(tx, id, add)
  const tags = tagsOf(tx, id)
  const detail = { userId: conversation.userId, before, after: tags }
  auditSession(tx, { action: 'session.tagged', target: id, detail }, now)
  return { type: 'tagged', conversation, tags }
}

export type Creation =
  | ({
      type: 'created'
      /** The text that is to be the first in it; it is not said yet. */
      opening: string | null
    } & LeftSession)
  /** There is one with that id. */
  | { type: 'taken' }
  | { type: 'no-template' }

/** A session that its user's next text goes on in, from a template where one is named. */
export function createSession(
  tx: Tx,
  { template, ...session }: NewConversation & { template?: string | undefined },
  now: number,
): Creation {
  if (session.id !== undefined && findConversation(tx, session.id)) return { type: 'taken' }
  const made =
    template === undefined
      ? { conversation: createConversation(tx, session, now), opening: null }
      : createFromTemplate(tx, { ...session, template }, now)
  if (!made) return { type: 'no-template' }
  const { conversation, opening } = made
  const { id: target, userId } = conversation
  auditSession(tx, { action: 'session.created', target, detail: { userId } }, now)
  return { type: 'created', opening, ...left(tx, conversation) }
}
