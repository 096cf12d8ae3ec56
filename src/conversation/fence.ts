import { onOneLine, seenWords } from '../seen-text.ts'

/**
 * What a tool came to, as a model reads it: data in one string of JSON, which nothing in it can
 * close.
 */
export function fenced(result: string): string {
  return JSON.stringify(seenWords(result))
}

/** What stands in a fence. */
export function unfenced(content: string): string {
  return String(JSON.parse(content))
}

/**
 * Somebody's words as a model reads them: nothing unseen, and no square brackets, in which lines of
 * ours stand.
 */
export function asSaid(words: string): string {
  return withoutBrackets(seenWords(words))
}

/** Words as a part of such a line: they can neither end it nor begin another fact. */
export function asFact(words: string): string {
  return withoutBrackets(onOneLine(words)).replaceAll('|', '/')
}

function withoutBrackets(words: string): string {
  return words.replaceAll('[', '(').replaceAll(']', ')')
}
