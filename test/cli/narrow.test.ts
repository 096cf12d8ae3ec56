import { expect, test } from 'vitest'
import { displayWidth } from '../../src/text-width.ts'
import { usherr } from '../helpers/command-line.ts'
import { FINDING, SAM, startConversations } from '../helpers/conversations.ts'

const COLUMNS = 60

test.for([
  ['sessions', 'stats'],
  ['templates', 'list'],
  ['sessions', 'list'],
])('nothing that usherr %s %s prints is wider than the terminal', async (command) => {
  const { path, now, say, store } = await startConversations()
  const env = { DATABASE_PATH: path, TZ: 'UTC', LLM_PRICES: 'other=1/2' }
  const printed = async () =>
    (await usherr(command, env, { columns: COLUMNS }, { now })).stdout.split('\n')
  const empty = await printed()
  await store.templates.save({
    name: 'a name of many words that nobody wants to type again',
    title: 'a title that is longer still than what it is called',
    tags: ['films', 'shows', 'both'],
    opening: 'what do you have in the way of comedies from the nineties',
  })
  await say(SAM, { user: 'hi', reply: 'Hello.', steps: FINDING, tokens: 123_456_789 })

  const lines = [...empty, ...(await printed())]

  expect(lines.filter((line) => displayWidth(line) > COLUMNS)).toEqual([])
})

test('the tables of usherr sessions stats lose nothing on a narrow terminal', async () => {
  const { path, now, say } = await startConversations()
  const env = { DATABASE_PATH: path, TZ: 'UTC', LLM_PRICES: 'other=1/2' }
  await say(SAM, { user: 'hi', reply: 'Hello.', steps: FINDING, tokens: 12_345_678 })

  const { stdout } = await usherr(['sessions', 'stats'], env, { columns: COLUMNS }, { now })

  expect(stdout).not.toContain('…')
  expect(stdout).toMatch(/^Day +Texts +Segments +Input +Output +Cost$/m)
  expect(stdout).toMatch(/^2026-11-20 +1 +0 +12,345,778 +11 +not known$/m)
})
