import { type AccountFilter, getStats } from '../db/accounts.ts'
import {
  type ConversationFilter,
  conversationsNamed,
  countConversations,
  listConversations,
  type Page,
} from '../db/conversation-list.ts'
import { countRounds, listRounds } from '../db/conversation-rounds.ts'
import { createConversation, findConversation, type NewConversation } from '../db/conversations.ts'
import { listMessages, type Message, messagesAfter } from '../db/messages.ts'
import { conversationsBefore, removeRounds } from '../db/pruning.ts'
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
import { clearSession, deleteSession } from '../db/session-removal.ts'
import { tagsOf } from '../db/tags.ts'
import {
  deleteTemplate,
  findTemplate,
  listTemplates,
  type NewTemplate,
  saveTemplate,
} from '../db/templates.ts'
import { type ConversationCopy, insertCopy } from '../db/transfer.ts'
import { type Difference, findMiscounted, recount } from '../db/verification.ts'
import type { Transactions } from './commit-queue.ts'

/** Conversations as an operator sees them. What a turn does with one is in the store of rounds. */
export function createConversationsStore({ read, write, now }: Transactions) {
  return {
    create: (conversation: NewConversation) =>
      write((tx) => createConversation(tx, conversation, now())),

    /** The same for an operator: from a template where one is named, and never over another. */
    createSession: (session: NewConversation & { template?: string | undefined }) =>
      write((tx) => createSession(tx, session, now())),

    /** Those that an operator may mean by an id, its beginning or a name; two at most. */
    named: (named: string) => read((tx) => conversationsNamed(tx, named)),

    find: (id: string) => read((tx) => findConversation(tx, id)),

    list: (filter: ConversationFilter, page: Page) =>
      read((tx) => ({
        rows: listConversations(tx, filter, page),
        total: countConversations(tx, filter),
      })),

    messages: (id: string, page: Page) => read((tx) => listMessages(tx, id, page)),

    /** The same grouped by round, and how many rounds hold something. */
    rounds: (id: string, page: Page) =>
      read((tx) => ({ rows: listRounds(tx, id, page), total: countRounds(tx, id) })),

    /** All that was said in it, oldest first, a few messages at a time. */
    allMessages: (id: string) => allMessages(read, id),

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
    branch: (branch: NewBranch) => write((tx) => branchSession(tx, branch, now())),

    tags: (id: string) => read((tx) => tagsOf(tx, id)),
    tag: (id: string, tags: { add?: readonly string[]; remove?: readonly string[] }) =>
      write((tx) => tagSession(tx, id, tags, now())),

    /** The conversations that hold something said before `before`, and then one of them at a time. */
    holdingBefore: (before: number) => read((tx) => conversationsBefore(tx, before)),
    prune: (id: string, before: number) => removeAllBefore(write, id, before),

    miscounted: () => read(findMiscounted),
    recount: (difference: Difference) => write((tx) => recount(tx, difference)),

    /** Puts an exported conversation back, all of it or nothing. */
    insertCopy: (copy: ConversationCopy) => write((tx) => insertCopy(tx, copy)),
  }
}

/**
 * In many small commits, because the service and its event loop wait for each. Cut short, it leaves
 * whole rounds and true counters, and goes on when it is asked again.
 */
async function removeAllBefore(
  write: Transactions['write'],
  id: string,
  before: number,
): Promise<number> {
  let removed = 0
  for (;;) {
    const some = await write((tx) => removeRounds(tx, id, before))
    if (some === 0) return removed
    removed += some
  }
}

// So few that they take little memory and a few milliseconds to read.
const MESSAGES_AT_ONCE = 200

async function* allMessages(read: Transactions['read'], id: string): AsyncGenerator<Message[]> {
  let after: Message | undefined
  do {
    const last = after
    const some = await read((tx) => messagesAfter(tx, id, { limit: MESSAGES_AT_ONCE, after: last }))
    if (some.length > 0) yield some
    after = some.length < MESSAGES_AT_ONCE ? undefined : some.at(-1)
  } while (after)
}

export function createTemplatesStore({ read, write, now }: Transactions) {
  return {
    save: (template: NewTemplate) => write((tx) => saveTemplate(tx, template, now())),
    find: (name: string) => read((tx) => findTemplate(tx, name)),
    list: () => read(listTemplates),
    delete: (name: string) => write((tx) => deleteTemplate(tx, name)),
  }
}
