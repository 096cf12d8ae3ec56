import type { Logger } from 'pino'
import { confirmationWords } from '../conversation/confirmation-words.ts'
import type { ConfirmedOutcome } from '../conversation/confirmed-call.ts'
import * as say from '../conversation/question-replies.ts'
import type { Settlement } from '../db/column-types.ts'
import type { PendingAction } from '../db/pending-actions.ts'
import type { Store } from '../store/store.ts'
import type { Tool, ToolContext } from '../tools/tool.ts'
import { toBody } from './composer.ts'

export interface RecoveryOptions {
  store: Pick<Store, 'questions' | 'users'>
  tools: readonly Tool[]
  contextFor: (call: Pick<ToolContext, 'user' | 'sid' | 'callId'>) => ToolContext
  confirm: (
    action: PendingAction,
    context: ToolContext,
    answeredAt: number,
  ) => Promise<ConfirmedOutcome>
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  log: Pick<Logger, 'error'>
  now: () => number
}

const CHECK_EVERY_MS = 60_000

/**
 * Finds out how those confirmed changes ended whose turn could not learn it. After an hour they
 * are left alone for good, and the person is told so.
 */
export function createRecovery(options: RecoveryOptions) {
  const { store, tools, contextFor, confirm, log, now } = options

  async function look(action: PendingAction): Promise<void> {
    const user = await store.users.find(action.userId)
    if (!user) return
    // Before anything else, so that a look that never ends well is not the next thing tried again.
    await store.questions.checkAgainAt(action.id, now() + CHECK_EVERY_MS)

    const sid = action.answeredBySid ?? action.sid
    const context = contextFor({ user, sid, callId: action.id })
    const { outcome, settles } = await confirm(action, context, now())
    if (settles.state === 'executing') return
    // A question can only be put in a turn.
    const words = confirmationWords(tools, action)
    const text = outcome.type === 'question' && words ? say.leftAlone(words) : outcome.text
    await tell(action, user.phone, settles, text)
  }

  async function tell(
    action: PendingAction,
    address: string,
    settlement: Settlement,
    text: string,
  ): Promise<void> {
    const { channel } = action
    const key = `${action.answeredBySid ?? action.sid}:outcome`
    const notice = { key, kind: 'notice' as const, channel, address, ...toBody(text) }
    await store.questions.settle(action, settlement, notice)
    options.onNotice(address)
  }

  return async (): Promise<void> => {
    for (const action of await store.questions.dueChecks()) {
      await look(action).catch((err: unknown) => {
        log.error({ err, actionId: action.id }, 'an outcome could not be looked into')
      })
    }
  }
}
