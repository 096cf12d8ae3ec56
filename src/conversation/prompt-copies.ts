import { keepSentences } from './sentences.ts'
import { GREETING, SYSTEM_PROMPT } from './system-prompt.ts'

// About five words in a row: nobody writes the same so long by chance.
const SHORTEST_COPY = 28

const PRIVATE = lettersOf(SYSTEM_PROMPT.replace(GREETING, ''))
const PIECES = new Set(
  Array.from({ length: PRIVATE.length - SHORTEST_COPY + 1 }, (_, at) =>
    PRIVATE.slice(at, at + SHORTEST_COPY),
  ),
)

/** Whether a part of the prompt stands in `text`, whatever its case, its marks and its blanks. */
function copiesPrompt(text: string): boolean {
  const letters = lettersOf(text)
  for (let at = 0; at + SHORTEST_COPY <= letters.length; at++) {
    if (PIECES.has(letters.slice(at, at + SHORTEST_COPY))) return true
  }
  return false
}

/** Once a part of the prompt was copied, its short sentences were copied too. */
export function withoutPrompt(text: string): string {
  if (!copiesPrompt(text)) return text
  const rest = keepSentences(
    text,
    (sentence) => !copiesPrompt(sentence) && !PRIVATE.includes(lettersOf(sentence)),
  )
  return copiesPrompt(rest) ? '' : rest
}

function lettersOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}
