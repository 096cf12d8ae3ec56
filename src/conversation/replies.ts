import type { ListedTitle, Proposal, ToolOutcome } from '../db/column-types.ts'
import type { Message } from '../db/messages.ts'
import type { StepMessage } from '../db/rounds.ts'
import { withoutClaims } from './change-claims.ts'

/** What a turn says, before its question has a code and before it is cut to size. */
export interface Reply {
  /** Sentences in order; the question of `proposal` comes after them. */
  lines: string[]
  proposal?: Proposal | undefined
  list?: ListedTitle[] | undefined
  /** Set where a model wrote the reply: its tokens and its own words. */
  written?: StepMessage | undefined
  isStandIn: boolean
}

const DID_NOT_FOLLOW = "Sorry, I didn't get that. Text a title and I'll look it up."
const GAVE_UP = "Sorry, I couldn't work that out. Could you say it another way?"
const NOTHING_CHANGED = 'Nothing has changed yet. Please text what to do and a title.'

/**
 * The reply where the results say it all: a question, changes and nothing else, or the one thing
 * that was called. Undefined where a model has to go on.
 */
export function replyByCode(steps: readonly Message[]): Reply | undefined {
  const step = steps.findLast(({ role }) => role === 'assistant')
  if (!step?.toolCalls) return undefined

  const outcomes = outcomesOf(step, steps)
  const question = outcomes.find((outcome) => outcome.type === 'question')
  const readsFirst = resultsOf(step, steps).some(({ metadata }) => metadata?.readsFirst)
  const isSaidByResults =
    question !== undefined ||
    outcomes.every(({ type }) => type === 'change') ||
    (outcomes.length === 1 && outcomes[0]?.type !== 'refusal')
  const mustAsk = question?.proposal.kind === 'confirmation'
  if (!mustAsk && (readsFirst || !isSaidByResults)) return undefined

  const earlier = steps.slice(0, steps.indexOf(step))
  const said = outcomes.filter((outcome) => isForPeople(outcome) && outcome !== question)
  return {
    lines: [...changesIn(earlier), ...said.map(({ text }) => text)],
    proposal: question?.proposal,
    list: listIn(outcomes),
    isStandIn: hasStandIn(steps),
  }
}

/** The reply in a model's words, after ours about what was changed and what failed. */
export function replyByModel(steps: readonly Message[], written: StepMessage): Reply {
  const outcomes = steps.flatMap(({ metadata }) => metadata?.outcome ?? [])
  const words = withoutClaims(spokenWords(written.content))
  // A model that has nothing to say leaves it to the results.
  const said = words === '' ? outcomes.filter(isForPeople) : outcomes.filter(isOurs)
  const lines = [...said.map(({ text }) => text), words].filter((line) => line !== '')
  const isOnlyClaim = words === '' && spokenWords(written.content) !== ''
  return {
    lines: lines.length > 0 ? lines : [isOnlyClaim ? NOTHING_CHANGED : DID_NOT_FOLLOW],
    list: listIn(outcomes),
    written,
    isStandIn: hasStandIn([...steps, written]),
  }
}

/** What a model said aloud: not what it thought, and no call that it wrote down as text. */
function spokenWords(content: string): string {
  const spoken = content.replaceAll(/<think>.*?(?:<\/think>|$)/gs, '').trim()
  return /^(?:```\w*\s*)?[[{]/.test(spoken) ? '' : spoken
}

const isOurs = ({ type }: ToolOutcome) => type === 'change' || type === 'failure'
const isForPeople = ({ type }: ToolOutcome) => type !== 'refusal'

export function replyGivingUp(steps: readonly Message[]): Reply {
  return { lines: [...changesIn(steps), GAVE_UP], isStandIn: hasStandIn(steps) }
}

/** What the calls of a step came to, in the order of the calls. */
export function outcomesOf(step: Message, steps: readonly Message[]): ToolOutcome[] {
  return resultsOf(step, steps).flatMap(({ metadata }) => metadata?.outcome ?? [])
}

function resultsOf(step: Message, steps: readonly Message[]): Message[] {
  const ids = step.toolCalls?.map(({ id }) => id) ?? []
  return ids.flatMap((id) => steps.find(({ toolCallId }) => toolCallId === id) ?? [])
}

function changesIn(steps: readonly Message[]): string[] {
  const outcomes = steps.flatMap(({ metadata }) => metadata?.outcome ?? [])
  return outcomes.filter(isOurs).map(({ text }) => text)
}

function listIn(outcomes: readonly ToolOutcome[]): ListedTitle[] | undefined {
  return outcomes.map((outcome) => ('list' in outcome ? outcome.list : undefined)).findLast(Boolean)
}

function hasStandIn(steps: readonly Pick<StepMessage, 'metadata'>[]): boolean {
  return steps.some(({ metadata }) => metadata?.isStandIn)
}
