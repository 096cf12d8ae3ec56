import { asc, eq, gt } from 'drizzle-orm'
import { OURS } from './messages.ts'
import { conversations, messages } from './schema/conversations.ts'
import type { Tx } from './tx.ts'

export interface BrokenRound {
  id: string
  round: number
  /** What is wrong with it, in words that go on from its number. */
  says: string
}

/** The next `limit` ids of conversations after `after`. */
export function conversationIds(tx: Tx, after: string, limit: number): string[] {
  return tx
    .select({ id: conversations.id })
    .from(conversations)
    .where(gt(conversations.id, after))
    .orderBy(asc(conversations.id))
    .limit(limit)
    .all()
    .map(({ id }) => id)
}

/** The rounds of a conversation that no bookkeeping of ours leaves so; none, unless there is a bug. */
export function findBrokenRounds(tx: Tx, id: string): BrokenRound[] {
  const rounds = new Map<number, Step[]>()
  for (const step of stepsOf(tx, id)) {
    rounds.set(step.round, [...(rounds.get(step.round) ?? []), step])
  }
  const begun =
    tx
      .select({ count: conversations.roundCount })
      .from(conversations)
      .where(eq(conversations.id, id))
      .get()?.count ?? 0
  const broken = [...rounds].flatMap(([round, steps]) =>
    problemsOf(steps).map((says) => ({ id, round, says })),
  )
  // The next text would get the number of a round that is there.
  const last = [...rounds.keys()].at(-1) ?? 0
  if (last <= begun) return broken
  return [...broken, { id, round: last, says: `is there, and only ${begun} were begun` }]
}

type Step = ReturnType<typeof stepsOf>[number]

// What a round is made of, without what was said in it.
function stepsOf(tx: Tx, id: string) {
  const { round, sequence, role, model, toolCalls, toolCallId } = messages
  return tx
    .select({ round, sequence, role, model, toolCalls, toolCallId })
    .from(messages)
    .where(eq(messages.conversationId, id))
    .orderBy(asc(messages.round), asc(messages.sequence))
    .all()
}

/** What is wrong with the messages of one round, in their order. */
export function problemsOf(
  steps: ReadonlyArray<Pick<Step, 'sequence' | 'role' | 'model' | 'toolCalls' | 'toolCallId'>>,
): string[] {
  const problems: string[] = []
  const open = new Set<string>()
  for (const [index, step] of steps.entries()) {
    const { sequence, role, model, toolCalls, toolCallId } = step
    if (sequence !== index) return [`has a gap before its message ${sequence}`]
    // Code ends a turn that was given up in the middle of its calls; a model never goes on there.
    const isByModel = role === 'assistant' && model !== null && model !== OURS
    if (isByModel && open.size > 0) problems.push('has a tool call without its result')
    if (role === 'assistant') open.clear()
    for (const { id } of toolCalls ?? []) open.add(id)
    if (role === 'tool' && !open.delete(toolCallId ?? '')) {
      problems.push('has a result without its tool call')
    }
  }
  return problems
}
