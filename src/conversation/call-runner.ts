import type { Logger } from 'pino'
import type { CanonicalCall, Settlement, ToolOutcome } from '../db/column-types.ts'
import { type HistoryMessage, type Message, OURS } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import { ArrError, RatingLimitError } from '../errors.ts'
import { failureOf } from '../tools/failure.ts'
import { outcomeOfLimit } from '../tools/rating-verdict.ts'
import { type AskedCall, findTool, runFor, type Tool, type ToolContext } from '../tools/tool.ts'
import type { AnswerRunner } from './answer-runner.ts'
import { THEIR_OWN, type Wish, wishFor } from './asked-for.ts'
import { choiceId } from './choose-from-list.ts'
import { ONE_QUESTION_AT_A_TIME } from './replies.ts'
import { type PlannedCall, planCall, refuse } from './tool-calls.ts'
import { listLastShown } from './turn-context.ts'

export interface CallRunnerOptions {
  tools: readonly Tool[]
  contextFor: (call: AskedCall) => ToolContext
  runAnswer: AnswerRunner
  saveStep: (round: Round, step: StepMessage) => Promise<Message>
  log: Pick<Logger, 'warn'>
}

// A step of one text is bounded too, whatever a model calls at once.
const MAX_CALLS = 10
const READS_AT_ONCE = 4
const TOO_MANY = `Not run: ${MAX_CALLS} calls at most at a time.`
const OUT_OF_TIME = 'Not run: there is no time left for this text.'

interface Result {
  outcome: ToolOutcome
  settles?: Settlement
}

/** Runs the calls of the last step that have no result yet; each result is stored as it comes. */
export type CallRunner = (
  round: Round,
  steps: readonly Message[],
  /** `signal` and time are looked at before each call or group of reads; what is over runs nothing more. */
  more: {
    signal: AbortSignal
    isOutOfTime: () => boolean
    earlier: readonly HistoryMessage[]
  },
) => AsyncIterable<Message>

export function createCallRunner(options: CallRunnerOptions): CallRunner {
  const { tools, contextFor, runAnswer, saveStep, log } = options

  async function resultOf(
    round: Round,
    { plan: planned, wish, step }: { plan: PlannedCall; wish: Wish; step: Message },
  ): Promise<Result> {
    const { user, text } = round
    const { channel, sid } = text
    const context = contextFor({ user, channel, sid, callId: planned.call.id, ...wish })
    try {
      const { answer, spoken } = step.metadata ?? {}
      if (answer) return await runAnswer(round, answer, context)
      if (spoken) return { outcome: await runSpoken(spoken, context) }
      return { outcome: await runPlanned(planned, context) }
    } catch (error) {
      if (error instanceof RatingLimitError) return { outcome: outcomeOfLimit(error) }
      // Whatever a service did is told in words; anything else is a mistake of ours.
      if (!(error instanceof ArrError)) throw error
      log.warn({ err: error, sid: text.sid }, 'a service gave no usable answer')
      return { outcome: failureOf(error) }
    }
  }

  function runSpoken({ tool: name, args }: CanonicalCall, context: ToolContext) {
    const tool = findTool(tools, name)
    if (!tool) throw new Error(`A command stands for a tool that there is not: ${name}`)
    return runFor(tool, tool.args.parse(args), context)
  }

  return async function* runCalls(round, steps, { signal, isOutOfTime, earlier }) {
    const step = steps.findLast(({ role }) => role === 'assistant')
    if (!step?.toolCalls) return

    const done = steps.slice(steps.indexOf(step) + 1)
    let hasAsked = done.some(({ metadata }) => metadata?.outcome?.type === 'question')
    const waiting = step.toolCalls.filter(({ id }) => !done.some((row) => row.toolCallId === id))

    const calls = step.toolCalls
    const said = { text: round.text.body, list: listLastShown(round), earlier }
    const wishOf = (plan: PlannedCall) =>
      plan.type === 'refuse' || isChosen(plan, step, round)
        ? THEIR_OWN
        : wishFor(plan.tool, plan.args, said)
    const planned = waiting.map((call) =>
      calls.indexOf(call) < MAX_CALLS ? planCall(call, tools) : refuse(call, TOO_MANY),
    )
    for (const group of groupReads(planned)) {
      signal.throwIfAborted()
      const plans = isOutOfTime() ? group.map(({ call }) => refuse(call, OUT_OF_TIME)) : group
      const ran = await Promise.all(
        plans.map(async (plan) => ({
          plan,
          result: await resultOf(round, { plan, wish: wishOf(plan), step }),
        })),
      )
      for (const { plan, result } of ran) {
        const outcome = bounded(oneQuestionAtATime(result.outcome, hasAsked))
        hasAsked ||= outcome.type === 'question'
        yield await saveStep(round, toMessage(plan, { ...result, outcome }))
      }
    }
  }
}

/** Whether code read it from their words: an answer, a command, or a choice from a list. */
function isChosen({ call }: PlannedCall, { model, metadata }: Message, { text }: Round): boolean {
  const isSpoken = metadata?.answer !== undefined || metadata?.spoken !== undefined
  return model === OURS && (isSpoken || call.id === choiceId(text.sid))
}

function runPlanned(planned: PlannedCall, context: ToolContext): Promise<ToolOutcome> {
  if (planned.type === 'refuse') return Promise.resolve(planned.outcome)
  return runFor(planned.tool, planned.args, context)
}

// A few reads beside each other, changes one after the other, all in the order in which they were called.
function groupReads(planned: readonly PlannedCall[]): PlannedCall[][] {
  const isRead = (call: PlannedCall) => call.type === 'refuse' || !call.tool.isWrite
  const groups: PlannedCall[][] = []
  for (const call of planned) {
    const last = groups.at(-1)
    const hasRoom = last?.every(isRead) && last.length < READS_AT_ONCE
    if (last && hasRoom && isRead(call)) last.push(call)
    else groups.push([call])
  }
  return groups
}

function oneQuestionAtATime(outcome: ToolOutcome, hasAsked: boolean): ToolOutcome {
  if (outcome.type !== 'question' || !hasAsked) return outcome
  // A second list, without its numbers, would only be in the way of the first.
  const { proposal } = outcome
  return proposal.kind === 'offer' && !('1' in proposal.choices)
    ? { type: 'answer', text: proposal.plain }
    : { type: 'refusal', text: ONE_QUESTION_AT_A_TIME }
}

function toMessage(planned: PlannedCall, { outcome, settles }: Result): StepMessage {
  const readsFirst = planned.type === 'run' && planned.readsFirst
  const isWrite = planned.type === 'run' && planned.tool.isWrite
  const isFailedChange = isWrite && outcome.type === 'failure'
  return {
    role: 'tool',
    toolCallId: planned.call.id,
    name: planned.call.function.name,
    content: forModel(outcome),
    metadata: {
      outcome,
      ...(settles && { settles }),
      ...(readsFirst && { readsFirst }),
      ...(isFailedChange && { isFailedChange }),
    },
  }
}

// A result is read again with every later step, and one page of text holds all that is worth it.
const LONGEST_RESULT = 4000

function bounded(outcome: ToolOutcome): ToolOutcome {
  const { text } = outcome
  return text.length <= LONGEST_RESULT
    ? outcome
    : { ...outcome, text: `${text.slice(0, LONGEST_RESULT)}...` }
}

function forModel({ type, text }: ToolOutcome): string {
  switch (type) {
    case 'change':
      return `Done. They are told: ${text}`
    case 'question':
      return `They are asked, and nothing is done before they answer: ${text}`
    case 'answer':
    case 'failure':
    case 'refusal':
      return text
  }
}
