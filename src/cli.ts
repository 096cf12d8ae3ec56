#!/usr/bin/env node
import { isBrokenPipe } from './cli/piped-output.ts'
import { programNameOf } from './cli/program-name.ts'
import { INTERRUPTED, run } from './cli/run.ts'
import { isInContainer, loadDotenv } from './environment.ts'

const hasDotenv = loadDotenv()
// What is committed stays, and what is not never was. A command that leaves in a way of its own
// listens itself.
process.on('SIGINT', () => {
  if (process.listenerCount('SIGINT') === 1) process.exit(INTERRUPTED)
})
// `usherr queue | head -1`: the command goes on to its end, and nobody hears of it.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (!isBrokenPipe(error)) throw error
  })
}
const code = await run(process.argv.slice(2), {
  env: process.env,
  terminal: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  hasDotenv,
  isInContainer: isInContainer(process.env),
  programName: programNameOf(process.argv[1], process.env),
  // Loaded when asked for: each begins as soon as it is there.
  start: () => import('./server.ts'),
  demo: () => import('./demo/main.ts'),
})
// Not process.exit: `start` goes on after this, and a pipe may still have to take what was written.
// A 0 says nothing: the demo sets a code of its own.
if (code !== 0) process.exitCode = code
