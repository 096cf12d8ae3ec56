import { parsePhone } from '../sms/addresses.ts'

// With fewer digits and no plus it may well lack its country, and +415 555 0123 is in Switzerland.
const LEAST_WITH_COUNTRY = 11

/**
 * A phone that somebody is let in by, in E.164. Without its plus, or 00, it has to be long enough to
 * hold the code of its country; any other is `undefined`, because it would be somebody else's.
 */
export function parseWholePhone(written: string): string | undefined {
  const international = written.trim().replace(/^00\s?(?=[1-9])/, '+')
  const phone = parsePhone(international)
  if (phone) return phone
  const digits = international.replaceAll(/\D/g, '')
  return digits.length >= LEAST_WITH_COUNTRY ? parsePhone(`+${international}`) : undefined
}

const SEPARATOR = String.raw`[\s().\/\-\u2010-\u2015]`
const WRITTEN = new RegExp(
  String.raw`(?:whatsapp:\s*)?(?:\+${SEPARATOR}*)?\(?\d(?:${SEPARATOR}*\d){6,16}(?!\d)`,
  'i',
)

/** Parts what is written into its phone, as it is written, and the words around it. */
export function splitPhone(written: string): { phone: string | undefined; words: string } {
  const seen = written.replaceAll(/[\p{Cf}\p{Cc}]/gu, (each) => (/\s/.test(each) ? ' ' : ''))
  const found = WRITTEN.exec(seen)
  if (!found) return { phone: undefined, words: seen.trim() }
  const before = seen.slice(0, found.index)
  const after = seen.slice(found.index + found[0].length)
  return { phone: found[0].trim(), words: `${before} ${after}`.trim() }
}
