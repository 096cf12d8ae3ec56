import { constants } from 'node:os'
import { inspect } from 'node:util'
import { Command, CommanderError, Help, type Option } from 'commander'
import { AppError, InterruptedError } from '../errors.ts'
import { version } from '../version.ts'
import { addAuditCommands } from './add-audit-commands.ts'
import { addDatabaseCommands } from './add-database-commands.ts'
import { addTextCommands } from './add-text-commands.ts'
import { addChatCommand } from './chat/add-chat-command.ts'
import { connectTwilio } from './connect-twilio.ts'
import { doctor } from './doctor.ts'
import { JSON_FLAG, yesFlag } from './flags.ts'
import { isBrokenPipe } from './piped-output.ts'
import { addRecordCommands } from './sessions/add-record-commands.ts'
import { addSessionCommands } from './sessions/add-session-commands.ts'
import { addTemplateCommands } from './sessions/add-template-commands.ts'
import { plainLines, type Terminal, widthOf } from './terminal.ts'
import { addUserCommands } from './users/add-user-commands.ts'

export interface RunOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  /** Whether there is a `.env` where it was started. */
  hasDotenv: boolean
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
export const INTERRUPTED = endedBy('SIGINT')

// Where nobody sees where a line ends.
const HELP_WIDTH = 80
// How narrow a description may become before its lines are left to the terminal.
const HELP_COLUMN = 10

const EXIT_CODES = `
Exit codes: ${OK} done, ${FAILED} something is wrong, as printed,
${NOT_UNDERSTOOD} the command was not understood, ${INTERRUPTED} stopped with Ctrl-C.`

/** Runs one command line, without the program's name, and resolves with its exit code. */
export async function run(args: readonly string[], options: RunOptions): Promise<number> {
  const { stderr } = options.terminal
  let isAllRight = true
  const program = buildProgram({ ...DEFAULTS, ...options }, (isWell) => {
    isAllRight = isWell
  })
  try {
    const asked = args.length === 0 ? ['--help'] : spelledOut(withoutHelpOfUnknown(program, args))
    await program.parseAsync(asked, { from: 'user' })
    return isAllRight ? OK : FAILED
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? OK : NOT_UNDERSTOOD
    // Whoever read the output has had enough of it.
    if (isBrokenPipe(error)) return OK
    // An argument, or a name in the database, stands in it as it was written.
    const says = error instanceof AppError ? error.message : inspect(error)
    if (says) stderr.write(plainLines(`${says}\n`))
    return error instanceof InterruptedError ? endedBy(error.signal) : FAILED
  }
}

/** As a shell says of what a signal has ended. */
function endedBy(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal]
}

// That a flag is off where it is not given goes without saying.
function optionDescription(option: Option): string {
  return option.defaultValue === false ? option.description : new Help().optionDescription(option)
}

const DEFAULT_COMMANDS: Record<string, string> = {
  sessions: 'list',
  templates: 'list',
  queue: 'list',
  users: 'list',
  migrate: 'status',
}

// Not as commander's default command, which would take a mistyped word for its own argument.
function spelledOut(args: readonly string[]): readonly string[] {
  const [group = '', next = '-', ...others] = args
  const isLeftOut = next.startsWith('-') && next !== '-h' && next !== '--help'
  const command = Object.hasOwn(DEFAULT_COMMANDS, group) && DEFAULT_COMMANDS[group]
  if (!isLeftOut || !command) return args
  return args.length === 1 ? [group, command] : [group, command, next, ...others]
}

/** Commander would show the help of the group to whoever asks for that of a word it does not know. */
function withoutHelpOfUnknown(program: Command, args: readonly string[]): readonly string[] {
  let command = program
  for (const arg of args) {
    if (command.commands.length === 0 || arg.startsWith('-')) return args
    const next = command.commands.find((one) => [one.name(), ...one.aliases()].includes(arg))
    if (!next) return args.filter((one) => one !== '-h' && one !== '--help')
    command = next
  }
  return args
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
      writeErr: (text) => void terminal.stderr.write(plainLines(text)),
      getOutHelpWidth: () => widthOf(terminal) ?? HELP_WIDTH,
      getErrHelpWidth: () => terminal.stderr.columns || HELP_WIDTH,
    })
    .configureHelp({ minWidthToWrap: HELP_COLUMN, optionDescription })
    .helpCommand(false)
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
    .option(...JSON_FLAG)
    .action(async (flags: { json: boolean }) => report(await doctor(options, flags)))
  addChatCommand(program, options, report)
  addSetupCommands(program, options)
  addUserCommands(program, options)
  addTextCommands(program, options)
  addAuditCommands(program, options)
  addRecordCommands(addSessionCommands(program, options), options, report)
  addTemplateCommands(program, options)
  addDatabaseCommands(program, options)
  pointToHelp(program, programName)
  return program
}

/** Whoever has mistyped a command is told what helps: its own help, or the list its ids are in. */
function pointToHelp(command: Command, typed: string): void {
  const parent = typed.slice(0, -command.name().length).trimEnd()
  const [first] = command.registeredArguments
  const takesId = first?.name() === 'id' && first.required
  const what = command.commands.length > 0 ? 'lists the commands' : 'says how it is used'
  command.showHelpAfterError(takesId ? `\`${parent}\` lists them.` : `\`${typed} --help\` ${what}.`)
  for (const one of command.commands) pointToHelp(one, `${typed} ${one.name()}`)
}

function addSetupCommands(program: Command, options: Required<RunOptions>): void {
  const { env, terminal, programName, timeoutMs } = options
  program
    .command('connect')
    .description(`\`${programName} connect twilio\` brings your number's texts here`)
    .helpCommand(false)
    .command('twilio')
    .description("have Twilio bring your number's texts to PUBLIC_BASE_URL")
    .option(...yesFlag('replace a URL that is not ours without asking'))
    .option(...JSON_FLAG)
    .action(({ yes: mayReplace, json }: { yes: boolean; json: boolean }) =>
      connectTwilio({ env, terminal, timeoutMs, mayReplace, json }),
    )
}
