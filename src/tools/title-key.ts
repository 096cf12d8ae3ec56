// Not i, v and x, which are names as well: I, Robot; V for Vendetta; X-Men.
const NUMBERS: Readonly<Record<string, string>> = {
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  ii: '2',
  iii: '3',
  iv: '4',
  vi: '6',
  vii: '7',
  viii: '8',
  ix: '9',
}

/** Equal for titles that a person would call the same: `Dune: Part Two` and `dune part 2`. */
export function titleKey(title: string): string {
  const plain = title.normalize('NFKD').replaceAll(/\p{M}|['’]/gu, '')
  const words = plain
    .toLowerCase()
    .replaceAll('&', ' and ')
    .split(/[^\p{L}\p{N}]+/u)
  return words
    .filter((word, index) => word !== '' && !(index === 0 && word === 'the'))
    .map((word) => NUMBERS[word] ?? word)
    .join(' ')
}

/** Those called `title`: by their whole name if any is, else but for a country or year behind it. */
export function namedExactly<T extends { title: string }>(titles: readonly T[], title: string) {
  const key = titleKey(title)
  const whole = titles.filter((candidate) => titleKey(candidate.title) === key)
  if (whole.length > 0) return whole
  return titles.filter((candidate) => titleKey(withoutEnding(candidate.title)) === key)
}

/** `The Office` of `The Office (US)`: Sonarr tells namesakes apart in their titles. */
export function withoutEnding(title: string): string {
  return title.replace(/ \((?:[A-Z]{2,3}|\d{4})\)$/, '')
}
