import { counted } from '../../counted.ts'
import { isSessionId } from '../../db/ids.ts'
import { type ConversationCopy, renewIds } from '../../db/transfer.ts'
import { CommandError, ImportError } from '../../errors.ts'
import type { ExportedConversation } from '../../transfer/format.ts'
import { readExport, toCopy } from '../../transfer/import-json.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { interruptible } from '../interruptible.ts'
import { withProgress } from '../progress.ts'
import { readTextFile } from '../read-text-file.ts'
import { oneLine, printableJson, printer, type Terminal } from '../terminal.ts'
import { nameOfUser, type Sessions, withSessions } from './session-store.ts'
import { isName } from './typed-words.ts'

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
    const whole = toCopy(notAhead(exported, store.now), user.id)
    const copy = newId === undefined ? whole : renewIds(whole, newId)
    requireTypable(copy)
    const inserted = await insert(store, copy)
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

function insert({ terminal, conversations }: Sessions, copy: ConversationCopy) {
  const total = copy.messages.length
  return interruptible((signal) =>
    withProgress(terminal, 'Messages imported:', (advance) =>
      conversations.insertCopy(copy, { signal, advance: (done) => advance(done, total) }),
    ),
  )
}

const MARKDOWN = 'Only --format json can be imported.'
const NOT_UTF8 = 'It is no text in UTF-8. Export it again.'
// All of it is held at once, and is one commit that texts wait for.
const MOST_BYTES = 64 * 1024 * 1024
const TOO_LONG = 'It is longer than an import may be, 64 MB.'

async function textOf(terminal: Terminal, file: string): Promise<string> {
  const bounds = { mostBytes: MOST_BYTES, tooLong: TOO_LONG, notUtf8: NOT_UTF8 }
  const text = await readTextFile(terminal, file, bounds)
  if (text.startsWith('# ')) throw new ImportError(MARKDOWN)
  return text
}

async function ownerOf(store: Sessions, { user }: ExportedConversation, as?: string) {
  if (as !== undefined) return findUser(store, as)
  const [owner] = await store.users.withPhone(user.phone)
  if (owner) return owner
  throw new CommandError(
    `It is of ${oneLine(user.phone)}, who is no user here. Give it to another with --as PHONE, or add them to MEMBER_PHONES and start Usherr.`,
  )
}

// One that was carried on tomorrow would be its user's latest, whatever they text today.
function notAhead(exported: ExportedConversation, now: number): ExportedConversation {
  const { conversation } = exported
  const updatedAt = Math.min(conversation.updatedAt, now)
  return { ...exported, conversation: { ...conversation, updatedAt } }
}

/** @throws {ImportError} where it could not be named in a command again */
function requireTypable({ conversation: { id }, tags }: ConversationCopy): void {
  if (!isSessionId(id) || id !== id.normalize()) {
    throw new ImportError(`Its id '${id}' cannot be typed. Import it with --id and another one.`)
  }
  const tag = tags.find((one) => !isName(one))
  if (tag !== undefined) throw new ImportError(`Its tag '${tag}' cannot be typed. Change it.`)
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
