import type { Command } from 'commander'
import type { CommandOptions } from './command-options.ts'
import { JSON_FLAG, yesFlag } from './flags.ts'
import { dropQueued, retryQueued, showQueue } from './queue.ts'
import { trace } from './trace.ts'

const WHICH = 'as `queue` lists it, a MessageSid, or the id of an outbox row'

/** `trace`, and `queue` with what it does to a text. */
export function addTextCommands(program: Command, options: CommandOptions): void {
  program
    .command('trace')
    .description("show a text's life: what came, was called, said and sent, with its words")
    .argument('<text>', 'a MessageSid, a phone for its newest text, or what `queue` lists')
    .option(...JSON_FLAG)
    .action((named: string, flags: { json: boolean }) => trace(options, named, flags))
  const queue = program
    .command('queue')
    .description('list what waits and what was given up; `queue retry`, `queue drop`')
    .helpCommand(false)
  queue
    .command('list')
    .alias('ls')
    .description('list what waits and what was given up')
    .option(...JSON_FLAG)
    .action((flags: { json: boolean }) => showQueue(options, flags))
  queue
    .command('retry')
    .description('give a parked text its turn again, or have a text sent again')
    .argument('<id...>', WHICH)
    .option(...JSON_FLAG)
    .action((ids: string[], flags: { json: boolean }) => retryQueued(options, ids, flags))
  queue
    .command('drop')
    .description('end a text without an answer, or do not send one')
    .argument('<id...>', WHICH)
    .option(...yesFlag())
    .option(...JSON_FLAG)
    .action((ids: string[], flags: { yes: boolean; json: boolean }) =>
      dropQueued(options, ids, flags),
    )
}
