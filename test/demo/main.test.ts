import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'

const MAIN = fileURLToPath(new URL('../../src/demo/main.ts', import.meta.url))
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

// One for all of them: tsx keeps there what it has compiled.
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'usherr-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

/** The demo in a process of its own, with pipes in place of a terminal and no settings but `env`. */
function startDemo(env: Record<string, string> = {}) {
  const demo = spawn(process.execPath, ['--import', TSX, MAIN], {
    cwd: folder,
    env: { TMPDIR: folder, ...env },
  })
  let output = ''
  for (const stream of [demo.stdout, demo.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk))
  }
  const closed = once(demo, 'close')
  onTestFinished(async () => {
    demo.kill()
    await closed
  })

  return {
    enter: (...lines: string[]) => demo.stdin.write(lines.map((line) => `${line}\n`).join('')),
    output: () => output,
    /** Resolves with the code of the nth question to remove something. */
    code: (nth: number): Promise<string> =>
      vi.waitFor(
        () => {
          const questions = conversation(output).filter((line) => line.includes(': Remove '))
          const [, code] = /YES (\d{4})/.exec(questions[nth - 1] ?? '') ?? []
          assert(code, 'has not been asked yet')
          return code
        },
        { interval: 20, timeout: 20_000 },
      ),
    /** Resolves with the part in brackets once it is shown. */
    shown: (words: RegExp): Promise<string> =>
      vi.waitFor(
        () => {
          const [, part] = words.exec(output) ?? []
          assert(part, 'is not shown yet')
          return part
        },
        { interval: 20, timeout: 20_000 },
      ),
    /** Presses Ctrl-C as soon as there is something to be seen. */
    interrupt: async (): Promise<unknown> => {
      await once(demo.stdout, 'data')
      demo.kill('SIGINT')
      const [exitCode]: unknown[] = await closed
      return exitCode
    },
    /** Ends the input and resolves with the exit code. */
    end: async (): Promise<unknown> => {
      demo.stdin.end()
      const [exitCode]: unknown[] = await closed
      return exitCode
    },
    /** What is left of the database. */
    leftovers: () => readdirSync(folder).filter((name) => name.startsWith('usherr-demo')),
  }
}

/** The printed bubbles, each as one line: who, what, and the segments in brackets. */
function conversation(output: string): string[] {
  const bubbles = / *╭─ (.+?) ─*╮\n((?: *│ .* │\n)+) *╰─*╯\n(?: +(\d) segments?)?/g
  return [...output.matchAll(bubbles)].map(([, name, rows = '', segments]) => {
    const body = rows.split('\n').map((row) => row.replace(/^ *│ (.*?) *│$/, '$1'))
    return `${name}: ${body.join(' ').trim()}${segments ? ` [${segments}]` : ''}`
  })
}

test('a household texts, asks and confirms', { timeout: 40_000 }, async () => {
  const demo = startDemo()

  demo.enter('is dune part two in?', 'yes', 'delete heat')
  const first = await demo.code(1)
  demo.enter('yes', 'no', 'delete heat')
  const second = await demo.code(2)
  const wrong = ['1000', '1001', '1002'].find((code) => code !== first && code !== second)
  demo.enter(`YES ${wrong}`, `YES ${second}`, `YES ${second}`)
  demo.enter('/as member', 'delete dune', 'no', 'STOP', '/commands')
  const exitCode = await demo.end()

  expect(conversation(demo.output())).toEqual([
    'Sam: is dune part two in?',
    "Usherr: Dune: Part Two (2024) isn't here. Want me to add it? Reply YES. [1]",
    'Sam: yes',
    'Usherr: Added Dune: Part Two (2024) in 1080p. Searching for it now. [1]',
    'Sam: delete heat',
    `Usherr: Remove Heat (1995) and delete its file, 14 GB? Reply YES ${first}, or NO to keep it. [1]`,
    'Sam: yes',
    `Usherr: This deletes a file, so I need the number too: YES ${first}, or NO to keep it. [1]`,
    'Sam: no',
    'Usherr: OK, Heat (1995) stays. [1]',
    'Sam: delete heat',
    `Usherr: Remove Heat (1995) and delete its file, 14 GB? Reply YES ${second}, or NO to keep it. [1]`,
    `Sam: YES ${wrong}`,
    `Usherr: That's not the number. Reply YES ${second}, or NO to keep it. [1]`,
    `Sam: YES ${second}`,
    'Usherr: Removed Heat (1995) and its file (14 GB). [1]',
    `Sam: YES ${second}`,
    'Usherr: Heat (1995) is already gone. [1]',
    'Kim: delete dune',
    expect.stringContaining('Usherr: Removing is for admins here.'),
    'Kim: no',
    'Usherr: OK. [1]',
    'Kim: STOP',
  ])
  expect(demo.output()).toMatch(
    /no reply: texts have ended.*\n +Commands: [^]*\/quit\. [^]*503\.\n$/,
  )
  expect(exitCode).toBe(0)
  expect(demo.leftovers()).toEqual([])
})

test('a stranger is asked for a name and let in by an admin', { timeout: 40_000 }, async () => {
  const demo = startDemo()

  demo.enter('/as stranger', 'hi', 'Alex')
  const code = await demo.shown(/APPROVE (\d{4})/)
  demo.enter('/as admin', `APPROVE ${code}`)
  await demo.shown(/(Hi Alex)/)
  const exitCode = await demo.end()

  const lines = conversation(demo.output())
  expect(lines).toContain('+14155550199: Alex')
  expect(lines).toContainEqual(expect.stringContaining("Usherr: Thanks, Alex. I've asked"))
  expect(lines).toContainEqual(expect.stringContaining('Usherr to Sam: Alex (+1 415 ... 0199)'))
  expect(lines).toContainEqual(expect.stringContaining('Usherr to +14155550199: Hi Alex'))
  expect(exitCode).toBe(0)
})

test('what still works goes on when a neighbour is down', { timeout: 40_000 }, async () => {
  const demo = startDemo()

  demo.enter('/radarr down', 'is heat in?', '/radarr up', '/model down', 'is heat in?')
  demo.enter('/model up', 'is heat in?')
  const exitCode = await demo.end()

  const answers = conversation(demo.output()).filter((line) => line.startsWith('Usherr: '))
  expect(answers).toEqual([
    expect.stringContaining("Usherr: Radarr isn't answering, so films have to wait."),
    expect.stringContaining("Usherr: Heat (1995) is here. (I'm on plain commands right now"),
    'Usherr: Heat (1995) is here. [1]',
  ])
  expect(exitCode).toBe(0)
})

test.for([
  ['looks for what is asked', 'is heat in?', 'Usherr: Heat (1995) is here. [1]'],
  [
    'adds a film',
    'add alien 1979',
    'Usherr: Added Alien (1979) in 1080p. Searching for it now. [1]',
  ],
  ['sends its answer', 'thanks', 'Usherr: Any time. [1]'],
] as const)(
  'killed while it %s, the service still answers once',
  { timeout: 60_000 },
  async ([, text, reply]) => {
    const demo = startDemo()

    demo.enter('/kill', text, 'thanks')
    const exitCode = await demo.end()

    expect(conversation(demo.output())).toEqual([
      `Sam: ${text}`,
      reply,
      'Sam: thanks',
      'Usherr: Any time. [1]',
    ])
    expect(demo.output()).toContain('Usherr was killed in the middle of that.')
    expect(exitCode).toBe(0)
  },
)

test('a service that cannot start is quoted', { timeout: 40_000 }, async () => {
  const demo = startDemo({ RADARR_URL: 'http://radarr:7878' })

  const exitCode = await demo.end()

  expect(demo.output()).toContain('RADARR_API_KEY must be set when RADARR_URL is')
  expect(exitCode).toBe(1)
  expect(demo.leftovers()).toEqual([])
})

test('a demo that is left while it starts leaves nothing behind', { timeout: 40_000 }, async () => {
  const demo = startDemo()

  const exitCode = await demo.interrupt()

  expect(demo.output()).toBe('Starting Usherr...\n')
  expect(exitCode).toBe(0)
  expect(demo.leftovers()).toEqual([])
})
