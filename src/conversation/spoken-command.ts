import type { CanonicalCall } from '../db/column-types.ts'
import { type Message, OURS } from '../db/messages.ts'
import type { Round, StepMessage } from '../db/rounds.ts'
import type { User } from '../db/users.ts'

/**
 * Reads a text as a command that code carries out and no model is told of; `undefined` where it is
 * none, or none of theirs. One that names a person may look who is here.
 */
export type SpokenCommand = (
  text: string,
  user: User,
) => CanonicalCall | undefined | Promise<CanonicalCall | undefined>

export interface SpokenCommandOptions {
  /** In the order in which they are tried. */
  commands: readonly SpokenCommand[]
  saveStep: (round: Round, step: StepMessage) => Promise<Message>
}

/** Puts the call into the round that a text is a command for. */
export function createSpokenCommand({ commands, saveStep }: SpokenCommandOptions) {
  return async (round: Round): Promise<Message | undefined> => {
    const { text, user } = round
    // Once there is a step, an earlier start has passed this point.
    if (round.steps.length > 1) return undefined
    for (const read of commands) {
      const call = await read(text.body, user)
      if (call) return saveStep(round, toStep(call, text.sid))
    }
    return undefined
  }
}

/** What it is about is in their words already, and its arguments are no model's business. */
function toStep(call: CanonicalCall, sid: string): StepMessage {
  return {
    role: 'assistant',
    content: '',
    model: OURS,
    toolCalls: [
      { id: `said_${sid}`, type: 'function', function: { name: call.tool, arguments: '{}' } },
    ],
    metadata: { spoken: call },
  }
}
