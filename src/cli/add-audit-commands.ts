import { type Command, InvalidArgumentError } from 'commander'
import { type AuditFlags, showAudit } from './audit.ts'
import type { CommandOptions } from './command-options.ts'
import { JSON_FLAG } from './flags.ts'
import { parseCount, parseSince } from './sessions/typed-words.ts'

const ROWS = 50

// What is kept for good may be more than fits into memory.
const MOST_ROWS = 10_000

/** `usherr audit`. */
export function addAuditCommands(program: Command, options: CommandOptions): void {
  program
    .command('audit')
    .description('show who did what, to what and when, the newest last')
    .option('--person <user>', 'by this phone or name only')
    .option('--since <when>', 'of the last days, such as 7d, or from 2026-11-20 on', parseSince)
    .option('--limit <rows>', 'how many on a page', parseRows, ROWS)
    .option('--page <page>', 'which page, back from the newest', parseCount, 1)
    .option(...JSON_FLAG)
    .action((flags: AuditFlags) => showAudit(options, flags))
}

function parseRows(written: string): number {
  const rows = parseCount(written)
  if (rows <= MOST_ROWS) return rows
  throw new InvalidArgumentError(`It is at most ${MOST_ROWS}; --page shows what came before.`)
}
