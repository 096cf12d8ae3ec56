import { dirname, join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { INTERRUPTED } from '../../../src/cli/run.ts'
import { usherr } from '../../helpers/command-line.ts'
import { SAM, startConversations } from '../../helpers/conversations.ts'

const MESSAGES = 5_000

async function startLong() {
  const here = await startConversations()
  const id = await here.say(SAM, { user: 'hi', reply: 'Hello.' })
  const db = new SQLite(here.path)
  onTestFinished(() => void db.close())
  const add = db.prepare(
    "insert into messages (id, conversation_id, round, sequence, role, content, created_at) values (?, ?, ?, 0, 'user', 'again', 1)",
  )
  db.transaction(() => {
    for (let round = 2; round < MESSAGES; round++) add.run(`${id}-${round}`, id, round)
    db.prepare('update conversations set message_count = ?, round_count = ?').run(
      MESSAGES,
      MESSAGES - 1,
    )
  })()
  const env = { DATABASE_PATH: here.path, TZ: 'UTC' }
  const file = join(dirname(here.path), 'long.json')
  await usherr(['sessions', 'export', id, '--output', file], env)
  db.pragma('busy_timeout = 0')
  /** Resolves with whether the command was met in the middle of its one transaction. */
  const begun = async (command: Promise<unknown>): Promise<boolean> => {
    let hasEnded = false
    void command.finally(() => (hasEnded = true))
    while (!hasEnded) {
      if (isHeld(db)) return true
      await setImmediate()
    }
    return false
  }
  return { ...here, id, env, file, begun }
}

function isHeld(db: SQLite.Database): boolean {
  try {
    db.exec('begin immediate')
    db.exec('rollback')
    return false
  } catch {
    return true
  }
}

const COMMANDS = {
  branch: ({ id }: { id: string }) => ['branch', id, '--id', 'copy'],
  import: ({ file }: { file: string }) => ['import', file, '--id', 'copy'],
}

test.for(['branch', 'import'] as const)(
  'Ctrl-C in the middle of a long %s is heard, and nothing of it is there',
  async (which) => {
    const here = await startLong()

    const command = usherr(['sessions', ...COMMANDS[which](here)], here.env)
    expect(await here.begun(command)).toBe(true)
    process.emit('SIGINT')

    expect(await command).toEqual({
      code: INTERRUPTED,
      stdout: '',
      stderr: 'Nothing was changed.\n',
    })
    expect(here.rows("select id from conversations where id = 'copy'")).toEqual([])
    expect(here.rows('select count(*) as count from messages')).toEqual([{ count: MESSAGES }])
  },
)

test.for(['branch', 'import'] as const)('a long %s is one commit, and whole', async (which) => {
  const here = await startLong()

  const command = usherr(['sessions', ...COMMANDS[which](here)], here.env)
  expect(await here.begun(command)).toBe(true)
  const seen = here.rows('select id from conversations')

  expect(await command).toMatchObject({ code: 0, stderr: '' })
  expect(seen).toEqual([{ id: here.id }])
  expect(await here.store.conversations.find('copy')).toMatchObject({
    messageCount: MESSAGES,
    roundCount: MESSAGES - 1,
  })
  const said = 'select round, sequence, role, content from messages where conversation_id = ?'
  const order = 'order by round, sequence'
  expect(here.rows(`${said} ${order}`, 'copy')).toEqual(here.rows(`${said} ${order}`, here.id))
  expect(await here.store.conversations.miscounted()).toEqual([])
})
