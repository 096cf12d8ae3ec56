const MAX_TITLE = 60

/** A conversation's title: its first text, cut at 60 characters on a word. */
export function titleOf(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  if (line.length <= MAX_TITLE) return line
  const cut = line.slice(0, MAX_TITLE - 2)
  const atWord = cut.slice(0, Math.max(cut.lastIndexOf(' '), 0)) || cut
  return `${atWord.replace(/[\uD800-\uDBFF]$/, '')}...`
}
