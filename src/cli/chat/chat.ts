import { openOwnDesk } from '../../chat/desk.ts'
import { createTalk, type Talk } from '../../chat/talk.ts'
import { type AnsweringConfig, loadAnsweringConfig } from '../../config.ts'
import type { Place } from '../../db/terminal-sessions.ts'
import { CommandError } from '../../errors.ts'
import { dayOf } from '../../local-time.ts'
import { createLog } from '../../log.ts'
import type { CommandOptions } from '../command-options.ts'
import { interruptible } from '../interruptible.ts'
import { nameOfUser } from '../sessions/session-store.ts'
import { quoted } from '../sessions/session-words.ts'
import { shortIdOf } from '../sessions/short-id.ts'
import { oneLine, type Terminal } from '../terminal.ts'
import { answer, requirePlace } from './answer.ts'
import { linesOf } from './lines.ts'
import { openSomewhere, type Somewhere } from './somewhere.ts'
import { requireSomebody, speakerOf } from './speaker.ts'

export interface ChatFlags {
  session?: string
  sessionName?: string
  template?: string
  model?: string
  as?: string
}

/**
 * Texts Usherr from this terminal: `text`, or each line that is typed or piped in. Standard output
 * gets the replies and nothing else. Resolves with whether every text was answered.
 */
export async function chat(
  text: string | undefined,
  { env, terminal, now }: CommandOptions,
  flags: ChatFlags,
): Promise<boolean> {
  const config = loadAnsweringConfig(env)
  requireUsable(flags, config)
  requireSomebody(config, flags.as)
  const log = createLog('error', { write: (line) => void terminal.stderr.write(line) })
  const somewhere = await openSomewhere({ config, log, now }, terminal)
  try {
    const isTyped = text === undefined && terminal.stdin.isTTY === true
    return await interruptible(
      async (leaving) => {
        const lines = text === undefined ? linesOf(terminal, leaving) : [text]
        return talkAt(somewhere, flags, lines, { terminal, leaving, isTyped })
      },
      { says: '', output: terminal.stdout },
    )
  } finally {
    somewhere.forget()
  }
}

function requireUsable({ model }: ChatFlags, { llm }: AnsweringConfig): void {
  if (model !== undefined && !llm) {
    throw new CommandError(
      '--model needs a provider: set LLM_MODEL, and LLM_API_KEY or LLM_BASE_URL.',
    )
  }
}

async function talkAt(
  somewhere: Somewhere,
  flags: ChatFlags,
  lines: AsyncIterable<string> | string[],
  { terminal, leaving, isTyped }: { terminal: Terminal; leaving: AbortSignal; isTyped: boolean },
): Promise<boolean> {
  let talk: Talk | undefined
  try {
    talk = await beginTalk(somewhere, flags)
    await requirePlace(talk, somewhere.desk, flags.session ?? flags.sessionName)
    if (isTyped) terminal.stderr.write(await greetingOf(talk))
    const opening = await openingOf(somewhere, flags)
    let isAllAnswered = true
    for await (const line of following(opening, lines)) {
      if (line.trim() === '') continue
      const options = { terminal, named: flags.session, isKept: somewhere.isKept, leaving }
      const isAnswered = await answer(talk, line, options)
      isAllAnswered &&= isAnswered
    }
    return isAllAnswered
  } finally {
    await (talk ?? somewhere.desk).close(leaving)
  }
}

/** Who speaks where, for somebody at a terminal. */
async function greetingOf(talk: Talk): Promise<string> {
  const session = await talk.session()
  const where = session ? `${quoted(session)} (${shortIdOf(session.id)})` : 'a new session'
  return `${oneLine(nameOfUser(talk.user))} in ${where}. Ctrl-D leaves.\n`
}

async function beginTalk(somewhere: Somewhere, flags: ChatFlags): Promise<Talk> {
  const { desk, config, now } = somewhere
  const { sessionNamePattern, sessionAutoCreate, sessionIdleMs, timeZone } = config
  return createTalk({
    desk,
    takeOver: () => openOwnDesk(somewhere),
    user: await speakerOf(desk, config, flags.as),
    model: flags.model,
    place: placeOf(flags),
    name: flags.sessionName,
    defaultName: () => sessionNamePattern.replaceAll('{date}', dayOf(now(), timeZone)),
    mayCreate: sessionAutoCreate,
    idleMs: sessionIdleMs,
  })
}

function placeOf({ session, sessionName, template }: ChatFlags): Place {
  if (template !== undefined) return { type: 'template', template, id: session, name: sessionName }
  if (session !== undefined) return { type: 'named', named: session }
  return sessionName === undefined ? { type: 'current' } : { type: 'called', name: sessionName }
}

/** What is said first in a session from a template, where that has something to say. */
async function openingOf({ desk }: Somewhere, { template }: ChatFlags): Promise<string[]> {
  const found = template === undefined ? undefined : await desk.templates.find(template)
  return found?.opening ? [found.opening] : []
}

async function* following(first: readonly string[], lines: AsyncIterable<string> | string[]) {
  yield* first
  yield* lines
}
