import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { counted } from '../../counted.ts'
import { renewIds } from '../../db/transfer.ts'
import { CommandError, ImportError } from '../../errors.ts'
import type { ExportedConversation } from '../../transfer/format.ts'
import { readExport, toCopy } from '../../transfer/import-json.ts'
import type { CommandOptions } from '../command-options.ts'
import { withProgress } from '../progress.ts'
import { oneLine, printableJson, printer, type Terminal } from '../terminal.ts'
import { fileTrouble } from './file-trouble.ts'
import { findUser } from './find.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'

export interface ImportFlags {
  id?: string
  as?: string
  json: boolean
}

/**
 * Puts an exported conversation into the database, all of it or nothing.
 *
 * @throws {AppError} that says why not, and what to do
 */
export async function importSession(
  options: CommandOptions,
  file: string,
  { id: newId, as, json }: ImportFlags,
): Promise<void> {
  await withSessions(options, async (store) => {
    const { terminal } = store
    const exported = readExport(await textOf(terminal, file))
    const user = await ownerOf(store, exported, as)
    const whole = toCopy(exported, user.id)
    const copy = newId === undefined ? whole : renewIds(whole, newId)
    const inserted = await withProgress(terminal, 'Messages imported:', async (advance) => {
      advance(0, copy.messages.length)
      return store.conversations.insertCopy(copy)
    })
    const { id } = copy.conversation
    if (inserted.type === 'known') throw new CommandError(knownInWords(id, inserted.what))
    const { isCurrent } = inserted
    const messages = copy.messages.length
    const print = printer(terminal)
    if (json) return print(printableJson({ id, phone: user.phone, messages, isCurrent }))
    const who = oneLine(nameOfUser(user))
    print(`Imported session ${id} with ${counted(messages, 'message')} for ${who}.`)
    if (isCurrent) print(currentInWords(copy.conversation.status, who))
  })
}

const MARKDOWN = 'Only --format json can be imported.'
const NOT_UTF8 = 'It is no text in UTF-8. Export it again.'
const TOO_LONG = 'It is longer than can be read at once.'

async function textOf({ stdin }: Terminal, file: string): Promise<string> {
  try {
    const bytes = file === '-' ? await buffer(stdin) : await readFile(file)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    if (text.startsWith('# ')) throw new ImportError(MARKDOWN)
    return text
  } catch (error) {
    if (error instanceof ImportError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      throw new ImportError(NOT_UTF8, { cause: error })
    }
    const isTooLong = code === 'ERR_STRING_TOO_LONG' || code === 'ERR_FS_FILE_TOO_LARGE'
    if (isTooLong || error instanceof RangeError) throw new ImportError(TOO_LONG, { cause: error })
    throw fileTrouble(error, file)
  }
}

async function ownerOf(store: Sessions, { user }: ExportedConversation, as?: string) {
  if (as !== undefined) return findUser(store, as)
  const [owner] = await store.users.withPhone(user.phone)
  if (owner) return owner
  throw new CommandError(
    `It is of ${oneLine(user.phone)}, who is no user here. Give it to another with --as PHONE, or add them to MEMBER_PHONES and start Usherr.`,
  )
}

function knownInWords(id: string, what: 'conversation' | 'message'): string {
  const known =
    what === 'conversation'
      ? `There is a session '${id}' already`
      : 'Some of its messages are in another session already'
  return `${known}, and nothing was changed. Import it beside that one with --id and a new id, or delete that one first.`
}

function currentInWords(status: string, who: string): string {
  return status === 'paused'
    ? `It is paused and the newest of ${who}: their texts wait until it is resumed.`
    : `It is the newest of ${who}: their next text goes on in it.`
}
