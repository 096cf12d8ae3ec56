import { loadDotenv } from '../environment.ts'
import { messageOf } from '../errors.ts'

const { env, stdin: input, stdout: output } = process
const leaving = new AbortController()
const leave = () => leaving.abort()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, leave)
// Whoever read the output has gone.
output.once('error', leave)

output.write('Starting Usherr...\n')
loadDotenv()

try {
  // Only now, because loading it takes a moment.
  const { runDemo } = await import('./run-demo.ts')
  await runDemo({ env, input, output, leaving })
} catch (error) {
  const hasLeft = error instanceof Error && error.name === 'AbortError'
  if (!hasLeft) {
    process.stderr.write(`${messageOf(error)}\n`)
    process.exitCode = 1
  }
}
