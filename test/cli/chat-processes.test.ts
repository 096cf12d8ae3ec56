import { expect, onTestFinished, test, vi } from 'vitest'
import { takeLock } from '../../src/db/lock.ts'
import { findFreePort } from '../../src/demo/free-port.ts'
import { type Env, startNeighbours } from '../helpers/command-line.ts'
import { startCommand } from '../helpers/command-process.ts'
import { SAM } from '../helpers/settings.ts'
import { columnAt } from '../helpers/sql.ts'
import { eventually } from '../helpers/until.ts'

// Processes start slowly on a busy machine.
vi.setConfig({ testTimeout: 240_000 })

/** A household without a model, the settings of a service and those of a terminal. */
async function startHome() {
  const neighbours = await startNeighbours()
  const serviceEnv = without(neighbours.env, /^LLM_/)
  const env = without(serviceEnv, /^(TWILIO|PUBLIC)_/)
  const path = env['DATABASE_PATH'] ?? ''
  const chat = (...args: string[]) => startCommand(['chat', ...args], env)
  /** Has Radarr answer nothing until the returned function is called. */
  const holdRadarr = () => {
    let release = () => {}
    const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
    let asked = 0
    neighbours.radarr.intercept = ({ path: asksFor }) => {
      if (asksFor.includes('system/status')) return 'pass'
      asked += 1
      return held
    }
    return { release, isAsked: () => expect(asked).toBeGreaterThan(0) }
  }
  return {
    ...neighbours,
    serviceEnv,
    env,
    path,
    chat,
    rows: (sql: string) => columnAt(path, sql),
    holdRadarr,
    /** Says a text and kills the chat while Radarr is being asked. */
    killMidway: async (text: string) => {
      const { release, isAsked } = holdRadarr()
      const killed = chat(text)
      await eventually(isAsked)
      killed.child.kill('SIGKILL')
      await killed.closed
      release()
      return killed
    },
  }
}

function without(env: Env, names: RegExp): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)))
}

async function startService(env: Env) {
  const port = await findFreePort()
  const service = startCommand(['start'], { ...env, HOST: '127.0.0.1', PORT: String(port) })
  await eventually(async () =>
    expect(await fetch(`http://127.0.0.1:${port}/ready`)).toHaveProperty('status', 200),
  )
  return { ...service, url: `http://127.0.0.1:${port}` }
}

const REPLIES = "select content from messages where role = 'assistant' and tool_calls is null"

test('piped lines are answered in order, beside a service and without one', async () => {
  const { serviceEnv, chat, twilio } = await startHome()
  const lines = 'is heat in\nadd dune\n1\nthanks\n'
  const pipe = () => {
    const command = chat()
    command.stdin.end(lines)
    return command.closed
  }

  const alone = await pipe()
  const service = await startService(serviceEnv)
  const beside = await pipe()
  service.child.kill('SIGTERM')
  const { code } = await service.closed

  expect(alone).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Heat \(1995\) is here\.\nWhich one\? .*\n1 Dune.*\n2 Dune.*\nDune \(2021\).*\nAny time\.\n$/,
    ),
    stderr: expect.stringMatching(/^Created session 'Session [-\d]+'\n$/),
  })
  expect(beside).toMatchObject({ code: 0, stdout: alone.stdout, stderr: '' })
  expect(twilio.messages).toEqual([])
  expect(code).toBe(0)
})

test('a chat killed in the middle of a turn leaves it to the next, which answers once', async () => {
  const { chat, killMidway, radarr, rows } = await startHome()
  const before = radarr.library.size
  const killed = await killMidway('add dune 1984')

  const next = await chat('thanks').closed

  expect(next).toMatchObject({ code: 0, stdout: 'Any time.\n', stderr: '' })
  expect(radarr.library.size).toBe(before + 1)
  expect(rows("select count(*) from outbox where kind = 'reply' group by key")).toEqual([1, 1])
  expect(rows("select body || ' ' || state from inbox order by position")).toEqual([
    'add dune 1984 done',
    'thanks done',
  ])
  expect(rows("select count(*) from messages where role = 'user'")).toEqual([2])
  expect(killed.printed.stdout).toBe('')
})

test('a text whose terminal was killed is answered by the service that starts next', async () => {
  const { killMidway, serviceEnv, rows, twilio } = await startHome()
  await killMidway('is heat in')

  const service = await startService(serviceEnv)

  await eventually(() => expect(rows(REPLIES)).toEqual(['Heat (1995) is here.']))
  const health = await (await fetch(`${service.url}/health`)).json()
  expect(health).toHaveProperty('queues.outbox.pending', 0)
  expect(twilio.messages).toEqual([])
})

test('two chats share the engine of the first, and the second takes over when that is gone', async () => {
  const { chat, holdRadarr, rows } = await startHome()
  const first = chat()
  first.stdin.write('thanks\n')
  await eventually(() => expect(first.printed.stdout).toBe('Any time.\n'))

  const second = chat()
  second.stdin.write('thanks\n')
  await eventually(() => expect(second.printed.stdout).toBe('Any time.\n'))
  const { release, isAsked } = holdRadarr()
  second.stdin.write('is heat in\n')
  await eventually(isAsked)
  first.child.kill('SIGKILL')
  await first.closed
  release()
  second.stdin.end()
  const { code, stdout, stderr } = await second.closed

  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: 'Any time.\nHeat (1995) is here.\n',
    stderr: '',
  })
  expect(rows('select state from inbox')).toEqual(['done', 'done', 'done'])
})

test('a bare answer counts in the terminal that was asked, and in no other', async () => {
  const { chat, radarr } = await startHome()
  const before = radarr.library.size
  const [asked, other] = [chat('-s', 'kitchen'), chat('-s', 'kitchen')]
  const say = async (terminal: typeof asked, text: string, told: RegExp) => {
    terminal.stdin.write(`${text}\n`)
    await eventually(() => expect(terminal.printed.stdout).toMatch(told))
  }

  await say(other, 'thanks', /^Any time\.\n$/)
  await say(asked, 'find dune 1984', /Reply YES/)
  await say(other, 'yes', /\n.*\n$/)
  expect(radarr.library.size).toBe(before)
  await say(asked, 'yes', /Dune \(1984\).*\n.*Dune \(1984\)/)

  expect(radarr.library.size).toBe(before + 1)
  for (const { stdin, closed } of [asked, other]) {
    stdin.end()
    expect(await closed).toHaveProperty('code', 0)
  }
})

test('two chats that start at once on a new database both answer', async () => {
  const { chat } = await startHome()

  const ended = await Promise.all(['is heat in', 'thanks'].map((text) => chat(text).closed))

  expect(ended.map(({ code, stdout }) => ({ code, stdout }))).toEqual([
    { code: 0, stdout: 'Heat (1995) is here.\n' },
    { code: 0, stdout: 'Any time.\n' },
  ])
  expect(ended.map(({ stderr }) => stderr).join('')).toMatch(/^Created session 'Session [-\d]+'\n$/)
})

test('a service does not start while a chat has the database, and says which process that is', async () => {
  const { chat, serviceEnv } = await startHome()
  const chatting = chat()
  chatting.stdin.write('thanks\n')
  await eventually(() => expect(chatting.printed.stdout).toBe('Any time.\n'))

  const service = await startCommand(['start'], serviceEnv).closed
  chatting.stdin.end()

  expect(service).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      new RegExp(`^Another Usherr \\(process ${chatting.child.pid} on .*\\) works on .*\\n$`),
    ),
  })
  expect(await chatting.closed).toHaveProperty('code', 0)
})

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  '%s in the middle of a turn leaves the store whole and free, and the text to the next start',
  async ([signal, code]) => {
    const { chat, holdRadarr, path, rows } = await startHome()
    const { release, isAsked } = holdRadarr()
    const left = chat('is heat in')
    await eventually(isAsked)
    left.child.kill(signal)
    await eventually(() => expect(left.printed.stderr).toContain('Left before'))
    release()
    const ended = await left.closed

    expect(ended).toMatchObject({
      code,
      stdout: '',
      stderr: expect.stringMatching(/Left before the answer came\. The text is kept/),
    })
    takeLock(path).release()
    expect(rows('pragma integrity_check')).toEqual(['ok'])
    expect(rows("select state || ' ' || attempts from inbox")).toEqual(['waiting 0'])

    await chat('thanks').closed
    expect(rows(REPLIES)).toEqual(['Heat (1995) is here.', 'Any time.'])
  },
)

test('who leaves without a text that waits leaves well', async () => {
  const { chat, path } = await startHome()
  const chatting = chat()
  chatting.stdin.write('thanks\n')
  await eventually(() => expect(chatting.printed.stdout).toBe('Any time.\n'))

  chatting.child.kill('SIGINT')

  expect(await chatting.closed).toMatchObject({ code: 0 })
  takeLock(path).release()
})

test('a chat hands its texts to a service that takes many others, without a lock error', async () => {
  const { serviceEnv, chat, twilio } = await startHome()
  const service = await startService(serviceEnv)
  onTestFinished(() => void service.child.kill('SIGKILL'))

  const chats = ['living-room', 'kitchen', 'office'].map((session) => {
    const command = chat('--session', session)
    command.stdin.end('thanks\n'.repeat(10))
    return command.closed
  })
  const ended = await Promise.all(chats)

  for (const [index, session] of ['living-room', 'kitchen', 'office'].entries()) {
    expect(ended[index]).toMatchObject({
      code: 0,
      stdout: 'Any time.\n'.repeat(10),
      stderr: `Created session '${session}'\n`,
    })
  }
  expect(twilio.messages.filter(({ to }) => to === SAM)).toEqual([])
  expect(service.printed.output).not.toMatch(/"level":[56]0/)
})
