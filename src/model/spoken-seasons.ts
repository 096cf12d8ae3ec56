const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']
const NUMBER = String.raw`\d{1,2}|${WORDS.join('|')}`
const FURTHER = String.raw`(?:\s*(?:,|-|and|&|to)\s*(?:seasons? |s)?(?:${NUMBER}))*`
const NUMBERS = `(?:${NUMBER})${FURTHER}`

/** What stands before or after a title, and what of the show it asks for. */
const SEASONS: ReadonlyArray<readonly [RegExp, (numbers: string) => string]> = [
  [phrase(`(?:from )?season (${NUMBER})(?: on(?:wards?)?| and (?:later|up|newer))`), from],
  [phrase(`from (?:season |s)(${NUMBER})`), from],
  [phrase(`seasons? (${NUMBERS})`), listed],
  [phrase(String.raw`(s\d{1,2}${FURTHER})`), listed],
  [new RegExp(`^seasons? (${NUMBERS}) of `, 'i'), listed],
  [/[\s,]+(?:from now on|new episodes only|only new episodes)$/i, () => 'new'],
  [/^(?:only )?(?:the )?new episodes of /i, () => 'new'],
  [/[\s,]+all (?:the )?seasons$/i, () => 'all'],
  [/^all (?:of )?(?:the )?seasons of /i, () => 'all'],
  // "All of Us Strangers" is a film.
  [/^all of (?=the )/i, () => 'all'],
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

/** Behind a title. */
function phrase(pattern: string): RegExp {
  return new RegExp(String.raw`[\s,]+${pattern}$`, 'i')
}

function from(number: string): string {
  return `${listed(number)}+`
}

function listed(numbers: string): string {
  const digits = WORDS.reduce(
    (text, word, index) => text.replaceAll(word, String(index + 1)),
    numbers.toLowerCase(),
  )
  return digits
    .replaceAll(/(?:seasons? |s)?0*(\d+)/g, '$1')
    .replaceAll(/\s*to\s*/g, '-')
    .replaceAll(/\s*(?:and|&)\s*/g, ',')
    .replaceAll(/\s/g, '')
}
