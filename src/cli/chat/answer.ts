import type { Desk } from '../../chat/desk.ts'
import type { Talk } from '../../chat/talk.ts'
import type { PlaceRefusal } from '../../db/terminal-sessions.ts'
import { CommandError } from '../../errors.ts'
import { wrapText } from '../../text-width.ts'
import { severalError } from '../sessions/find-session.ts'
import { quoted } from '../sessions/session-words.ts'
import { ID_RULE } from '../sessions/typed-words.ts'
import { oneLine, type Terminal, widthOf } from '../terminal.ts'

export interface AnswerOptions {
  terminal: Terminal
  /** What the session was named on the command line. */
  named: string | undefined
  isKept: boolean
  leaving: AbortSignal
}

const REFUSALS: Record<PlaceRefusal, string> = {
  'of-somebody-else': "That session is somebody else's. Speak as them with --as, or name another.",
  'more-than-one': 'That is more than one session. Name one with --session and its id.',
  'no-session': 'There is no session to go on with. Name one with --session.',
  'unfit-id': `There is no such session, and none is made with that id. ${ID_RULE}`,
  taken: 'There is a session with that id already. Leave --template out to go on in it.',
  'no-template':
    'There is no such template. `usherr templates list` shows what there is, and nothing was said.',
}

const LEFT = 'Left before the answer came.'
const LEFT_KEPT = `${LEFT} The text is kept and answered by the next start.`

/** @throws {CommandError} where nothing can be said there */
export async function requirePlace(
  talk: Talk,
  { conversations }: Pick<Desk, 'conversations'>,
  named = '',
): Promise<void> {
  const refusal = await talk.refusal()
  const meant = refusal === 'more-than-one' ? await conversations.named(named) : []
  if (meant.length > 1) throw severalError(named, meant)
  if (refusal) throw new CommandError(REFUSALS[refusal])
}

/** Says one line and prints what comes back; resolves with whether anything did. */
export async function answer(
  talk: Talk,
  line: string,
  { terminal, named, isKept, leaving }: AnswerOptions,
): Promise<boolean> {
  const { stdout, stderr } = terminal
  const said = await talk.say(line)
  if (typeof said === 'string') throw new CommandError(REFUSALS[said])
  const { session, begins, sid } = said
  if (begins === 'new' && isKept) {
    stderr.write(
      `Created session ${named === session.id ? `'${oneLine(named)}'` : quoted(session)}\n`,
    )
  }
  if (begins === 'resumed') stderr.write(`Resumed ${quoted(session)}\n`)
  let isAnswered = false
  try {
    for await (const { kind, body } of talk.replies(sid, leaving)) {
      // It is no reply: whoever reads the output of a pipe waits for one.
      const stream = kind === 'busy' ? stderr : stdout
      const width = widthOf(terminal) ?? Infinity
      const lines = body.split('\n').flatMap((one) => wrapText(oneLine(one), width))
      stream.write(`${lines.join('\n')}\n`)
      isAnswered ||= kind !== 'busy'
    }
  } catch (error) {
    if (leaving.aborted) stderr.write(`${isKept ? LEFT_KEPT : LEFT}\n`)
    throw error
  }
  if (!isAnswered) stderr.write('That gets no answer.\n')
  return isAnswered
}
