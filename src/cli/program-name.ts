import { basename } from 'node:path'

/** What the operator typed in place of a path: `usherr` where it is on the PATH. */
export function programNameOf(scriptPath: string | undefined, env: NodeJS.ProcessEnv): string {
  // npx, too, runs a file of that name, in a folder that is on no PATH but its own.
  const isOnPath = basename(scriptPath ?? '') === 'usherr' && env['npm_command'] !== 'exec'
  return isOnPath ? 'usherr' : 'npx usherr'
}
