import { expect, test } from 'vitest'
import { readHistory } from '../../src/conversation/read-history.ts'
import { SAM, startConversations } from '../helpers/conversations.ts'

/** A conversation of so many rounds of two messages, and a count of what is read of it. */
async function longConversation(rounds: number, length = 0) {
  const { store, say, rows } = await startConversations()
  const id = await say(SAM, { user: 'text 1', reply: 'reply 1' })
  rows(
    `with recursive n(round) as (select 2 union all select round + 1 from n where round < ?)
     insert into messages (id, conversation_id, round, sequence, role, content, created_at)
     select round || '.' || sequence, ?, round, sequence,
       iif(sequence = 0, 'user', 'assistant'), round || printf('%.*c', ?, 'x'), 1
     from n, (select 0 as sequence union all select 1) order by round, sequence returning id`,
    rounds,
    id,
    length,
  )
  let read = 0
  const history: typeof store.rounds.history = async (...args) => {
    const page = await store.rounds.history(...args)
    read += page.length
    return page
  }
  return { history, place: { conversationId: id, round: rounds + 1 }, countRead: () => read }
}

const NONE = { messages: Infinity, tokens: Infinity }

test('exactly as many messages are read as the window may hold, up to the round before', async () => {
  const { history, place, countRead } = await longConversation(300)

  const { messages, isComplete } = await readHistory(
    history,
    { ...place, round: 201 },
    { messages: 250 },
  )

  expect(countRead()).toBe(250)
  expect(messages.map(({ round, sequence }) => round * 2 + sequence)).toEqual(
    Array.from({ length: 250 }, (_, at) => 152 + at),
  )
  expect(isComplete).toBe(false)
})

test('without a limit on messages no more is read than the tokens allow', async () => {
  const { history, place, countRead } = await longConversation(2_000, 300)

  const { isComplete } = await readHistory(history, place, { ...NONE, contextTokens: 8192 })

  expect(countRead()).toBe(100)
  expect(isComplete).toBe(false)
})

test('without any limit, and without a provider, it is bounded all the same', async () => {
  const { history, place, countRead } = await longConversation(2_000, 300)

  await readHistory(history, place, NONE)

  expect(countRead()).toBe(100)
})

test('a provider that takes much is given much', async () => {
  const { history, place } = await longConversation(2_000, 30)

  const { messages, isComplete } = await readHistory(history, place, {
    ...NONE,
    contextTokens: 1_000_000,
  })

  expect(messages).toHaveLength(4_000)
  expect(messages[0]).toMatchObject({ round: 1, content: 'text 1' })
  expect(isComplete).toBe(true)
})

test('a conversation that is shorter than the limit is read whole', async () => {
  const { history, place } = await longConversation(3)

  const { messages, isComplete } = await readHistory(history, place, { messages: 50 })

  expect(messages).toHaveLength(6)
  expect(isComplete).toBe(true)
})
