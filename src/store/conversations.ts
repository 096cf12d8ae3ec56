import { setTimeout } from 'node:timers/promises'
import { type AccountFilter, getStats } from '../db/accounts.ts'
import { conversationIds, findBrokenRounds } from '../db/broken-rounds.ts'
import {
  type ConversationFilter,
  conversationsMeant,
  countConversations,
  listConversations,
  type Page,
} from '../db/conversation-list.ts'
import { findConversation, type NewConversation } from '../db/conversations.ts'
import { prunable } from '../db/pruning.ts'
import { type SearchFilter, searchMessages, type SearchOrder } from '../db/search.ts'
import { branchSession, type NewBranch } from '../db/session-branch.ts'
import {
  archiveSession,
  createSession,
  pauseSession,
  renameSession,
  resumeSession,
  tagSession,
} from '../db/session-changes.ts'
import { importSession } from '../db/session-import.ts'
import { clearSession, deleteSession, pruneSession } from '../db/session-removal.ts'
import { tagsOf } from '../db/tags.ts'
import {
  deleteTemplate,
  findTemplate,
  listTemplates,
  type NewTemplate,
  saveTemplate,
} from '../db/templates.ts'
import type { ConversationCopy } from '../db/transfer.ts'
import { findMiscounted, recount } from '../db/verification.ts'
import type { Transactions, Watch } from './commit-queue.ts'

/** Conversations as an operator sees them. What a turn does with one is in the store of rounds. */
export function createConversationsStore({ read, write, writeInParts, now }: Transactions) {
  return {
    /** One that an operator makes: from a template where one is named, and never over another. */
    createSession: (session: NewConversation & { template?: string | undefined }) =>
      write((tx) => createSession(tx, session, now())),

    /** Those that an operator may mean by an id, its beginning, a name or a title; a few at most. */
    named: (named: string) => read((tx) => conversationsMeant(tx, named)),

    find: (id: string) => read((tx) => findConversation(tx, id)),

    list: (filter: ConversationFilter, page: Page) =>
      read((tx) => ({
        rows: listConversations(tx, filter, page),
        total: countConversations(tx, filter),
      })),

    search: (words: string, filter: SearchFilter & { order: SearchOrder }, page: Page) =>
      read((tx) => searchMessages(tx, words, filter, page)),

    stats: (filter: AccountFilter) => read((tx) => getStats(tx, filter)),

    rename: (id: string, names: { name?: string; title?: string }) =>
      write((tx) => renameSession(tx, id, names, now())),

    pause: (id: string) => write((tx) => pauseSession(tx, id, now())),
    resume: (id: string) => write((tx) => resumeSession(tx, id, now())),
    archive: (id: string) => write((tx) => archiveSession(tx, id, now())),
    clear: (id: string) => write((tx) => clearSession(tx, id, now())),
    delete: (id: string) => write((tx) => deleteSession(tx, id, now())),
    /** Tells how many messages are in it already. */
    branch: (branch: NewBranch, watch?: Watch) =>
      writeInParts((tx) => branchSession(tx, branch, now()), watch),

    tags: (id: string) => read((tx) => tagsOf(tx, id)),
    tag: (id: string, tags: { add?: readonly string[]; remove?: readonly string[] }) =>
      write((tx) => tagSession(tx, id, tags, now())),

    /** What would be pruned, and then one conversation at a time. */
    prunable: (which: { before: number; userId?: string | undefined }) =>
      read((tx) => prunable(tx, which)),
    prune: (id: string, before: number) =>
      untilNothingIsLeft((isFirst) =>
        write((tx) => pruneSession(tx, id, { before, isFirst }, now())),
      ),

    miscounted: () => read((tx) => findMiscounted(tx)),
    recount: (id: string) => write((tx) => recount(tx, id)),
    /** Ids in pages, and what is wrong with the rounds of these conversations. */
    ids: (after: string, limit: number) => read((tx) => conversationIds(tx, after, limit)),
    brokenRounds: (ids: readonly string[]) =>
      read((tx) => ids.flatMap((id) => findBrokenRounds(tx, id))),

    /** Puts an exported conversation back, all of it or nothing; tells how many messages are. */
    insertCopy: (copy: ConversationCopy, watch?: Watch) =>
      writeInParts((tx) => importSession(tx, copy, now()), watch),
  }
}

// A service that waits for the lock looks for it every 20 ms.
const PAUSE_MS = 30

/**
 * In many small commits, because the service and its event loop wait for each, and with a pause
 * after each, in which they come first. Cut short, it leaves whole rounds and true counters, and
 * goes on when it is asked again.
 */
async function untilNothingIsLeft(remove: (isFirst: boolean) => Promise<number>): Promise<number> {
  let removed = 0
  for (;;) {
    const some = await remove(removed === 0)
    if (some === 0) return removed
    removed += some
    await setTimeout(PAUSE_MS)
  }
}

export function createTemplatesStore({ read, write, now }: Transactions) {
  return {
    save: (template: NewTemplate) => write((tx) => saveTemplate(tx, template, now())),
    find: (name: string) => read((tx) => findTemplate(tx, name)),
    list: () => read(listTemplates),
    delete: (name: string) => write((tx) => deleteTemplate(tx, name)),
  }
}
