import { countAttempts } from '../db/inbox.ts'
import { beginRequest, findRequest, type NewMediaRequest } from '../db/media-requests.ts'
import { clearHistory, getHistory, type Message, type Place } from '../db/messages.ts'
import type { PendingAction } from '../db/pending-actions.ts'
import {
  claim,
  openRound,
  type Round,
  type RoundStart,
  saveStep,
  type StepMessage,
} from '../db/rounds.ts'
import { endTurn, type TurnEnd } from '../db/turn-end.ts'
import { TextEndedError } from '../errors.ts'
import type { Transactions } from './commit-queue.ts'

/** The steps of a turn, each one commit. */
export function createRoundsStore({ read, write, now }: Transactions) {
  return {
    open: (start: RoundStart) => write((tx) => openRound(tx, start, now())),

    /** A start that was counted was broken off through no fault of the text. */
    uncount: (sid: string): Promise<void> => write((tx) => void countAttempts(tx, sid, -1)),

    history: (conversationId: string, limit: number, before?: Place) =>
      read((tx) => getHistory(tx, conversationId, limit, before)),

    clear: (conversationId: string) => write((tx) => clearHistory(tx, conversationId)),

    /** @throws {TextEndedError} where the text has ended and nothing follows from the step */
    saveStep: async (round: Round, step: StepMessage): Promise<Message> => {
      const saved = await write((tx) => saveStep(tx, round, step, now()))
      // Thrown here, because what it came to is kept.
      if (!saved) throw new TextEndedError(`The round of text ${round.text.sid} is gone`)
      return saved
    },

    claim: (round: Round, answer: { action: PendingAction; step: StepMessage }) =>
      write((tx) => claim(tx, round, answer, now())),

    findRequest: (of: { sid: string; callId: string }) => read((tx) => findRequest(tx, of)),

    beginRequest: (request: NewMediaRequest) => write((tx) => beginRequest(tx, request, now())),

    end: (round: Round, end: TurnEnd) => write((tx) => endTurn(tx, round, end, now())),
  }
}
