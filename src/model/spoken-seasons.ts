const NUMBERS = String.raw`\d{1,2}(?:\s*(?:,|-|and|&|to)\s*\d{1,2})*`

/** What stands before or after a title, and what of the show it asks for. */
const SEASONS: ReadonlyArray<readonly [RegExp, (numbers: string) => string]> = [
  [/[\s,]+(?:from )?season (\d{1,2})(?: on(?:wards?)?| and (?:later|up|newer))$/i, from],
  [/[\s,]+from (?:season |s)(\d{1,2})$/i, from],
  [new RegExp(String.raw`[\s,]+seasons? (${NUMBERS})$`, 'i'), listed],
  [/[\s,]+s0?(\d{1,2})$/i, listed],
  [new RegExp(`^seasons? (${NUMBERS}) of `, 'i'), listed],
  [/[\s,]+(?:from now on|new episodes only|only new episodes)$/i, () => 'new'],
  [/^(?:only )?(?:the )?new episodes of /i, () => 'new'],
  [/[\s,]+all (?:the )?seasons$/i, () => 'all'],
  [/^all (?:the )?(?:seasons )?of /i, () => 'all'],
]

// "Open Season 2" is a film.
const FILM = /^open$/i

/** `words` without what is said of seasons, and that in a tool's words: `3+`, `1,3`, `new`. */
export function parseSeasons(words: string): { rest: string; seasons: string | undefined } {
  for (const [pattern, toArg] of SEASONS) {
    const match = pattern.exec(words)
    if (!match) continue
    const rest = words.replace(pattern, '')
    if (rest !== '' && !FILM.test(rest)) return { rest, seasons: toArg(match[1] ?? '') }
  }
  return { rest: words, seasons: undefined }
}

function from(number: string): string {
  return `${Number(number)}+`
}

function listed(numbers: string): string {
  return numbers
    .toLowerCase()
    .replaceAll(/\s*to\s*/g, '-')
    .replaceAll(/\s*(?:and|&)\s*/g, ',')
    .replaceAll(/\s/g, '')
}
