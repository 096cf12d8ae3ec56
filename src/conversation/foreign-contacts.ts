import { asShown, DOMAIN, LINK, PHONE } from '../links.ts'
import { toPlainText } from '../plain-text.ts'
import { keepSentences } from './sentences.ts'

// What announces a link goes with it.
const LEAD_IN = String.raw`(?:\b(?:at|on|via|see|visit)\b:?\s+|[:-]\s+)?`
const ANNOUNCED = new RegExp(LEAD_IN + LINK.source, 'gi')

const DATE = /(?<!\d[-./])\b\d{1,4}([-./])\d{1,2}\1\d{1,4}\b(?![-./]\d)|\((?:19|20)\d\d\)/g

// "Text YES to 12345"
const TEXT_TO = String.raw`\b(?:text|send|sms|message)\b.{1,40}\bto \p{Nd}{3,8}(?!\p{Nd})`
// "Call us at 555-01", but not "the message 2001".
const CALL_UP = [
  String.raw`\b(?:text|sms|message|contact|whatsapp|call|dial|ring|phone|tel|telefon|hotline)\b`,
  String.raw`[.:]*(?: \p{L}+){0,3}:? (?!(?:19|20)\d\d\b)`,
  String.raw`\+?\(?\p{Nd}(?:[ ().-]{0,2}\p{Nd}){2,}(?![\p{L}\p{Nd}])`,
].join('')
// A short number is one to write to, or to call, only where they are told to.
const SHORT_NUMBER = new RegExp(`${TEXT_TO}|${CALL_UP}`, 'iu')
const BARE_NUMBER = /(?<![\p{L}\p{N}])\p{Nd}{7,}(?![\p{L}\p{N}])/gu
const SPELT_DOMAIN = /[\p{L}\p{N}-]+ dot (?:com|net|org|info|app|xyz|io|co|me|tv|ru|gg)\b/giu
const DIGIT = '(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)'
// "Call nine zero zero...", "1-800-FLOWERS"
const SPELT_NUMBER = new RegExp(
  String.raw`\b(?:${DIGIT}[\s,-]+){5,}${DIGIT}\b|\b1-[89]\d\d-(?=[a-z\d-]*[a-z]{2})[a-z\d-]{4,}\b`,
  'giu',
)
// "It is here.It is good": no phone makes a link of what a blank has parted.
const UNSPACED = /(?<=\p{Ll}{2})\.(?=\p{Lu}\p{Ll})/gu

/**
 * A model's words without links, and without the sentences that name a place in the net or a number
 * to call, unless the person wrote that themselves. We have none to give: what a model gives, it
 * made up or was told by a title.
 */
export function withoutContacts(text: string, theirWords: string): string {
  const own = spelled(theirWords)
  const isForeign = (contact: string) => !own.includes(spelled(contact))
  const unlinked = (toPlainText(text) || text).replaceAll(ANNOUNCED, (link) =>
    isForeign(bare(link)) ? '' : link,
  )
  const kept = keepSentences(unlinked, (sentence) => {
    if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(sentence)) return false
    const plain = asShown(sentence.normalize('NFKC'))
    const numbers = plain.replaceAll(DATE, '')
    const places = [DOMAIN, SPELT_DOMAIN].flatMap((pattern) => [...plain.matchAll(pattern)])
    const phones = [PHONE, BARE_NUMBER, SPELT_NUMBER].flatMap((pattern) => [
      ...numbers.matchAll(pattern),
    ])
    const contacts = [...places, ...phones].map(([each]) => each)
    const [short] = SHORT_NUMBER.exec(numbers) ?? []
    return !contacts.some(isForeign) && !(short && isForeign(short.replace(/^.*?(?=\p{Nd})/u, '')))
  })
  return kept.replaceAll(UNSPACED, '. ')
}

function bare(announced: string): string {
  return announced.match(LINK)?.[0] ?? announced
}

function spelled(words: string): string {
  return words.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')
}
