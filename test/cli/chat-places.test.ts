import { expect, test } from 'vitest'
import { buildSystemPrompt } from '../../src/conversation/system-prompt.ts'
import { startNeighbours, usherr } from '../helpers/command-line.ts'
import { KIM } from '../helpers/settings.ts'
import { rowsAt } from '../helpers/sql.ts'

/** A terminal without a model. */
async function startHome() {
  const neighbours = await startNeighbours()
  const env = Object.fromEntries(
    Object.entries(neighbours.env).filter(([name]) => !/^(TWILIO|PUBLIC|LLM)_/.test(name)),
  )
  const rows = (sql: string) => rowsAt(env['DATABASE_PATH'] ?? '', sql)
  const chat = (...args: string[]) => usherr(['chat', 'thanks', ...args], env)
  return { env, rows, chat }
}

const ROUNDS = 'select id, round_count from conversations order by id'

test('a day is no beginning of another day', async () => {
  const { chat, rows } = await startHome()

  await chat('--session', '2026-11-26')
  await chat('--session', '2026-11-2')

  expect(rows(ROUNDS)).toEqual([
    { id: '2026-11-2', round_count: 1 },
    { id: '2026-11-26', round_count: 1 },
  ])
})

test('what is called so goes before what begins so', async () => {
  const { chat, rows } = await startHome()
  await chat('--session', 'beef0000-d7a0-7000-8000-000000000001')
  await chat('--session', 'stew', '--session-name', 'beef')

  await chat('--session', 'beef')

  expect(rows(ROUNDS)).toEqual([
    { id: 'beef0000-d7a0-7000-8000-000000000001', round_count: 1 },
    { id: 'stew', round_count: 2 },
  ])
})

test('of sessions of one name the one of who speaks is meant', async () => {
  const { chat, rows } = await startHome()
  for (const id of ['kim-1', 'kim-2']) {
    await chat('--as', KIM, '--session', id, '--session-name', 'Films')
  }
  await chat('--session', 'mine', '--session-name', 'Films')

  const { code } = await chat('--session', 'films')

  expect(code).toBe(0)
  expect(rows("select round_count from conversations where id = 'mine'")).toEqual([
    { round_count: 2 },
  ])
})

test('NEW begins another session, also where none is made unnamed', async () => {
  const { env, rows } = await startHome()
  const strict = { ...env, SESSION_AUTO_CREATE: 'no' }

  const typed = 'thanks\nnew\nthanks\nthanks\n'
  const said = await usherr(['chat', '--session', 'room'], strict, { typed })

  expect(said).toMatchObject({ code: 0 })
  expect(said.stdout).toBe(
    'Any time.\nFresh start. What are you looking for?\nAny time.\nAny time.\n',
  )
  expect(rows('select status, round_count from conversations order by created_at')).toEqual([
    { status: 'archived', round_count: 2 },
    { status: 'active', round_count: 2 },
  ])
})

test('a hello in a terminal does not say that STOP ends anything', async () => {
  const { env } = await startHome()

  const { stdout } = await usherr(['chat', 'hi'], env)

  expect(stdout).toContain('Reply ? for more.\n')
  expect(stdout).not.toContain('STOP')
})

test("the model's help and its greeting leave STOP out in a terminal, the prompt the same as ever", async () => {
  const { env, model } = await startNeighbours({
    answer: ({ messages }) =>
      messages.at(-1)?.role === 'tool'
        ? { role: 'assistant', content: '' }
        : {
            role: 'assistant',
            content: null,
            tool_calls: [
              { id: 'call_1', type: 'function', function: { name: 'help', arguments: '{}' } },
            ],
          },
  })
  const own = Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(TWILIO|PUBLIC)_/.test(name)),
  )

  const { stdout } = await usherr(['chat', 'what can you do for me'], own)

  expect(stdout).toContain('NEW to start over.\n')
  expect(stdout).not.toContain('STOP')
  const [system, text] = model.requests[0]?.messages ?? []
  expect(system?.content).toBe(buildSystemPrompt('Sam'))
  expect(text?.content).toContain('| in a terminal, where STOP ends nothing: do not name it')
})
