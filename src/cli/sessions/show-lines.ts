import type { ToolCall } from '../../db/column-types.ts'
import type { listRounds } from '../../db/conversation-rounds.ts'
import type { Message } from '../../db/messages.ts'
import { dayOf, momentInWords, timeInWords } from '../../local-time.ts'
import { cutText, displayWidth } from '../../text-width.ts'
import { hanging } from '../hanging-lines.ts'
import { oneLine } from '../terminal.ts'

export interface View {
  /** Who texts. */
  person: string
  timeZone: string
  width: number | undefined
}

type Pages<T> = Iterable<readonly T[]>

const US = 'Usherr'
const ROUND_WIDTH = 4
// A call is one short line, also where nothing else cuts it.
const LONGEST_CALL = 120

/** Who said what and when: a line for each call of a tool, and the days and rounds they fall into. */
export function* linesOfMessages(pages: Pages<Message>, view: View): Generator<string> {
  let before: Message | undefined
  const calls = new Map<string, ToolCall>()
  for (const page of pages) {
    for (const message of page) {
      const isFirst = message.round !== before?.round
      if (message.role !== 'tool') yield* unanswered(calls, view)
      if (isFirst) yield* dayOfRound(message, before, view)
      yield* linesOf(message, calls, { view, isFirst })
      before = message
    }
  }
  yield* unanswered(calls, view)
}

/** The same by round, without the calls. */
export function* linesOfRounds(
  pages: Pages<ReturnType<typeof listRounds>[number]>,
  view: View,
): Generator<string> {
  for (const page of pages) {
    for (const { roundNumber, roundData } of page) {
      yield ''
      yield `Round ${roundNumber}`
      for (const { speaker, content } of roundData) {
        yield* hanging(
          `  ${whoOf(speaker === 'user' ? 'user' : 'assistant', view)}`,
          content,
          view.width,
        )
      }
    }
  }
}

function dayOfRound(message: Message, before: Message | undefined, { timeZone }: View): string[] {
  const { createdAt } = message
  if (before && dayOf(before.createdAt, timeZone) === dayOf(createdAt, timeZone)) return []
  const [day = ''] = timeInWords(createdAt, timeZone).split(',')
  return ['', day]
}

function linesOf(
  message: Message,
  calls: Map<string, ToolCall>,
  { view, isFirst }: { view: View; isFirst: boolean },
): string[] {
  const { role, content, toolCalls, round, createdAt } = message
  if (role === 'tool') return [callLine(message, calls, view)]
  for (const call of toolCalls ?? []) calls.set(call.id, call)
  if (content === '') return []
  const number = (isFirst ? String(round) : '').padStart(ROUND_WIDTH)
  const at = momentInWords(createdAt, createdAt, view.timeZone)
  return hanging(`${number}  ${at}  ${whoOf(role, view)}`, content, view.width)
}

/** A call with what came of it. */
function callLine(
  { toolCallId, name, content }: Message,
  calls: Map<string, ToolCall>,
  view: View,
): string {
  const call = calls.get(toolCallId ?? '')
  calls.delete(toolCallId ?? '')
  const asked = call ? calledWith(call) : (name ?? 'tool')
  return indented(`${asked} -> ${content}`, view)
}

/** Calls of a turn that was broken off, or whose results are on another page. */
function* unanswered(calls: Map<string, ToolCall>, view: View): Generator<string> {
  for (const call of calls.values()) yield indented(calledWith(call), view)
  calls.clear()
}

function calledWith({ function: call }: ToolCall): string {
  return `${call.name} ${call.arguments}`
}

function indented(text: string, view: View): string {
  const indent = ' '.repeat(ROUND_WIDTH + '  00:00  '.length + displayWidth(whoOf('user', view)))
  return cutText(indent + oneLine(text), view.width ?? indent.length + LONGEST_CALL)
}

function whoOf(role: 'user' | 'assistant', { person }: View): string {
  const who = oneLine(role === 'user' ? person : US)
  const width = Math.max(displayWidth(oneLine(person)), US.length)
  return `${who}${' '.repeat(width - displayWidth(who))}  `
}
