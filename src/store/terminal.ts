import type { OutboxRow } from '../db/outbox.ts'
import { foundAt, type PlaceChoice, refusalOf } from '../db/terminal-sessions.ts'
import {
  markShown,
  progressOf,
  sayInTerminal,
  terminalAddresses,
  type TerminalText,
} from '../db/terminal-texts.ts'
import type { Transactions } from './commit-queue.ts'

/** What a terminal says and is told. */
export function createTerminalStore({ read, write, now }: Transactions) {
  return {
    /** Why somebody cannot speak there; undefined where they can. */
    refusal: (options: PlaceChoice) => read((tx) => refusalOf(tx, options, now())),
    foundAt: (options: PlaceChoice) => read((tx) => foundAt(tx, options, now())),
    say: (text: TerminalText) => write((tx) => sayInTerminal(tx, text, now()), 'urgent'),
    progress: (sid: string) => read((tx) => progressOf(tx, sid)),
    markShown: (row: OutboxRow) => write((tx) => markShown(tx, row, now())),
    waitingAddresses: () => read(terminalAddresses),
  }
}
