import type { Logger } from 'pino'
import type { AnswerOutcome } from '../conversation/answer-question.ts'
import type { Reply } from '../conversation/replies.ts'
import { titleOf } from '../conversation/title.ts'
import type { ToolCallLoopResult } from '../conversation/tool-loop.ts'
import type { Text } from '../db/inbox.ts'
import type { Message } from '../db/messages.ts'
import type { Round } from '../db/rounds.ts'
import type { TurnEnd } from '../db/turn-end.ts'
import type { User } from '../db/users.ts'
import { StoreUnavailableError, TextEndedError } from '../errors.ts'
import { dayOf } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import { helpFor } from '../tools/help.ts'
import { admit, type Command, type Sender } from './admission.ts'
import type { BusyNote } from './busy-note.ts'
import type { TurnEffects } from './composer.ts'
import type { LimitCheck } from './limits.ts'
import { createStarts, isPoison } from './starts.ts'
import type { TurnAway } from './turn-away.ts'

export interface TurnOptions {
  store: Store
  turnAway: TurnAway
  answerQuestion: (round: Round) => Promise<AnswerOutcome>
  /** The round without a list that its text cannot be about. */
  forgetUnseenList: (round: Round) => Promise<Round>
  /** The call that their words are a command for. */
  readCommand: (round: Round) => Promise<Message | undefined>
  /** The call that their words choose from the list they were last shown. */
  chooseFromList: (round: Round) => Promise<Message | undefined>
  /** How everything is, in a sentence or two. */
  statusText: (user: User) => Promise<string>
  runToolLoop: (round: Round, signal: AbortSignal) => Promise<ToolCallLoopResult>
  compose: (round: Round, reply: Reply, effects?: TurnEffects) => Promise<TurnEnd>
  /** Does a turn's work, and tells the person once when it takes long. */
  withBusyNote: BusyNote
  /** The limit that a sender has come to. */
  overOf: LimitCheck['ofSender']
  /** After how long a quiet conversation has ended. */
  sessionIdleMs: number
  /** The household's, as an IANA name. */
  timeZone: string
  now: () => number
  log: Pick<Logger, 'error' | 'info' | 'warn'>
}

/** What a text came to: its answer, by who gave it, or why it got none. */
export type TurnEnding =
  | 'answered'
  | 'stand-in'
  | 'apology'
  | 'parked'
  | 'over-limit'
  | 'silence'
  | 'stranger'
  | 'dropped'
  | 'opt-out'
  | 'opt-in'

interface Said {
  reply: Reply
  effects?: TurnEffects
  isApology?: boolean
}

const ONLY_WORDS = 'I can only read words. What are you looking for?'
const NO_MORE = "There's no more of that. What are you looking for?"
const FRESH_START = 'Fresh start. What are you looking for?'
const PAUSED = "I'm taking a break here. What you write is kept."
const APOLOGY = 'Sorry, something went wrong on my side. Please try that once more.'

/**
 * One text, from the inbox to its reply in the outbox. It may be started any number of times: what
 * an earlier start stored is read first, and all of its end is one commit.
 */
export function createTurn(options: TurnOptions) {
  const { store, turnAway, compose, withBusyNote } = options
  const { sessionIdleMs, timeZone, log, now } = options
  const start = createStarts({ rounds: store.rounds, log })
  const findSender = createSenders(options)
  const replyOrApologise = createReply(options)

  function answer(
    text: Text,
    { user, keyword, day }: { user: User; keyword: Command | undefined; day: string },
    signal: AbortSignal,
  ): Promise<TurnEnding> {
    const { sid, body } = text
    const place = { user, title: titleOf(body), day, idleMs: sessionIdleMs }
    return start(text, place, signal, async (round) => {
      const said = await replyOrApologise(round, keyword, signal)
      await store.rounds.end(round, await compose(round, said.reply, said.effects))
      log.info({ sid, round: round.number }, 'text answered')
      return endingOf(said)
    })
  }

  async function turn(text: Text, signal: AbortSignal): Promise<TurnEnding> {
    // Once a turn, so that a text is measured against the day on which it is counted.
    const day = dayOf(now(), timeZone)
    const sender = await findSender(text, day)
    const admission = admit(text, sender)
    if (admission.type !== 'turn') {
      await turnAway(text, { admission, user: sender?.user, day })
      return admission.type
    }
    const { user, keyword } = admission
    const work = () => answer(text, { user, keyword, day }, signal)
    return keyword ? work() : withBusyNote(text, signal, work)
  }

  return async (text: Text, signal: AbortSignal): Promise<TurnEnding> => {
    try {
      return await turn(text, signal)
    } catch (error) {
      if (!(error instanceof TextEndedError)) throw error
      log.info({ sid: text.sid }, 'text was dropped, and its turn ends there')
      return 'dropped'
    }
  }
}

function createSenders({ store: { users }, overOf }: Pick<TurnOptions, 'store' | 'overOf'>) {
  return async (text: Text, day: string): Promise<Sender | undefined> => {
    const user = await users.findByPhone(text.address)
    if (!user) return undefined
    const standing = await users.standing(user.id, text, day)
    return { user, question: standing.question, over: await overOf(user, standing) }
  }
}

/** What a text is answered with; a mistake of ours ends in an apology. */
function createReply(options: TurnOptions) {
  const { answerQuestion, readCommand, forgetUnseenList, chooseFromList } = options
  const { statusText, runToolLoop, log } = options

  async function reply(
    round: Round,
    keyword: Command | undefined,
    signal: AbortSignal,
  ): Promise<Said> {
    if (isPoison(round)) return say(APOLOGY, { state: 'parked' })
    if (isPaused(round)) return say(PAUSED)
    if (keyword === 'status') return say(await statusText(round.user))
    if (keyword) return commandReply(round, keyword)
    if (round.text.body.trim() === '') return say(ONLY_WORDS)

    const answer = await answerOf(round)
    if (answer.type === 'reply') return say(answer.text, answer.effects)
    const heard = await forgetUnseenList(round)
    const step =
      answer.type === 'claimed'
        ? answer.step
        : ((await readCommand(round)) ?? (await chooseFromList(heard)))
    const steps = step ? [...round.steps, step] : round.steps
    const { reply: said, settles } = await runToolLoop({ ...heard, steps }, signal)
    return { reply: said, ...(settles && { effects: { settles } }) }
  }

  // Once there is a step, an earlier start has passed this point.
  async function answerOf(round: Round): Promise<AnswerOutcome> {
    return round.steps.length > 1 ? { type: 'no-answer' } : answerQuestion(round)
  }

  return async (round: Round, keyword: Command | undefined, signal: AbortSignal): Promise<Said> => {
    try {
      return await reply(round, keyword, signal)
    } catch (error) {
      const isOver = error instanceof StoreUnavailableError || error instanceof TextEndedError
      if (signal.aborted || isOver) throw error
      log.error({ err: error, sid: round.text.sid }, 'a turn failed; the sender gets an apology')
      return { ...say(APOLOGY), isApology: true }
    }
  }
}

/** What was under way when it was paused goes on to its end. */
function isPaused({ conversation, steps }: Round): boolean {
  return conversation.status === 'paused' && steps.length === 1
}

function endingOf({ reply, effects, isApology }: Said): TurnEnding {
  if (effects?.state === 'parked') return 'parked'
  if (isApology) return 'apology'
  return reply.isStandIn ? 'stand-in' : 'answered'
}

function commandReply(
  { conversation, user, text }: Round,
  keyword: Exclude<Command, 'status'>,
): Said {
  switch (keyword) {
    case 'help':
      return say(helpFor(user, text.channel))
    case 'more':
      return say(conversation.contextState.rest ?? NO_MORE)
    case 'new':
      return say(FRESH_START, { archives: true })
  }
}

function say(line: string, effects?: TurnEffects): Said {
  return { reply: { lines: [line], isStandIn: false }, ...(effects && { effects }) }
}
