import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Desk, type DeskOptions, openDesk } from '../../chat/desk.ts'
import {
  BackupError,
  DatabaseUnusableError,
  DatabaseVersionError,
  messageOf,
} from '../../errors.ts'
import type { Terminal } from '../terminal.ts'

export interface Somewhere extends DeskOptions {
  desk: Desk
  /** Whether what is said is there afterwards. */
  isKept: boolean
  /** Ends what was there for the while. */
  forget: () => void
}

/**
 * The household's database, or where that cannot be opened one that ends with this process.
 *
 * @throws {DatabaseVersionError} because what another version made can be opened, by that version
 */
export async function openSomewhere(options: DeskOptions, terminal: Terminal): Promise<Somewhere> {
  try {
    return { ...options, desk: await openDesk(options), isKept: true, forget: () => {} }
  } catch (error) {
    if (!isUnusable(error)) throw error
    terminal.stderr.write(`${messageOf(error)}\nGoing on without history: nothing is kept.\n`)
    const folder = mkdtempSync(join(tmpdir(), 'usherr-chat-'))
    const config = { ...options.config, databasePath: join(folder, 'usherr.db') }
    const elsewhere = { ...options, config }
    const forget = () => rmSync(folder, { recursive: true, force: true })
    return { ...elsewhere, desk: await openDesk(elsewhere), isKept: false, forget }
  }
}

function isUnusable(error: unknown): boolean {
  if (error instanceof DatabaseVersionError) return false
  return error instanceof DatabaseUnusableError || error instanceof BackupError
}
