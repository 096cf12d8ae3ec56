import { type AccountFilter, getStats } from '../db/accounts.ts'
import { type Branch, branchConversation } from '../db/branches.ts'
import { conversationIds, findBrokenRounds } from '../db/broken-rounds.ts'
import {
  type ConversationFilter,
  conversationsNamed,
  countConversations,
  listConversations,
  type Page,
} from '../db/conversation-list.ts'
import {
  archiveConversation,
  createConversation,
  deleteConversation,
  findConversation,
  type NewConversation,
  pauseConversation,
  renameConversation,
  resumeConversation,
} from '../db/conversations.ts'
import { clearHistory, listMessages } from '../db/messages.ts'
import { prunable, removeRounds } from '../db/pruning.ts'
import { type SearchFilter, searchMessages, type SearchOrder } from '../db/search.ts'
import { addTags, removeTags, tagsOf } from '../db/tags.ts'
import {
  deleteTemplate,
  findTemplate,
  listTemplates,
  type NewTemplate,
  saveTemplate,
} from '../db/templates.ts'
import { type ConversationCopy, insertCopy } from '../db/transfer.ts'
import { findMiscounted, recount } from '../db/verification.ts'
import type { Transactions } from './commit-queue.ts'

/** Conversations as an operator sees them. What a turn does with one is in the store of rounds. */
export function createConversationsStore({ read, write, now }: Transactions) {
  return {
    create: (conversation: NewConversation) =>
      write((tx) => createConversation(tx, conversation, now())),

    /** Those that an operator may mean by an id, its beginning or a name; two at most. */
    named: (named: string) => read((tx) => conversationsNamed(tx, named)),

    find: (id: string) => read((tx) => findConversation(tx, id)),

    list: (filter: ConversationFilter, page: Page) =>
      read((tx) => ({
        rows: listConversations(tx, filter, page),
        total: countConversations(tx, filter),
      })),

    messages: (id: string, page: Page) => read((tx) => listMessages(tx, id, page)),

    search: (words: string, filter: SearchFilter & { order: SearchOrder }, page: Page) =>
      read((tx) => searchMessages(tx, words, filter, page)),

    stats: (filter: AccountFilter) => read((tx) => getStats(tx, filter)),

    rename: (id: string, names: { name?: string; title?: string }) =>
      write((tx) => renameConversation(tx, id, names)),

    pause: (id: string) => write((tx) => pauseConversation(tx, id, now())),
    resume: (id: string) => write((tx) => resumeConversation(tx, id, now())),
    archive: (id: string) => write((tx) => archiveConversation(tx, id, now())),
    clear: (id: string) => write((tx) => clearHistory(tx, id)),
    delete: (id: string) => write((tx) => deleteConversation(tx, id)),
    branch: (branch: Branch) => write((tx) => branchConversation(tx, branch, now())),

    tags: (id: string) => read((tx) => tagsOf(tx, id)),
    addTags: (id: string, tags: readonly string[]) => write((tx) => addTags(tx, id, tags)),
    removeTags: (id: string, tags: readonly string[]) => write((tx) => removeTags(tx, id, tags)),

    /** What would be pruned, and then one conversation at a time. */
    prunable: (which: { before: number; userId?: string | undefined }) =>
      read((tx) => prunable(tx, which)),
    prune: (id: string, before: number) => write((tx) => removeRounds(tx, id, before)),

    miscounted: () => read((tx) => findMiscounted(tx)),
    recount: (id: string) => write((tx) => recount(tx, id)),
    /** Ids in pages, and what is wrong with the rounds of these conversations. */
    ids: (after: string, limit: number) => read((tx) => conversationIds(tx, after, limit)),
    brokenRounds: (ids: readonly string[]) =>
      read((tx) => ids.flatMap((id) => findBrokenRounds(tx, id))),

    /** Puts an exported conversation back, all of it or nothing. */
    insertCopy: (copy: ConversationCopy) => write((tx) => insertCopy(tx, copy)),
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
