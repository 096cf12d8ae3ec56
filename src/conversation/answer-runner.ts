import type { Logger } from 'pino'
import type { Settlement, ToolOutcome } from '../db/column-types.ts'
import type { PendingAction } from '../db/pending-actions.ts'
import type { Round } from '../db/rounds.ts'
import type { User } from '../db/users.ts'
import { findTool, mayUse, runFor, type Tool, type ToolContext } from '../tools/tool.ts'
import { type ConfirmedOutcome, runConfirmed } from './confirmed-call.ts'

export interface AnswerRunnerOptions {
  tools: readonly Tool[]
  findQuestion: (id: string) => Promise<PendingAction | undefined>
  findUser: (id: string) => Promise<User | undefined>
  beginExecuting: (action: PendingAction, sid: string) => Promise<void>
  now: () => number
  log: Pick<Logger, 'warn'>
}

/** Carries out the call that a person's answer stands for. */
export type AnswerRunner = (
  round: Round,
  answer: { actionId: string; choice: string },
  context: ToolContext,
) => Promise<{ outcome: ToolOutcome; settles?: Settlement }>

// Who said yes an hour ago may have thought better of it since.
const TOO_LATE_MS = 60 * 60_000
/** Nothing is touched any more that could not be settled in so long. */
export const GIVE_UP_AFTER_MS = 60 * 60_000

export function createAnswerRunner(options: AnswerRunnerOptions) {
  const { tools, findQuestion, findUser, beginExecuting, now, log } = options

  function toolOf(name: string | undefined): Tool {
    const tool = findTool(tools, name)
    if (!tool) throw new Error(`A question stands for a tool that there is not: ${name}`)
    return tool
  }

  /** From wherever the question stands: claimed just now, or found half done. */
  function confirm(
    action: PendingAction,
    context: ToolContext,
    answeredAt: number,
  ): Promise<ConfirmedOutcome> {
    const tool = toolOf(action.choices['YES']?.tool)
    const { confirmed: effect } = tool
    if (!effect || !action.fingerprint) throw new Error(`${tool.name} cannot be confirmed`)
    return runConfirmed({
      action,
      tool,
      effect,
      target: action.fingerprint,
      // What has begun is seen through, whatever limit was set since.
      context: action.state === 'executing' ? { ...context, ...context.unlimited } : context,
      isGivenUp: now() - (action.executingAt ?? now()) >= GIVE_UP_AFTER_MS,
      isLate: now() - answeredAt > TOO_LATE_MS,
      mayRun: async () => {
        const user = await findUser(action.userId)
        return user !== undefined && mayUse(user, tool)
      },
      beginExecuting: () => beginExecuting(action, context.sid),
      now,
      log,
    })
  }

  const runAnswer: AnswerRunner = async (round, { actionId, choice }, context) => {
    const action = await findQuestion(actionId)
    if (!action) throw new Error('The question of an answer is gone')
    // What stands in a round says who answered; only the question itself can prove it.
    if (action.answeredBySid !== context.sid) throw new Error('It was not this text that answered')
    if (action.kind === 'confirmation') return confirm(action, context, round.text.receivedAt)

    const call = action.choices[choice]
    const tool = toolOf(call?.tool)
    return { outcome: await runFor(tool, tool.args.parse(call?.args), context) }
  }

  return { runAnswer, confirm }
}
