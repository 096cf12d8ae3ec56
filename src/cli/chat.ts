import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Desk, type DeskOptions, openDesk, openOwnDesk } from '../chat/desk.ts'
import { createTalk, type Talk } from '../chat/talk.ts'
import { type AnsweringConfig, loadAnsweringConfig } from '../config.ts'
import type { PlaceRefusal } from '../db/terminal-sessions.ts'
import type { User } from '../db/users.ts'
import {
  BackupError,
  CommandError,
  DatabaseUnusableError,
  DatabaseVersionError,
  messageOf,
} from '../errors.ts'
import { dayOf } from '../local-time.ts'
import { createLog } from '../log.ts'
import { linesOf } from './chat-lines.ts'
import { untilAskedToLeave } from './leaving.ts'
import { findUser } from './sessions/find.ts'
import { oneLine, type Terminal } from './terminal.ts'

export interface ChatFlags {
  session?: string
  sessionName?: string
  model?: string
  as?: string
}

export interface ChatOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  now: () => number
}

/**
 * Texts Usherr from this terminal: `text`, or each line that is typed or piped in. Standard output
 * gets the replies and nothing else. Resolves with whether every text was answered.
 */
export async function chat(
  text: string | undefined,
  options: ChatOptions,
  flags: ChatFlags,
): Promise<boolean> {
  const { env, terminal, now } = options
  const config = loadAnsweringConfig(env)
  requireUsable(flags, config)
  const log = createLog('error', { write: (line) => void terminal.stderr.write(line) })
  const place = await openSomewhere({ config, log, now }, terminal)
  try {
    return await untilAskedToLeave(terminal, (leaving) =>
      talkAt(place, { ...options, config, flags, leaving }, text),
    )
  } finally {
    place.forget()
  }
}

function requireUsable({ session, model }: ChatFlags, { llm }: AnsweringConfig): void {
  if (session !== undefined && !/^[^\p{C}\s]{1,64}$/u.test(session)) {
    throw new CommandError('A session is named by 1 to 64 characters without blanks.')
  }
  if (model !== undefined && !llm) {
    throw new CommandError(
      '--model needs a provider: set LLM_MODEL, and LLM_API_KEY or LLM_BASE_URL.',
    )
  }
}

interface Somewhere extends DeskOptions {
  desk: Desk
  /** Ends what was there for the while. */
  forget: () => void
}

/** The household's database, or where that cannot be opened one that ends with this process. */
async function openSomewhere(options: DeskOptions, terminal: Terminal): Promise<Somewhere> {
  try {
    return { ...options, desk: await openDesk(options), forget: () => {} }
  } catch (error) {
    if (!isUnusable(error)) throw error
    terminal.stderr.write(`${messageOf(error)}\nGoing on without history: nothing is kept.\n`)
    const folder = mkdtempSync(join(tmpdir(), 'usherr-chat-'))
    const config = { ...options.config, databasePath: join(folder, 'usherr.db') }
    const elsewhere = { ...options, config }
    const forget = () => rmSync(folder, { recursive: true, force: true })
    return { ...elsewhere, desk: await openDesk(elsewhere), forget }
  }
}

function isUnusable(error: unknown): boolean {
  if (error instanceof DatabaseVersionError) return false
  return error instanceof DatabaseUnusableError || error instanceof BackupError
}

interface TalkingOptions extends ChatOptions {
  config: AnsweringConfig
  flags: ChatFlags
  leaving: AbortSignal
}

async function talkAt(
  somewhere: Somewhere,
  options: TalkingOptions,
  text: string | undefined,
): Promise<boolean> {
  const { desk } = somewhere
  const { terminal, flags, leaving, now } = options
  const { sessionNamePattern, sessionAutoCreate, sessionIdleMs, timeZone } = somewhere.config
  let talk: Talk | undefined
  try {
    talk = createTalk({
      desk,
      takeOver: () => openOwnDesk(somewhere),
      user: await speakerOf(desk, somewhere.config, flags.as),
      model: flags.model,
      place: flags.session ? { type: 'named', named: flags.session } : { type: 'current' },
      nameNow: () =>
        flags.sessionName ?? sessionNamePattern.replaceAll('{date}', dayOf(now(), timeZone)),
      mayCreate: sessionAutoCreate,
      idleMs: sessionIdleMs,
    })
    refuse(await talk.refusal())
    let isAllAnswered = true
    const lines = text === undefined ? linesOf(terminal, leaving) : [text]
    for await (const line of lines) {
      if (line.trim() === '') continue
      isAllAnswered = (await answer(talk, line, options)) && isAllAnswered
    }
    return isAllAnswered
  } finally {
    await (talk ?? desk).close()
  }
}

async function speakerOf(
  { users }: Desk,
  config: AnsweringConfig,
  named: string | undefined,
): Promise<User> {
  await users.seed(config.users)
  const admin = config.users.find(({ role }) => role === 'admin')
  const user = named
    ? await findUser({ users }, named)
    : ((admin && (await users.findByPhone(admin.phone))) ?? (await users.firstAdmin()))
  if (!user) {
    throw new CommandError(
      'There is nobody to speak as. Set ADMIN_PHONES, such as Sam:+14155550123.',
    )
  }
  if (user.status === 'active') return user
  throw new CommandError(`${user.name ?? user.phone} is not let in. Name somebody else with --as.`)
}

const REFUSALS: Record<PlaceRefusal, string> = {
  'of-somebody-else': "That session is somebody else's. Speak as them with --as, or name another.",
  'more-than-one': 'That is more than one session. Write more of its id.',
  'no-session': 'There is no session to go on with. Name one with --session.',
}

function refuse(refusal: PlaceRefusal | undefined): void {
  if (refusal) throw new CommandError(REFUSALS[refusal])
}

/** Says one line and prints what comes back; resolves with whether anything did. */
async function answer(
  talk: Talk,
  line: string,
  { terminal, flags, leaving }: TalkingOptions,
): Promise<boolean> {
  const { stdout, stderr } = terminal
  const said = await talk.say(line)
  if (typeof said === 'string') throw new CommandError(REFUSALS[said])
  const { session, isNew, sid } = said
  if (isNew) {
    const name = flags.session === session.id ? session.id : (session.name ?? session.id)
    stderr.write(`Created session '${oneLine(name)}'\n`)
  }
  let isAnswered = false
  try {
    for await (const { kind, body } of talk.replies(sid, leaving)) {
      // It is no reply: whoever reads the output of a pipe waits for one.
      const stream = kind === 'busy' ? stderr : stdout
      stream.write(`${body.split('\n').map(oneLine).join('\n')}\n`)
      isAnswered ||= kind !== 'busy'
    }
  } catch (error) {
    if (!leaving.aborted) throw error
    stderr.write('Left before the answer came. The text is kept and answered by the next start.\n')
    return false
  }
  if (!isAnswered) stderr.write('That gets no answer.\n')
  return isAnswered
}
