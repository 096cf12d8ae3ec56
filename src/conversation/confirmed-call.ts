import type { Logger } from 'pino'
import type { Fingerprint, MediaFingerprint, Settlement, ToolOutcome } from '../db/column-types.ts'
import type { PendingAction } from '../db/pending-actions.ts'
import { isSamePerson } from '../db/people.ts'
import { ArrError } from '../errors.ts'
import { failureOf } from '../tools/failure.ts'
import { type ConfirmedEffect, notForYou, type Tool, type ToolContext } from '../tools/tool.ts'
import { neverLearnt } from './question-replies.ts'

export interface ConfirmedCall {
  action: PendingAction
  tool: Tool
  effect: ConfirmedEffect
  target: Fingerprint
  context: ToolContext
  /** Whether an outcome has been looked for so long that nothing may be touched any more. */
  isGivenUp: boolean
  /** Whether the answer is so old that they may have thought better of it. */
  isLate: boolean
  /** Whether the person may still do this; read anew each time. */
  mayRun: () => Promise<boolean>
  /** Resolves once it is durable that the target is about to be touched. */
  beginExecuting: () => Promise<void>
  now: () => number
  log: Pick<Logger, 'warn'>
}

export interface ConfirmedOutcome {
  outcome: ToolOutcome
  settles: Settlement
}

// A delete whose answer was lost is tried once more; after that somebody has to look.
const MAX_ATTEMPTS = 2
const FIRST_CHECK_MS = 30_000

/**
 * Probe, perform, probe: what a confirmation leads to, from wherever an earlier start left it. The
 * target goes at most once, because it is touched only while it is just what was asked about.
 */
export async function runConfirmed(call: ConfirmedCall): Promise<ConfirmedOutcome> {
  // From the first attempt on, a failure to look means that nobody knows.
  let isTouched = call.action.state === 'executing'
  try {
    if (call.isLate && !isTouched && (await call.mayRun())) {
      return await askAnew(call, 'Your answer reached me late.')
    }
    for (let attempts = 0; ; attempts++) {
      const current = await call.effect.read(call.target, call.context)
      const ending = await endingOf(call, current, { isTouched, attempts })
      if (ending) return ending

      if (!isTouched) await call.beginExecuting()
      const refusal = await attempt(call)
      if (refusal && !isTouched) return failed(call, refusal)
      isTouched = true
    }
  } catch (error) {
    if (!(error instanceof ArrError)) throw error
    if (isTouched) return call.isGivenUp ? unlearnt(call) : unsettled(call, error)
    return failed(call, error)
  }
}

async function endingOf(
  call: ConfirmedCall,
  current: Fingerprint | undefined,
  { isTouched, attempts }: { isTouched: boolean; attempts: number },
): Promise<ConfirmedOutcome | undefined> {
  const { effect, target, tool } = call
  const words = effect.words(target)
  if (!current && isTouched) return finished(call)
  if (!current) return settle(call, 'done', { type: 'answer', text: words.gone })
  // What is left of a target that was touched is nothing that anybody was asked about.
  if (isTouched && (call.isGivenUp || !isSame(current, target))) return unlearnt(call)
  if (!(await call.mayRun())) return settle(call, 'failed', notForYou(tool))
  if (!isSame(current, target)) return askAnew(call, `${words.subject} has changed since I asked.`)
  if (attempts < MAX_ATTEMPTS) return undefined
  const text = `${words.subject} is still here, though it should be gone. An admin has to look.`
  return settle(call, 'failed', { type: 'failure', text })
}

/** The target is gone by our doing: now or before a crash. What goes with that is done, again or not. */
async function finished(call: ConfirmedCall): Promise<ConfirmedOutcome> {
  const { effect, target, context, isGivenUp } = call
  const finish = isGivenUp ? undefined : effect.finish?.bind(effect)
  const text = (await finish?.(target, context)) ?? effect.words(target).done
  return settle(call, 'done', { type: 'change', text })
}

/** Puts the question again, about the target as it is now. */
async function askAnew(call: ConfirmedCall, reason: string): Promise<ConfirmedOutcome> {
  const { tool, action, context } = call
  const outcome = await tool.run(tool.args.parse(action.choices['YES']?.args), context)
  return settle(call, 'replaced', withReason(outcome, reason))
}

function withReason(outcome: ToolOutcome, reason: string): ToolOutcome {
  const text = `${reason} ${outcome.text}`
  if (outcome.type !== 'question') return { ...outcome, text }
  return { ...outcome, text, proposal: { ...outcome.proposal, text } }
}

/** Resolves with the error by which the service said no; a lost answer is left to the next look. */
async function attempt({ effect, target, context }: ConfirmedCall): Promise<ArrError | undefined> {
  try {
    await effect.perform(target, context)
  } catch (error) {
    if (!(error instanceof ArrError)) throw error
    if (!error.isUnclear && error.failure !== 'missing') return error
  }
  return undefined
}

function failed(call: ConfirmedCall, error: ArrError): ConfirmedOutcome {
  call.log.warn({ err: error, sid: call.context.sid }, 'a confirmed change failed')
  return settle(call, 'failed', failureOf(error))
}

function unlearnt(call: ConfirmedCall): ConfirmedOutcome {
  const text = neverLearnt(call.effect.words(call.target))
  return settle(call, 'unknown', { type: 'failure', text })
}

function unsettled(call: ConfirmedCall, error: ArrError): ConfirmedOutcome {
  const { service } = error
  call.log.warn({ err: error, sid: call.context.sid }, 'the outcome of a change is not known yet')
  const { subject } = call.effect.words(call.target)
  const text = `${service} stopped answering, so I can't tell yet what became of ${subject}. I'll keep looking and text you.`
  const nextCheckAt = call.now() + FIRST_CHECK_MS
  return {
    outcome: { type: 'failure', text },
    settles: { actionId: call.action.id, state: 'executing', nextCheckAt },
  }
}

function settle(
  { action }: ConfirmedCall,
  state: Settlement['state'],
  outcome: ToolOutcome,
): ConfirmedOutcome {
  return { outcome, settles: { actionId: action.id, state } }
}

function isSame(one: Fingerprint, other: Fingerprint): boolean {
  if (one.service === 'users') return other.service === 'users' && isSamePerson(one, other)
  return other.service !== 'users' && isSameMedia(one, other)
}

function isSameMedia(one: MediaFingerprint, other: MediaFingerprint): boolean {
  return (
    one.service === other.service &&
    one.id === other.id &&
    one.externalId === other.externalId &&
    one.title === other.title &&
    one.year === other.year &&
    one.path === other.path &&
    one.files === other.files &&
    one.sizeBytes === other.sizeBytes &&
    one.keepsFiles === other.keepsFiles &&
    one.fileId === other.fileId &&
    one.addedAt === other.addedAt
  )
}
