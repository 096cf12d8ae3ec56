import { resolve } from 'node:path'
import { findConversation } from '../../db/conversations.ts'
import { messagesInParts } from '../../db/messages.ts'
import { tagsOf } from '../../db/tags.ts'
import type { Tx } from '../../db/tx.ts'
import { findUser as userOf } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import { readSnapshotBeside } from '../../store/beside.ts'
import { exportJson, type ExportSource } from '../../transfer/export-json.ts'
import { exportMarkdown } from '../../transfer/export-markdown.ts'
import type { CommandOptions } from '../command-options.ts'
import { pipeOut } from '../piped-output.ts'
import { type Advance, withProgress } from '../progress.ts'
import { escapeDrawing, plainLines, printableJson, printer, type Terminal } from '../terminal.ts'
import { fileTrouble } from './file-trouble.ts'
import { findSession } from './find-session.ts'
import { placeForFile, writeNewFile } from './new-file.ts'
import { withSessions } from './session-store.ts'

export interface ExportFlags {
  format: 'json' | 'markdown'
  output?: string
  yes: boolean
  /** What was written, not the session itself. */
  json: boolean
}

/**
 * Writes a conversation out as it stands at one moment: to a file that is there only when it is
 * whole, or to standard output.
 *
 * @throws {CommandError} that says why there is no export
 */
export async function exportSession(
  options: CommandOptions,
  named: string,
  { format, output, yes: isAgreed, json }: ExportFlags,
): Promise<void> {
  const file = output === undefined ? undefined : resolve(output)
  await withSessions(options, async (store) => {
    const { terminal } = store
    const { databasePath, timeZone } = store.config
    const { id } = await findSession(store, named)
    const place = file && (await placeForFile(terminal, file, { isAgreed }))
    const messages = await readSnapshotBeside(databasePath, async (tx) => {
      let written = 0
      const write = async (advance: Advance) => {
        const source = sourceOf(tx, id, (done, total) => {
          written = done
          advance(done, total)
        })
        const pieces = format === 'json' ? exportJson(source) : exportMarkdown(source, timeZone)
        await (place ? writeNewFile(place, pieces) : writeOut(terminal, pieces, format))
      }
      // What is drawn on the same terminal would stand in the middle of it.
      if (file || !terminal.stdout.isTTY) await withProgress(terminal, 'Messages written:', write)
      else await write(() => {})
      return written
    })
    if (file === undefined) return
    printer(terminal)(json ? printableJson({ file, messages }) : `Exported to ${file}.`)
  })
}

function sourceOf(tx: Tx, id: string, advance: Advance): ExportSource {
  const conversation = findConversation(tx, id)
  const user = conversation && userOf(tx, conversation.userId)
  if (!user) throw new CommandError('It was deleted just now.')
  function* messages() {
    let done = 0
    for (const part of messagesInParts(tx, id)) {
      yield part
      done += part.length
      advance(done, conversation?.messageCount)
    }
  }
  return { conversation, user, tags: tagsOf(tx, id), messages: messages() }
}

async function writeOut(
  terminal: Terminal,
  pieces: Iterable<string>,
  format: ExportFlags['format'],
): Promise<void> {
  const shown = terminal.stdout.isTTY ? visible(pieces, format) : pieces
  try {
    await pipeOut(terminal, shown)
  } catch (error) {
    throw fileTrouble(error, 'standard output')
  }
}

// What somebody texted must not draw on the terminal; escaped JSON means what it meant.
function* visible(pieces: Iterable<string>, format: ExportFlags['format']) {
  for (const piece of pieces) {
    yield format === 'json' ? escapeDrawing(piece) : plainLines(piece)
  }
}
