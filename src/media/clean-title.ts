import { z } from 'zod'
import { asShown, DOMAIN, LINK, PHONE } from '../links.ts'
import { UNSEEN, withoutInstruction } from '../seen-text.ts'

// What only machines write. A title with a bracket or a smaller-than is left alone: "[REC]", "<3".
const MARKUP = /<[/!|]{0,2}[a-z][^<>]*>/gi
const LOOKS_LIKE_JSON = /[{[]\s*["'{[]|["']\s*[}\]]/

// No script puts more of them on one letter.
const HEAP_OF_MARKS = /(\p{M}{3})\p{M}+/gu

// The longest that there are have about 170 characters.
const LONGEST = 200

/**
 * A title on one line that is a title and nothing else: nothing invisible in it, no markup, no
 * link, and nothing that tells a person what to reply. Titles come from a public database and
 * stand in the sentences people confirm, so what is read must be what is there.
 */
export function cleanTitle(title: string): string {
  const seen = title
    .replaceAll(UNSEEN, '')
    .replaceAll(HEAP_OF_MARKS, '$1')
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST * 2)
  const named = withoutLinks(seen.replaceAll(MARKUP, ' ').replaceAll('\\', '/'))
  const plain = LOOKS_LIKE_JSON.test(named)
    ? named.replaceAll(/[{}[\]"]/g, ' ')
    : named.replaceAll('{', '(').replaceAll('}', ')')
  const said = withoutInstruction(plain).slice(0, LONGEST)
  return said
    .replaceAll(/\p{Cs}/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim()
}

/**
 * No phone makes a link of what is left. `Startup.com` is a film, so one word alone stays as it is,
 * and a title that is nothing but a link keeps its words.
 */
function withoutLinks(written: string): string {
  const shown = asShown(written)
  // What would become one on the way is cleaned as what it becomes.
  const title = [LINK, DOMAIN, PHONE].some((each) => shown.search(each) >= 0) ? shown : written
  const rest = title.replaceAll(LINK, ' ').replaceAll(PHONE, ' ')
  const words = /[\p{L}\p{N}]/u.test(rest) ? rest : title.replaceAll(/[:/.]+/g, ' ')
  if (/^\s*[\p{L}\p{N}]+\.\p{L}+\s*$/u.test(words)) return words
  return words.replaceAll(DOMAIN, (place) => place.replaceAll(/[^\p{L}\p{N}_-]+/gu, ' '))
}

/** A title as it comes in: clean, and not empty. */
export const TitleSchema = z.string().transform(cleanTitle).pipe(z.string().min(1))
