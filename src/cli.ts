#!/usr/bin/env node
import { programNameOf } from './cli/program-name.ts'
import { run } from './cli/run.ts'
import { isInContainer, loadDotenv } from './environment.ts'

loadDotenv()
const code = await run(process.argv.slice(2), {
  env: process.env,
  terminal: { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr },
  isInContainer: isInContainer(),
  programName: programNameOf(process.argv[1], process.env),
  // Loaded when asked for: each begins as soon as it is there.
  start: () => import('./server.ts'),
  demo: () => import('./demo/main.ts'),
})
// Not process.exit: `start` goes on after this, and a pipe may still have to take what was written.
// A 0 says nothing: the demo sets a code of its own.
if (code !== 0) process.exitCode = code
