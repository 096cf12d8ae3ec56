import { cutOnWord } from './cut-on-word.ts'

const MAX_TITLE = 60

/** A conversation's title: its first text, cut at 60 characters on a word. */
export function titleOf(text: string): string {
  return cutOnWord(text.trim().replaceAll(/\s+/g, ' '), MAX_TITLE)
}
