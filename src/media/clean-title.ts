import { z } from 'zod'

// What a screen does not show (bidi marks and zero-width characters among it), halves of surrogate
// pairs, and control characters that are not white space.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cs}]|(?!\s)\p{Cc}/gu

// What only machines write. A title with a bracket or a smaller-than is left alone: "[REC]", "<3".
const MARKUP = /<[/!|]{0,2}[a-z][^<>]*>/gi
const LINK = /(?:https?:\/\/|www\.)\S*/gi
const LOOKS_LIKE_JSON = /[{[]\s*["'{[]|["']\s*[}\]]/

// How we ask people to answer, and all that comes after it. "Reply 1988" and "Say Yes" are titles.
const INSTRUCTION = new RegExp(
  [
    String.raw`\b(?:reply|respond)\W+(?:\w+\W+){0,2}?(?:yes|no|more|stop|approve|refuse|a number)\b`,
    String.raw`\b(?:answer|send|text|type)\W+yes\b`,
    String.raw`\b(?:yes|approve|refuse)[\s:,."']+\d{4,8}\b`,
  ].join('|'),
  'i',
)

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
    .replaceAll(/\s+/g, ' ')
    .slice(0, LONGEST * 2)
  const named = seen.replaceAll(MARKUP, ' ').replaceAll(LINK, ' ').replaceAll('\\', '/')
  const plain = LOOKS_LIKE_JSON.test(named)
    ? named.replaceAll(/[{}[\]"]/g, ' ')
    : named.replaceAll('{', '(').replaceAll('}', ')')
  const said = plain.slice(0, INSTRUCTION.exec(plain)?.index).slice(0, LONGEST)
  return said
    .replaceAll(/\p{Cs}/gu, '')
    .replaceAll(/ +/g, ' ')
    .trim()
}

/** A title as it comes in: clean, and not empty. */
export const TitleSchema = z.string().transform(cleanTitle).pipe(z.string().min(1))
