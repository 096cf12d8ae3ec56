import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { onTestFinished } from 'vitest'
import type { Env } from './command-line.ts'

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href

/**
 * `usherr …` as a process of its own, in an empty folder; killed when the calling test ends. Nobody
 * is at its terminal: `stdin` is a pipe that the test writes to and ends.
 */
export function startCommand(args: readonly string[], env: Env) {
  const cwd = mkdtempSync(join(tmpdir(), 'usherr-command-'))
  const child = spawn(process.execPath, ['--import', TSX, CLI, ...args], { cwd, env })
  const printed = { stdout: '', stderr: '', output: '' }
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text
      printed.output += text
    })
  }
  const closed = once(child, 'close').then(([code]: unknown[]) => ({ code, ...printed }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
    rmSync(cwd, { recursive: true })
  })
  return {
    child,
    stdin: child.stdin,
    /** What it has printed so far. */
    printed,
    /** Its exit code and all that it printed, once it has ended. */
    closed,
  }
}
