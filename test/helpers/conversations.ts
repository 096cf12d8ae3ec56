import SQLite from 'better-sqlite3'
import { assert, onTestFinished } from 'vitest'
import { messagesInParts, type NewMessage } from '../../src/db/messages.ts'
import { readBeside } from '../../src/store/beside.ts'
import { databasePath, openStore } from './store.ts'

export const SAM = '+14155550101'
export const KIM = '+14155550102'

/** One side of a round: what the person texts, and how it is answered. */
export interface Said {
  user: string
  reply: string
  steps?: Array<Omit<NewMessage, 'conversationId' | 'round'>>
  tokens?: number
}

/** A store on a real file with Sam, an admin, and Kim, a member, whose clock the test moves. */
export async function startConversations(path = databasePath()) {
  let now = Date.UTC(2026, 10, 20, 12)
  const store = openStore({ path, now: () => now })
  await store.users.seed([
    { phone: SAM, name: 'Sam', role: 'admin' },
    { phone: KIM, name: 'Kim', role: 'member' },
  ])
  const beside = new SQLite(path)
  onTestFinished(() => void beside.close())
  let texts = 0

  const userOf = async (phone: string) => {
    const user = await store.users.findByPhone(phone)
    assert(user)
    return user
  }

  return {
    store,
    path,
    userOf,
    advance: (ms: number) => void (now += ms),
    now: () => now,
    /** All that was said in a conversation, oldest first. */
    messages: (id: string) => readBeside(path, (tx) => [...messagesInParts(tx, id)].flat()),
    rows: (sql: string, ...values: unknown[]) => beside.prepare(sql).all(...values),

    /** One whole turn, as the service stores it; resolves with the conversation it went into. */
    say: async (
      phone: string,
      { user: body, reply, steps = [], tokens }: Said,
    ): Promise<string> => {
      const sid = `SM${++texts}`
      const user = await userOf(phone)
      const text = { sid, channel: 'sms' as const, address: phone, body, mediaCount: 0 }
      await store.inbox.accept(text)
      const round = await store.rounds.open({
        sid,
        user,
        title: body,
        day: '2026-11-20',
        idleMs: 24 * 3_600_000,
      })
      for (const step of steps) await store.rounds.saveStep(round, step)
      const cost = tokens && { promptTokens: tokens, completionTokens: 1, totalTokens: tokens + 1 }
      await store.rounds.end(round, {
        message: { role: 'assistant', content: reply, model: 'small', ...cost },
        body: reply,
        segments: 1,
        rest: undefined,
        list: undefined,
        state: 'done',
      })
      return round.conversation.id
    },
  }
}

/** A call of `find` and its result, as a round holds them. */
export const FINDING: NonNullable<Said['steps']> = [
  {
    role: 'assistant',
    content: '',
    model: 'small',
    toolCalls: [
      { id: 'call_1', type: 'function', function: { name: 'find', arguments: '{"title":"Heat"}' } },
    ],
    promptTokens: 100,
    completionTokens: 10,
    totalTokens: 110,
  },
  { role: 'tool', content: 'Heat (1995) is here.', toolCallId: 'call_1', name: 'find' },
]
