import { type NewSummary, saveSummary, untoldBefore } from '../db/summaries.ts'
import type { Transactions } from './commit-queue.ts'

export function createSummariesStore({ read, write }: Transactions) {
  return {
    untoldBefore: (conversationId: string, round: number) =>
      read((tx) => untoldBefore(tx, conversationId, round)),

    save: (summary: NewSummary) => write((tx) => saveSummary(tx, summary)),
  }
}
