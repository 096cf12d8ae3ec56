/** `text` without the sentences that `isKept` is against, and without lines of which nothing is left. */
export function keepSentences(text: string, isKept: (sentence: string) => boolean): string {
  const lines = text.split(/\n+/).map((line) =>
    line
      .split(/(?<=[.!?…])\s+/)
      .filter(isKept)
      .join(' '),
  )
  return lines.filter((line) => line.trim() !== '').join('\n')
}
