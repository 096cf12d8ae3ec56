import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { takeLock } from '../../src/db/lock.ts'
import { type Env, startNeighbours, usherr } from '../helpers/command-line.ts'
import { SAM, startHousehold } from '../helpers/household.ts'

test.for([[[]], [['--help']]] as const)('usherr %s tells what there is', async ([args]) => {
  const { code, stdout, stderr } = await usherr(args, {})

  expect(stdout).toContain('usherr [options] [command]')
  for (const name of [
    'start',
    'demo',
    'doctor',
    'backup',
    'restore',
    'connect twilio',
    'users strangers',
    'queue',
    'trace',
    'sessions',
    'templates',
  ]) {
    expect(stdout).toContain(name)
  }
  expect(stdout).toContain('Exit codes: 0 done, 1 something is wrong')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test.for([80, 60, 40])(
  'no line of the help is wider than a terminal of %i columns',
  async (columns) => {
    const helps = [['--help'], ['queue', 'drop', '--help'], ['trace', '--help']]

    const printed = await Promise.all(helps.map((args) => usherr(args, {}, { columns })))

    const lines = printed.flatMap(({ stdout }) => stdout.split('\n'))
    // Of a command that is shown beside its description, commander breaks the latter alone.
    expect(lines.filter((line) => line.length > Math.max(columns, 60))).toEqual([])
  },
)

test('--version is that of the package', async () => {
  const { code, stdout } = await usherr(['--version'], {})

  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  expect(code).toBe(0)
})

test.for([
  [['docter'], "unknown command 'docter'"],
  [['doctor', 'now'], 'too many arguments'],
  [['sessions', 'create', 'two words'], 'What it is called goes into --name.'],
  [['sessions', 'lst'], "unknown command 'lst'\n(Did you mean"],
  [['queue', 'dorp'], "unknown command 'dorp'\n(Did you mean drop?)"],
  [['templates', 'sav'], "unknown command 'sav'\n(Did you mean save?)"],
  [['migrate', 'statsu'], "unknown command 'statsu'\n(Did you mean status?)"],
  [['connect', 'vonage'], "unknown command 'vonage'"],
  [['conversations', '--help'], "unknown command 'conversations'\n`usherr --help` lists"],
  [['queue', 'dorp', '-h'], "unknown command 'dorp'\n(Did you mean drop?)"],
  [['doctor', '--fast'], "unknown option '--fast'"],
  [['connect'], 'Usage: usherr connect'],
  [['backup'], "missing required argument 'file'"],
  [['restore', 'a', 'b'], 'too many arguments'],
  [['docter'], '`usherr --help` lists the commands.'],
  [['queue', 'retry'], "missing required argument 'id'\n`usherr queue` lists them."],
  [['queue', 'drop'], "missing required argument 'id'\n`usherr queue` lists them."],
  [['trace'], '`usherr trace --help` says how it is used.'],
  [['users', 'strangers', 'x'], '`usherr users strangers --help` says how it is used.'],
] as const)('usherr %s is not understood', async ([args, words]) => {
  const { code, stdout, stderr } = await usherr(args, {})

  expect(stderr).toContain(words)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
})

test('a mistake of ours is shown with its stack', async () => {
  const mistake = async () => {
    throw new TypeError('x is not a function')
  }

  const { code, stderr } = await usherr(['start'], {}, {}, { start: mistake })

  expect(stderr).toMatch(/^TypeError: x is not a function\n +at .*run\.test\.ts/)
  expect(code).toBe(1)
})

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/** The command line in a process of its own, in a folder with this `.env`. */
async function runProcess(args: readonly string[], dotenv: Env) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const lines = Object.entries(dotenv).map(([name, value]) => `${name}='${value}'\n`)
  writeFileSync(join(folder, '.env'), lines.join(''))
  const child = spawn(process.execPath, ['--import', TSX, CLI, ...args], { cwd: folder, env: {} })
  child.stdin.end()
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  }
  const [code]: unknown[] = await once(child, 'close')
  return { code, output }
}

test('the process reads .env, ends by itself and leaves its exit code', async () => {
  const { env } = await startNeighbours()

  const [well, unwell] = await Promise.all([
    runProcess(['doctor'], env),
    runProcess(['doctor'], { ...env, ADMIN_PHONES: '' }),
  ])

  expect(well).toEqual({ code: 0, output: expect.stringMatching(/\nAll good\.\n$/) })
  expect(unwell).toEqual({ code: 1, output: expect.stringMatching(/\n1 thing to mend\.\n$/) })
  expect(well.output).not.toContain('\u001B')
})

test('commands of their own processes work beside a service that owns the database', async () => {
  const household = await startHousehold()
  const { databasePath: DATABASE_PATH } = household.config
  const lock = takeLock(DATABASE_PATH)
  const faults = [{ status: 400, body: { code: 30006 } }]
  household.twilio.intercept = ({ method }) => (method === 'POST' && faults.shift()) || 'pass'
  await household.text(SAM, 'is heat in?')

  const traced = await runProcess(['trace', SAM], { DATABASE_PATH })
  const retried = await runProcess(['queue', 'retry', 'out-1'], { DATABASE_PATH })
  await household.told(SAM, 'Heat (1995) is here.')
  await household.settled()
  const listed = await runProcess(['queue'], { DATABASE_PATH })
  lock.release()

  expect(traced.output).toContain('\nout-1  failed  30006: a landline')
  expect(retried).toEqual({ code: 0, output: expect.stringMatching(/^out-1: is sent again\.\n/) })
  expect(listed).toEqual({
    code: 0,
    output: 'Nothing waits, and nothing was given up in the last 7 days.\n',
  })
})

test('usherr start is the service, and ends with its code', async () => {
  const { code, output } = await runProcess(['start'], { PORT: 'x' })

  expect(output).toContain('PORT must be a whole number')
  expect(code).toBe(1)
})

test('a service that starts on settings which are hardly meant says so', async () => {
  const { env } = await startNeighbours()

  const { output } = await runProcess(['start'], {
    ...env,
    LLM_BASE_URL: 'http://ollama:11434',
    // An address of nobody's, so that it ends there.
    HOST: '192.0.2.1',
  })

  expect(output).toContain('LLM_BASE_URL names no version of the API: add /v1.')
  expect(output).toContain('Cannot listen on 192.0.2.1')
})

test('usherr demo is the demo', async () => {
  const { code, output } = await runProcess(['demo'], {})

  expect(output).toContain('Starting Usherr...')
  expect(code).toBe(0)
})

test.for([
  [['sessions', 'show', '\u001B[31mred']],
  [['\u001B[31mred']],
  [['sessions', 'list', '--limit', '\u001B[31mred']],
  [['restore', '\u001B[31mred']],
] as const)('what is complained of does not draw: usherr %j', async ([args]) => {
  const household = await startHousehold()

  const { code, stderr } = await usherr(args, { DATABASE_PATH: household.config.databasePath })

  expect(code).toBeGreaterThan(0)
  expect(stderr).toContain('[31mred')
  expect(stderr).not.toMatch(/[^\P{C}\n]/u)
})
