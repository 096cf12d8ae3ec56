#!/usr/bin/env node
import { run } from './cli/run.ts'
import { isInContainer, loadDotenv } from './surroundings.ts'

loadDotenv()
const code = await run(process.argv.slice(2), {
  env: process.env,
  terminal: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  isInContainer: isInContainer(),
  // Loaded when asked for: each begins as soon as it is there.
  start: () => import('./server.ts'),
  demo: () => import('./demo/main.ts'),
})
// Not process.exit: `start` goes on after this, and a pipe may still have to take what was written.
// A 0 says nothing: the demo sets a code of its own.
if (code !== 0) process.exitCode = code
