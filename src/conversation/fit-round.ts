import type { ChatMessage } from '../model/llm-client.ts'
import { tokensOf, tokensOfAll } from '../model/tokens.ts'
import { fenced, unfenced } from './fence.ts'

// What is left of a long result: enough to see what it was.
const KEPT_OF_RESULT = 300
const MARKER = ' ... (the rest is left out here)'

/**
 * The current round within `room` tokens: long results are shortened first, the oldest first, then
 * the person's own text. Nothing is dropped, so every call keeps its result; what is too long even
 * then stays so.
 */
export function fitRound(round: readonly ChatMessage[], room: number): ChatMessage[] {
  const fitted = [...round]
  for (const role of ['tool', 'user'] as const) {
    for (const [at, message] of fitted.entries()) {
      const over = tokensOfAll(fitted) - room
      if (over <= 0) return fitted
      if (message.role === role) fitted[at] = shorten(message, over)
    }
  }
  return fitted
}

function shorten(message: ChatMessage, over: number): ChatMessage {
  const { role, content } = message
  if ((role !== 'tool' && role !== 'user') || typeof content !== 'string') return message
  if (role === 'tool') {
    return { ...message, content: fenced(beginningOf(unfenced(content), KEPT_OF_RESULT)) }
  }
  return { ...message, content: longestBeginning(message, content, tokensOf(message) - over) }
}

/** As much of a text as fits into `room`, by bisection. */
function longestBeginning(message: ChatMessage, content: string, room: number): string {
  let least = 0
  let most = content.length
  while (least < most) {
    const middle = Math.ceil((least + most) / 2)
    const fits = tokensOf({ ...message, content: beginningOf(content, middle) }) <= room
    if (fits) least = middle
    else most = middle - 1
  }
  return beginningOf(content, least)
}

function beginningOf(content: string, length: number): string {
  if (content.length <= length + MARKER.length) return content
  return content.slice(0, length).replace(/[\uD800-\uDBFF]$/, '') + MARKER
}
