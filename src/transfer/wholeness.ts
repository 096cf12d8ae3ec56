import { isDeepStrictEqual } from 'node:util'
import { problemsOf } from '../db/broken-rounds.ts'
import { addOutside } from '../db/outside.ts'
import type { Counters } from '../db/verification.ts'
import type { ExportedConversation, ExportedMessage } from './format.ts'

/** What a conversation lacks that is right in each of its parts; undefined when it is whole. */
export function whatIsNotWhole({ conversation, messages }: ExportedConversation) {
  return (
    miscounted(conversation, messages) ??
    outOfOrder(messages) ??
    brokenRound(conversation, messages)
  )
}

function miscounted(
  conversation: ExportedConversation['conversation'],
  messages: readonly ExportedMessage[],
): string | undefined {
  const { messageCount, roundCount, inputTokens, outputTokens, totalTokens } = conversation
  if (messageCount !== messages.length) {
    return `it counts ${messageCount} messages and holds ${messages.length}`
  }
  const sum = (field: 'promptTokens' | 'completionTokens' | 'totalTokens') =>
    messages.reduce((all, message) => all + (message[field] ?? 0), 0)
  const { rounds, ...tokens } = addOutside(conversation.outside, {
    rounds: new Set(messages.map(({ round }) => round)).size,
    inputTokens: sum('promptTokens'),
    outputTokens: sum('completionTokens'),
    totalTokens: sum('totalTokens'),
  })
  const actual: Counters = { messageCount, roundCount: rounds, ...tokens }
  if (roundCount !== actual.roundCount) return 'its rounds are not as many as it counts'
  const counted = { messageCount, roundCount, inputTokens, outputTokens, totalTokens }
  return isDeepStrictEqual(counted, actual)
    ? undefined
    : 'the tokens of its messages are not what it counts'
}

function outOfOrder(messages: readonly ExportedMessage[]): string | undefined {
  if (new Set(messages.map(({ id }) => id)).size !== messages.length) {
    return 'two of its messages have the same id'
  }
  for (const [index, { round, sequence }] of messages.entries()) {
    const before = messages[index - 1]
    if (before?.round === round && before.sequence === sequence) {
      return 'two of its messages have the same place'
    }
    const isBehind =
      !before || round > before.round || (round === before.round && sequence > before.sequence)
    if (!isBehind) return 'its messages are not in their order'
  }
  return undefined
}

function brokenRound(
  { roundCount, summaryRound }: ExportedConversation['conversation'],
  messages: readonly ExportedMessage[],
): string | undefined {
  if ((messages.at(-1)?.round ?? 0) > roundCount || (summaryRound ?? 0) > roundCount) {
    return 'it tells of more rounds than it counts'
  }
  if (messages.some(isMisplaced)) return 'one of its messages has what belongs to another role'
  const rounds = new Map<number, ExportedMessage[]>()
  for (const message of messages) {
    const steps = rounds.get(message.round)
    if (steps) steps.push(message)
    else rounds.set(message.round, [message])
  }
  for (const [round, steps] of rounds) {
    const [problem] = problemsOf(steps)
    if (problem) return `round ${round} ${problem}`
  }
  return undefined
}

function isMisplaced({ role, toolCalls, toolCallId }: ExportedMessage): boolean {
  if (role === 'tool') return toolCallId === null || toolCalls !== null
  return toolCallId !== null || (role === 'user' && toolCalls !== null)
}
