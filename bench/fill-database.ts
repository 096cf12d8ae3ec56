import SQLite from 'better-sqlite3'
import { newId } from '../src/db/ids.ts'
import { openDatabase } from '../src/db/open.ts'
import { composeRound } from './composed-rounds.ts'
import { withKnownWords } from './known-words.ts'

export interface Filling {
  /** A file that is made. */
  path: string
  conversations: number
  /** Who had them, all but the last of each archived; by itself one user each. */
  users?: number
  /** In all of them together; an even number for each, because a round has two or four. */
  messages: number
}

const FIRST_MESSAGE_AT = Date.UTC(2026, 0, 1)
const BETWEEN_ROUNDS_MS = 60_000

/** Stands on one conversation in so many. */
export const TAG = 'children'
const TAGGED_EVERY = 100

/**
 * A database as years of texting would leave it, and the ids of its conversations: the rounds of
 * all conversations lie one after the other on the disk, counters and full text index follow from
 * the messages. The same numbers give the same words. About 20 seconds for a million messages.
 */
export function fillDatabase(filling: Filling): string[] {
  const { path, conversations, messages } = filling
  // Makes the tables; the bulk of it goes around drizzle and the disk's flushes.
  openDatabase(path).$client.close()
  const db = new SQLite(path)
  db.pragma('journal_mode = WAL')
  db.pragma('synchronous = OFF')
  const ids = db.transaction(() => {
    const made = insertConversations(db, filling)
    const resume = suspendSearchIndex(db)
    insertRounds(db, made, messages / conversations)
    resume()
    countMessages(db)
    return made
  })()
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  return ids
}

function insertConversations(
  db: SQLite.Database,
  { conversations, users = conversations }: Filling,
): string[] {
  const user = db.prepare(
    `INSERT INTO users (id, phone, name, role, status, created_at, updated_at)
     VALUES (?, ?, ?, 'member', 'active', ?, ?)`,
  )
  const userIds = Array.from({ length: users }, (_, index) => {
    const id = newId()
    const phone = `+1415${String(5_000_000 + index)}`
    user.run(id, phone, `Person ${index + 1}`, FIRST_MESSAGE_AT, FIRST_MESSAGE_AT)
    return id
  })
  const conversation = db.prepare(
    `INSERT INTO conversations (id, user_id, status, context_state, created_at, updated_at)
     VALUES (?, ?, ?, '{}', ?, ?)`,
  )
  const tag = db.prepare('INSERT INTO conversation_tags (conversation_id, tag) VALUES (?, ?)')
  return Array.from({ length: conversations }, (_, index) => {
    const id = newId()
    const status = index + users < conversations ? 'archived' : 'active'
    conversation.run(id, userIds[index % users], status, FIRST_MESSAGE_AT, FIRST_MESSAGE_AT)
    if (index % TAGGED_EVERY === 0) tag.run(id, TAG)
    return id
  })
}

function insertRounds(db: SQLite.Database, conversations: string[], messagesEach: number): void {
  const insert = db.prepare(
    `INSERT INTO messages (id, conversation_id, round, sequence, role, content, tool_calls,
       tool_call_id, name, model, prompt_tokens, completion_tokens, total_tokens, metadata, created_at)
     VALUES (@id, @conversation, @round, @sequence, @role, @content, @toolCalls,
       @toolCallId, @name, @model, @promptTokens, @completionTokens, @totalTokens, @metadata, @at)`,
  )
  let at = FIRST_MESSAGE_AT
  let said = 0
  for (let round = 1, left = messagesEach; left > 0; round++) {
    const size = left >= 4 && round % 2 === 0 ? 4 : 2
    left -= size
    for (const [index, conversation] of conversations.entries()) {
      at += BETWEEN_ROUNDS_MS
      for (const [sequence, message] of composeRound(size, index * 31 + round).entries()) {
        const isSaid = message.role !== 'tool' && message.content !== ''
        const content = isSaid ? withKnownWords(message.content, ++said) : message.content
        const place = { conversation, round, sequence, at: at + sequence }
        insert.run({ ...message, ...place, content, id: newId() })
      }
    }
  }
}

/** Takes the trigger of the full text index away; the returned function fills the index at once. */
function suspendSearchIndex(db: SQLite.Database): () => void {
  const trigger = "type = 'trigger' AND name = 'messages_search_insert'"
  const sql: unknown = db.prepare(`SELECT sql FROM sqlite_schema WHERE ${trigger}`).pluck().get()
  db.exec('DROP TRIGGER messages_search_insert')
  return () => {
    db.exec(
      `INSERT INTO messages_search (rowid, content)
       SELECT position, content FROM messages WHERE role <> 'tool' AND content <> ''`,
    )
    db.exec(String(sql))
  }
}

function countMessages(db: SQLite.Database): void {
  db.exec(
    `UPDATE conversations SET
       message_count = said.messages, round_count = said.rounds,
       title = (
         SELECT substr(content, 1, 60) FROM messages
         WHERE conversation_id = conversations.id AND round = 1 AND sequence = 0
       ),
       input_tokens = said.input, output_tokens = said.output, total_tokens = said.total,
       model = 'simulated', last_message_at = said.last_at, updated_at = said.last_at
     FROM (
       SELECT conversation_id, count(*) AS messages, max(round) AS rounds,
         total(prompt_tokens) AS input, total(completion_tokens) AS output,
         total(total_tokens) AS total, max(created_at) AS last_at
       FROM messages GROUP BY conversation_id
     ) AS said
     WHERE said.conversation_id = conversations.id`,
  )
}
