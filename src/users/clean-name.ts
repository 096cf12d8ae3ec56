import { cleanTitle } from '../media/clean-title.ts'
import { toPlainText } from '../sms/plain-text.ts'

// A question that names somebody has to fit into one segment.
const LONGEST = 40
// What a name may hold before it is cleaned; the patterns are not made for whole files.
const LONGEST_WRITTEN = 400

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * A name as it stands in our sentences: on one line, with nothing invisible in it, no emoji, and
 * nothing that tells a person what to reply. `undefined` where no letter is left.
 */
export function cleanName(written: string): string | undefined {
  const plain = cleanTitle(toPlainText(written.slice(0, LONGEST_WRITTEN)))
  const bare = plain.replaceAll(/^[\s"',:;()-]+|[\s"',:;(-]+$/g, '')
  const name = cut(bare)
  return /\p{L}/u.test(name) ? name : undefined
}

/** Between two characters as they are seen; `LONGEST` is of what a text counts. */
function cut(name: string): string {
  if (name.length <= LONGEST) return name
  const end = graphemes.segment(name).containing(LONGEST)?.index ?? LONGEST
  return name.slice(0, end).trim()
}
