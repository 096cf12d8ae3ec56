import type { Logger } from 'pino'
import { GIVE_UP_AFTER_MS } from '../conversation/answer-runner.ts'
import { THEIR_OWN } from '../conversation/asked-for.ts'
import { confirmationWords } from '../conversation/confirmation-words.ts'
import type { ConfirmedOutcome } from '../conversation/confirmed-call.ts'
import { neverLearnt } from '../conversation/question-replies.ts'
import type { Channel, Settlement } from '../db/column-types.ts'
import { CHECK_EVERY_MS, type PendingAction } from '../db/pending-actions.ts'
import { outcomeKey } from '../db/quiet-rows.ts'
import type { User } from '../db/users.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'
import type { AskedCall, Tool, ToolContext } from '../tools/tool.ts'

export interface RecoveryOptions {
  store: Pick<Store, 'questions' | 'users'>
  tools: readonly Tool[]
  contextFor: (call: AskedCall) => ToolContext
  confirm: (
    action: PendingAction,
    context: ToolContext,
    answeredAt: number,
  ) => Promise<ConfirmedOutcome>
  /** Where someone is texted who asked in a terminal and never wrote from a phone. */
  channel: Channel
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  log: Pick<Logger, 'error'>
  now: () => number
}

/**
 * Finds out how those confirmed changes ended whose turn could not learn it. After an hour they
 * are left alone for good, and the person is told so.
 */
export function createRecovery(options: RecoveryOptions) {
  const { store, tools, contextFor, confirm, log, now } = options

  async function look(action: PendingAction, user: User): Promise<void> {
    // Before anything else, so that a look that never ends well is not the next thing tried again.
    await store.questions.checkAgainAt(action.id, now() + CHECK_EVERY_MS)

    const sid = action.answeredBySid ?? action.sid
    const context = contextFor({
      user,
      channel: action.channel,
      sid,
      callId: action.id,
      ...THEIR_OWN,
    })
    const { outcome, settles } = await confirm(action, context, now())
    if (settles.state !== 'executing') await tell(action, user, settles, outcome.text)
  }

  /** A mistake of ours is no reason to go on for ever, or to say nothing. */
  async function giveUp(action: PendingAction, user: User): Promise<void> {
    if (now() - (action.executingAt ?? 0) < GIVE_UP_AFTER_MS) return
    const text = neverLearnt(confirmationWords(tools, action))
    await tell(action, user, { actionId: action.id, state: 'unknown' }, text)
  }

  async function tell(
    action: PendingAction,
    user: User,
    settlement: Settlement,
    text: string,
  ): Promise<void> {
    const address = user.phone
    const isFromTerminal = action.channel === 'cli'
    const phoneChannel = isFromTerminal && (await store.users.phoneChannel(address))
    const notice = {
      key: outcomeKey(action.answeredBySid ?? action.sid),
      kind: 'notice' as const,
      channel: isFromTerminal ? phoneChannel || options.channel : action.channel,
      address,
      ...toBody(text),
    }
    const mayBeTold = user.optedOutAt === null && user.status === 'active'
    await store.questions.settle(action, settlement, mayBeTold ? notice : undefined)
    options.onNotice(address)
  }

  return async (signal: AbortSignal): Promise<void> => {
    for (const action of await store.questions.dueChecks()) {
      if (signal.aborted) return
      const user = await store.users.find(action.userId)
      if (!user) continue
      await look(action, user).catch(async (err: unknown) => {
        log.error({ err, actionId: action.id }, 'an outcome could not be looked into')
        await giveUp(action, user)
      })
    }
  }
}
