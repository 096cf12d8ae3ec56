import type { Terminal } from './terminal.ts'

/** What a command on the database is given. */
export interface CommandOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  now: () => number
}
