import { inspect } from 'node:util'
import { Command, CommanderError } from 'commander'
import { AppError } from '../errors.ts'
import { version } from '../version.ts'
import { backup } from './backup.ts'
import { connectTwilio } from './connect-twilio.ts'
import { doctor } from './doctor.ts'
import { dropQueued, retryQueued, showQueue, type TextCommandOptions } from './queue.ts'
import { restore, restoreFromSync } from './restore.ts'
import { syncNow } from './sync.ts'
import type { Terminal } from './terminal.ts'
import { trace } from './trace.ts'
import { usersStrangers } from './users-strangers.ts'

export interface RunOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  isInContainer: boolean
  /** What is typed to run a command: `usherr`, or `npx usherr`. */
  programName: string
  /** Each becomes what this process does from then on. */
  start: () => Promise<unknown>
  demo: () => Promise<unknown>
  now?: () => number
  timeoutMs?: number
  modelTimeoutMs?: number
}

const DEFAULTS = {
  now: Date.now,
  timeoutMs: 10_000,
  // A model that has to be loaded first takes its time.
  modelTimeoutMs: 30_000,
}

const OK = 0
const FAILED = 1
const NOT_UNDERSTOOD = 2

const EXIT_CODES = `
Exit codes: ${OK} done, ${FAILED} something is wrong, as printed, ${NOT_UNDERSTOOD} the command was not understood.`

/** Runs one command line, without the program's name, and resolves with its exit code. */
export async function run(args: readonly string[], options: RunOptions): Promise<number> {
  const { stderr } = options.terminal
  let isAllRight = true
  const program = buildProgram({ ...DEFAULTS, ...options }, (isWell) => {
    isAllRight = isWell
  })
  try {
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' })
    return isAllRight ? OK : FAILED
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : NOT_UNDERSTOOD
    stderr.write(`${error instanceof AppError ? error.message : inspect(error)}\n`)
    return FAILED
  }
}

function buildProgram(
  options: Required<RunOptions>,
  report: (isAllRight: boolean) => void,
): Command {
  const { terminal, programName } = options
  const program = new Command(programName)
    .description('Text a phone number; it looks after Sonarr and Radarr.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    })
    .helpCommand(false)
    .showHelpAfterError(`\`${programName} --help\` lists the commands.`)
    .addHelpText('after', EXIT_CODES)

  program
    .command('start')
    .description('run the service')
    .action(async () => void (await options.start()))
  program
    .command('demo')
    .description('text with a simulated household in this terminal')
    .action(async () => void (await options.demo()))
  program
    .command('doctor')
    .description('check every setting and service, and say how to mend what is wrong')
    .action(async () => report(await doctor(options)))
  addSetupCommands(program, options)
  addTextCommands(program, options)
  addDatabaseCommands(program, options)
  return program
}

function addSetupCommands(program: Command, options: Required<RunOptions>): void {
  const { env, terminal, programName, timeoutMs } = options
  program
    .command('connect')
    .description(`\`${programName} connect twilio\` brings your number's texts here`)
    .helpCommand(false)
    .command('twilio')
    .description("have Twilio bring your number's texts to PUBLIC_BASE_URL")
    .option('-y, --yes', 'replace a URL that is not ours without asking', false)
    .action(({ yes: mayReplace }: { yes: boolean }) =>
      connectTwilio({ env, terminal, timeoutMs, mayReplace }),
    )
  program
    .command('users')
    .description(`\`${programName} users strangers\` lists who has texted and is no user`)
    .helpCommand(false)
    .command('strangers')
    .description('list who has texted and is no user')
    .action(() => usersStrangers(env, terminal))
}

function addDatabaseCommands(program: Command, options: Required<RunOptions>): void {
  const { env, terminal, programName, now, timeoutMs } = options
  program
    .command('backup')
    .description('copy the database to a new file, beside a running service')
    .argument('<file>')
    .action((file: string) => backup(file, env, terminal))
  program
    .command('restore')
    .description('put a backup in place of the database; the service has to be stopped')
    .argument('[file]')
    .option('--from-sync', 'build it from the copy on SYNC_URL in place of a file', false)
    .option('-y, --yes', 'replace the database that is there without asking', false)
    .action(
      (file: string | undefined, flags: { yes: boolean; fromSync: boolean }, command: Command) => {
        const wanted = { env, terminal, programName, now, mayReplace: flags.yes }
        if (flags.fromSync && file === undefined) return restoreFromSync(wanted)
        if (!flags.fromSync && file !== undefined) return restore(file, wanted)
        return command.error('error: name a file, or --from-sync alone')
      },
    )
  program
    .command('sync')
    .description('bring the copy on SYNC_URL up to date, beside a running service')
    .option('--replace', 'replace the copy of another database', false)
    .option('-y, --yes', 'do so without asking', false)
    .action(({ replace, yes: isAgreed }: { replace: boolean; yes: boolean }) =>
      syncNow({ env, terminal, now, timeoutMs, replace, isAgreed }),
    )
}

function addTextCommands(program: Command, options: TextCommandOptions): void {
  program
    .command('trace')
    .description("show a text's life: what came, was called, said and sent, with its words")
    .argument('<text>', 'a MessageSid, a phone for its newest text, or what `queue` lists')
    .option('--json', 'print it as JSON', false)
    .action((named: string, flags: { json: boolean }) => trace(options, named, flags))
  const queue = program
    .command('queue')
    .description('list what waits and what was given up; `queue retry`, `queue drop`')
    .helpCommand(false)
  queue
    .command('list', { isDefault: true })
    .description('list what waits and what was given up')
    .option('--json', 'print it as JSON', false)
    .action((flags: { json: boolean }) => showQueue(options, flags))
  queue
    .command('retry')
    .description('give a parked text its turn again, or have a text sent again')
    .argument('<id...>', 'as `queue` lists it, a MessageSid, or the id of an outbox row')
    .action((ids: string[]) => retryQueued(options, ids))
  queue
    .command('drop')
    .description('end a text without an answer, or do not send one')
    .argument('<id...>', 'as `queue` lists it, a MessageSid, or the id of an outbox row')
    .option('-y, --yes', 'do so without asking', false)
    .action((ids: string[], flags: { yes: boolean }) => dropQueued(options, ids, flags))
}
