import { assert, expect, test } from 'vitest'
import { exportJson } from '../../src/transfer/export-json.ts'
import { readExport, toCopy } from '../../src/transfer/import-json.ts'
import { SAM, startConversations } from '../helpers/conversations.ts'

type Conversations = Awaited<ReturnType<typeof startConversations>>

async function exportOf({ store, userOf, messages }: Conversations, id: string): Promise<string> {
  const conversation = await store.conversations.find(id)
  assert(conversation)
  const source = { conversation, user: await userOf(SAM), tags: [], messages: [messages(id)] }
  return [...exportJson(source)].join('')
}

test('a summary goes along with its conversation, and what it cost', async () => {
  const here = await startConversations()
  const there = await startConversations()
  const id = await here.say(SAM, { user: 'find heat', reply: 'Heat is here.', tokens: 7 })
  const from = await here.store.summaries.untoldBefore(id, 2)
  assert(from)
  const cost = { day: '2026-11-20', model: 'm', inputTokens: 3, outputTokens: 2, totalTokens: 5 }
  await here.store.summaries.save({ from, text: 'They like crime.', round: 1, cost })
  const json = await exportOf(here, id)

  const { id: userId } = await there.userOf(SAM)
  await there.store.conversations.insertCopy(toCopy(readExport(json), userId))

  expect(await exportOf(there, id)).toBe(json)
  expect(await there.store.conversations.find(id)).toMatchObject({
    summary: 'They like crime.',
    summaryRound: 1,
    totalTokens: 13,
  })
  expect(await there.store.conversations.miscounted()).toEqual([])
})
