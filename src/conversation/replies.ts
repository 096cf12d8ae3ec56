import type { Proposal, TitleList, ToolOutcome } from '../db/column-types.ts'
import type { Message } from '../db/messages.ts'
import type { StepMessage } from '../db/rounds.ts'
import { isNamedIn } from '../tools/named-titles.ts'
import { withoutEnding } from '../tools/title-key.ts'
import { withoutClaims } from './change-claims.ts'
import { withoutContacts } from './foreign-contacts.ts'
import { spokenWords } from './spoken-words.ts'

/** What a turn says, before its question has a code and before it is cut to size. */
export interface Reply {
  /** Sentences in order; the question of `proposal` comes after them. */
  lines: string[]
  proposal?: Proposal | undefined
  /** Said after the question. */
  after?: string
  list?: TitleList | undefined
  /** Set where a model wrote the reply: its tokens and its own words. */
  written?: StepMessage | undefined
  isStandIn: boolean
}

type Question = Extract<ToolOutcome, { type: 'question' }>

/** What a model is told of a second question in one step. */
export const ONE_QUESTION_AT_A_TIME = 'Not asked, and not done: one question at a time.'
const ASK_AGAIN = 'One question at a time: ask me again for the rest.'
const DID_NOT_FOLLOW = "Sorry, I didn't get that. Text a title and I'll look it up."
const GAVE_UP = "Sorry, I couldn't work that out. Could you say it another way?"
const NO_CONTACTS = "I don't pass on links or numbers. Text a title and I'll look it up."
const NOTHING_CHANGED = 'Nothing has changed yet. Please text what to do and a title.'

/**
 * The reply where the results say it all: a question, changes and nothing else, or the one thing
 * that was called. Undefined where a model has to go on.
 */
export function replyByCode(steps: readonly Message[]): Reply | undefined {
  const step = steps.findLast(({ role }) => role === 'assistant')
  if (!step?.toolCalls) return undefined

  const results = resultsOf(step, steps)
  const outcomes = outcomesOf(step, steps)
  const question = outcomes.find(isQuestion)
  if (!isSaidByCode(results, question)) return undefined

  const earlier = steps.slice(0, steps.indexOf(step))
  const said = outcomes.filter(isSaid)
  const hasMore = outcomes.some(({ text }) => text === ONE_QUESTION_AT_A_TIME)
  return {
    lines: unique([...changesIn(earlier), ...said.map(({ text }) => text)]),
    proposal: question?.proposal,
    ...(hasMore && { after: ASK_AGAIN }),
    list: listIn(outcomes),
    isStandIn: hasStandIn(steps),
  }
}

/** Whether the results of a step need no words of a model. */
function isSaidByCode(results: readonly Message[], question: Question | undefined): boolean {
  const types = results.map(({ metadata }) => metadata?.outcome?.type)
  if (question?.proposal.kind === 'confirmation') return true
  if (types.every((type) => type === 'failure')) return true
  if (results.some(({ metadata }) => metadata?.readsFirst)) return false
  if (question || types.every((type) => type === 'change' || type === 'failure')) return true
  return types.length === 1 && types[0] !== 'refusal'
}

/**
 * The reply in a model's words, after ours about what was changed, or could not be. A model that has
 * nothing to say leaves it to the results, and to their question.
 */
export function replyByModel(steps: readonly Message[], written: StepMessage): Reply {
  const outcomes = steps.flatMap(({ metadata }) => metadata?.outcome ?? [])
  const spoken = spokenWords(written.content)
  const unlinked = withoutContacts(spoken, steps[0]?.content ?? '')
  const words = withoutClaims(unlinked)
  const question = words === '' ? outcomes.findLast(isQuestion) : undefined
  const ours = words === '' ? outcomes.filter(isSaid).map(({ text }) => text) : changesIn(steps)
  const lines = unique([...ours, words].filter((line) => line !== ''))
  const instead = spoken === '' ? DID_NOT_FOLLOW : unlinked === '' ? NO_CONTACTS : NOTHING_CHANGED
  return {
    lines: lines.length > 0 || question ? lines : [instead],
    proposal: question?.proposal,
    list: question ? question.list : named(listIn(outcomes), lines.join('\n')),
    written,
    isStandIn: hasStandIn([...steps, written]),
  }
}

const isSaid = ({ type }: ToolOutcome) => type !== 'refusal' && type !== 'question'
const isQuestion = (outcome: ToolOutcome): outcome is Question => outcome.type === 'question'
const unique = (lines: readonly string[]) => [...new Set(lines)]

export function replyGivingUp(steps: readonly Message[]): Reply {
  return replyEnding(steps, GAVE_UP)
}

/** What was changed, and why it goes no further. */
export function replyEnding(steps: readonly Message[], why: string): Reply {
  return { lines: unique([...changesIn(steps), why]), isStandIn: hasStandIn(steps) }
}

/** What the calls of a step came to, in the order of the calls. */
export function outcomesOf(step: Message, steps: readonly Message[]): ToolOutcome[] {
  return resultsOf(step, steps).flatMap(({ metadata }) => metadata?.outcome ?? [])
}

function resultsOf(step: Message, steps: readonly Message[]): Message[] {
  const ids = step.toolCalls?.map(({ id }) => id) ?? []
  return ids.flatMap((id) => steps.find(({ toolCallId }) => toolCallId === id) ?? [])
}

/** What was changed, and what was tried and failed. A read that failed may have been got past. */
function changesIn(steps: readonly Message[]): string[] {
  const ours = steps.filter(
    ({ metadata }) => metadata?.outcome?.type === 'change' || metadata?.isFailedChange,
  )
  return ours.flatMap(({ metadata }) => metadata?.outcome?.text ?? [])
}

/**
 * In a model's own words a list is nothing to choose from: nobody knows how it named them. What it
 * left out nobody saw, and nobody can point at.
 */
function named(list: TitleList | undefined, words: string): TitleList | undefined {
  if (!list) return undefined
  const items = list.items.filter(({ title }) => isNamedIn(words, withoutEnding(title)))
  return { items, tool: 'find', isNumbered: false }
}

/** The question's own list, else the last. */
function listIn(outcomes: readonly ToolOutcome[]): TitleList | undefined {
  const listOf = (outcome: ToolOutcome) => ('list' in outcome ? outcome.list : undefined)
  return (
    outcomes.filter(isQuestion).map(listOf).find(Boolean) ?? outcomes.map(listOf).findLast(Boolean)
  )
}

function hasStandIn(steps: readonly Pick<StepMessage, 'metadata'>[]): boolean {
  return steps.some(({ metadata }) => metadata?.isStandIn)
}
