import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { ChatRequest } from '../../src/demo/simulated-model.ts'
import { startNeighbours, usherr } from '../helpers/command-line.ts'
import { startCommand } from '../helpers/command-process.ts'
import { rowsAt } from '../helpers/sql.ts'
import { eventually } from '../helpers/until.ts'

// Twenty messages are the text and nine rounds; so the window of the eleventh moves.
const BEFORE = 'hello there\n'.repeat(10)

/** A terminal whose next text makes a summary due, which the model writes as `note` says. */
async function startTalk(note: () => Promise<string>) {
  let asked = 0
  const isSummary = ({ tools }: ChatRequest) => tools === undefined
  const neighbours = await startNeighbours({
    answer: async (request) => {
      if (!isSummary(request)) return { role: 'assistant', content: 'Hello.' }
      asked += 1
      return { role: 'assistant', content: await note() }
    },
  })
  const env = Object.fromEntries(
    Object.entries({ ...neighbours.env, HISTORY_MESSAGES: '20' }).filter(
      ([name]) => !/^(TWILIO|PUBLIC)_/.test(name),
    ),
  )
  await usherr(['chat'], env, { typed: BEFORE })
  expect(asked).toBe(0)
  const rows = (sql: string) => rowsAt(env['DATABASE_PATH'] ?? '', sql)
  return { env, rows, asked: () => asked }
}

test('who only ever says one thing at a time has summaries too, and they are counted', async () => {
  // Longer than it takes to print the answer.
  const { env, rows } = await startTalk(() => setTimeout(300, 'They greet a lot.'))
  const counted = () => rows('select input_tokens from token_usage')

  const before = counted()
  const { code, stdout, stderr } = await usherr(['chat', 'hello again'], env)

  expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: 'Hello.\n', stderr: '' })
  expect(rows('select summary, summary_round from conversations')).toEqual([
    { summary: 'They greet a lot.', summary_round: 9 },
  ])
  expect(before).not.toEqual(counted())
  expect((await usherr(['sessions', 'verify'], env)).code).toBe(0)
})

test('a provider that writes for long is not waited for, and is asked again the next time', async () => {
  const held: Array<(notes: string) => void> = []
  const { env, rows, asked } = await startTalk(
    () => new Promise((resolve) => void held.push(resolve)),
  )

  const slow = await usherr(['chat', 'hello again'], env)
  const summary = rows('select summary from conversations')
  held.pop()?.('Too late.')
  const next = usherr(['chat', 'hello once more'], env)
  await eventually(() => expect(asked()).toBe(2))
  held.pop()?.('They greet a lot.')

  expect(slow).toEqual({ code: 0, stdout: 'Hello.\n', stderr: '' })
  expect(summary).toEqual([{ summary: null }])
  expect(await next).toMatchObject({ code: 0, stdout: 'Hello.\n' })
  expect(rows('select summary from conversations')).toEqual([{ summary: 'They greet a lot.' }])
})

test('Ctrl-C while a summary is written leaves without it', async () => {
  const { env, rows, asked } = await startTalk(() => new Promise(() => {}))
  const chat = startCommand(['chat', 'hello again'], env)
  await eventually(() => expect([asked(), chat.printed.stdout]).toEqual([1, 'Hello.\n']))

  chat.child.kill('SIGINT')

  expect(await chat.closed).toMatchObject({ code: 0, stderr: '' })
  expect(rows('select summary from conversations')).toEqual([{ summary: null }])
})
