import { newCode, WRONG_CODES_COUNT_MS } from '../codes.ts'
import type { Proposal } from '../db/column-types.ts'
import type { NewPendingAction, PendingAction } from '../db/pending-actions.ts'
import type { Round } from '../db/rounds.ts'
import { dayAround, type Period } from '../local-time.ts'
import type { Tool } from '../tools/tool.ts'
import { CODE_MEMORY_MS, MAX_WRONG_CODES_A_DAY } from './answer-question.ts'
import { confirmationWords } from './confirmation-words.ts'
import * as say from './question-replies.ts'

export interface AskQuestionOptions {
  tools: readonly Tool[]
  /** The user's open question as it stands now, lapsed or not. */
  openQuestion: (userId: string) => Promise<PendingAction | undefined>
  recentCodes: (userId: string, since: number) => Promise<string[]>
  countWrongCodes: (userId: string, span: Period) => Promise<number>
  confirmationTtlMs: number
  timeZone: string
  now: () => number
  /** A whole number from 0 up to, not including, `below`. */
  randomInt: (below: number) => number
}

/** A question as it is sent, and the row that goes with it when there really is one. */
export interface Asked {
  text: string
  asks?: Omit<NewPendingAction, 'askedOutboxId'>
}

// An offer is harmless: it stands as long as the list beside it.
const OFFER_TTL_MS = 24 * 60 * 60_000

/** Puts what a turn wants to ask into words, with a code where one is needed. */
export function createAskQuestion(options: AskQuestionOptions) {
  const { tools, openQuestion, recentCodes, countWrongCodes, timeZone, now, randomInt } = options

  async function confirm(
    round: Round,
    { text, call, fingerprint, needsCode }: Extract<Proposal, { kind: 'confirmation' }>,
    replaced: PendingAction | undefined,
  ): Promise<Asked> {
    const { id } = round.user
    const wrong = await countWrongCodes(id, dayAround(now(), timeZone))
    if (needsCode && wrong >= MAX_WRONG_CODES_A_DAY) return { text: say.LOCKED_TODAY }

    const code = needsCode ? await codeFor(id) : null
    const choices = { YES: call, NO: null }
    const words = confirmationWords(tools, { choices, fingerprint })
    const other = replaced && confirmationWords(tools, replaced)
    const instead =
      other && other.subject !== words?.subject ? ` (Not about ${other.subject} any more.)` : ''
    return {
      text: `${text} ${words ? say.howToAnswer(code, words) : ''}${instead}`,
      asks: {
        ...placeOf(round),
        kind: 'confirmation',
        choices,
        fingerprint,
        sentence: text,
        code,
        expiresAt: now() + options.confirmationTtlMs,
      },
    }
  }

  async function codeFor(userId: string): Promise<string> {
    // Those too that a clock dated into the future.
    const span = { since: now() - WRONG_CODES_COUNT_MS, until: Infinity }
    const wrongCodes = await countWrongCodes(userId, span)
    const taken = new Set(await recentCodes(userId, now() - CODE_MEMORY_MS))
    return newCode(wrongCodes, taken, randomInt)
  }

  /** `settled` names a question that the same turn ends, and which is therefore no longer open. */
  return async (round: Round, proposal: Proposal, settled?: string): Promise<Asked> => {
    const open = await openQuestion(round.user.id)
    const live = open && open.id !== settled && open.expiresAt >= now() ? open : undefined
    if (proposal.kind === 'confirmation') return confirm(round, proposal, live)

    // An offer beside a coded question would make a bare YES mean two things.
    if (live?.code) return { text: proposal.plain }
    const { text, choices } = proposal
    const expiresAt = now() + OFFER_TTL_MS
    const rest = { fingerprint: null, code: null, sentence: text, expiresAt }
    return { text, asks: { ...placeOf(round), kind: 'offer', choices, ...rest } }
  }
}

function placeOf({ user, conversation, text }: Round) {
  const { channel, sid } = text
  return { userId: user.id, conversationId: conversation.id, channel, sid }
}
