import { type Command, Option } from 'commander'
import type { CommandOptions } from '../command-options.ts'
import { JSON_FLAG, yesFlag } from '../flags.ts'
import { SESSION, statusOption, USER_FLAG } from './arguments.ts'
import { type ExportFlags, exportSession } from './export.ts'
import { type ImportFlags, importSession } from './import.ts'
import { type PruneFlags, pruneSessions } from './prune.ts'
import { type SearchFlags, searchSessions } from './search.ts'
import { showStats, type StatsFlags } from './stats.ts'
import { parseAge, parseCount, parseId, parseDay } from './typed-words.ts'
import { verifySessions } from './verify.ts'

/** `search`, `stats`, `prune`, `verify`, `export` and `import` of `usherr sessions`. */
export function addRecordCommands(
  sessions: Command,
  options: CommandOptions,
  report: (isAllRight: boolean) => void,
): void {
  sessions
    .command('search')
    .description('find what was said')
    .argument('<words...>', 'all of them, or parts of words')
    .option(...USER_FLAG)
    .addOption(statusOption())
    .option('--since <day>', 'from this day on, such as 2026-11-20', parseDay)
    .option('--until <day>', 'up to this day', parseDay)
    .option('--best', 'what fits best first, in place of what is newest', false)
    .option('--limit <count>', 'how many on a page', parseCount, 20)
    .option('--page <number>', 'which page', parseCount, 1)
    .option(...JSON_FLAG)
    .action((words: string[], flags: SearchFlags) => searchSessions(options, words, flags))
  sessions
    .command('stats')
    .description('tell what was said and what it took, by model, day and user')
    .option(...USER_FLAG)
    .option('--days <count>', 'how many days, today included', parseCount, 30)
    .option(...JSON_FLAG)
    .action((flags: StatsFlags) => showStats(options, flags))
  sessions
    .command('verify')
    .description('check every counter and round')
    .option('--repair', 'set counters right', false)
    .option(...JSON_FLAG)
    .action(async (flags: { repair: boolean; json: boolean }) =>
      report(await verifySessions(options, flags)),
    )
  sessions
    .command('prune')
    .description('delete what was said long ago, for good')
    .requiredOption('--older-than <age>', 'how old, such as 90d', parseAge)
    .option(...USER_FLAG)
    .option(...yesFlag())
    .option(...JSON_FLAG)
    .action((flags: PruneFlags) => pruneSessions(options, flags))
  addTransferCommands(sessions, options)
}

function addTransferCommands(sessions: Command, options: CommandOptions): void {
  const exporting = sessions.command('export').option(...JSON_FLAG)
  exporting
    .description('write a session out, to standard output or a file')
    .argument(...SESSION)
    .addOption(
      new Option('--format <format>', 'json to import again, markdown to read')
        .choices(['json', 'markdown'])
        .default('json'),
    )
    .option('-o, --output <file>', 'a new file, for its owner alone')
    .option(...yesFlag('replace a file that is there without asking'))
    .action((named: string, flags: ExportFlags) => {
      if (flags.json && flags.output === undefined) {
        exporting.error('error: --json tells what was written to a file: name it with --output')
      }
      return exportSession(options, named, flags)
    })
  sessions
    .command('import')
    .description('put an exported session back')
    .argument('<file>', 'a file of `export`, or - for standard input')
    .option('--id <id>', 'under another id', parseId)
    .option('--as <user>', 'for another user: a phone or a name')
    .option(...JSON_FLAG)
    .action((file: string, flags: ImportFlags) => importSession(options, file, flags))
}
