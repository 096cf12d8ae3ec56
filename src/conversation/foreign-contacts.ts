import { DOMAIN, LINK, PHONE } from '../links.ts'
import { keepSentences } from './sentences.ts'

// What announces a link goes with it.
const LEAD_IN = String.raw`(?:\b(?:at|on|via|see|visit)\b:?\s+|[:-]\s+)?`
const ANNOUNCED = new RegExp(LEAD_IN + LINK.source, 'gi')

const DATE = /\b\d{1,4}([-./])\d{1,2}\1\d{1,4}\b|\((?:19|20)\d\d\)/g

// "Text YES to 12345"
const TEXT_TO = String.raw`\b(?:text|send|sms|message)\b.{1,40}\bto \p{Nd}{3,8}(?!\p{Nd})`
// "Call us at 555-01", but not "the message 2001".
const CALL_UP = [
  String.raw`\b(?:text|sms|message|contact|whatsapp|call|dial|ring|phone)\b:?(?: \p{L}+){0,3} `,
  String.raw`(?!(?:19|20)\d\d\b)`,
  String.raw`\+?\(?\p{Nd}(?:[ ().-]{0,2}\p{Nd}){2,}(?![\p{L}\p{Nd}])`,
].join('')
// A short number is one to write to, or to call, only where they are told to.
const SHORT_NUMBER = new RegExp(`${TEXT_TO}|${CALL_UP}`, 'iu')
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
  const unlinked = text.replaceAll(ANNOUNCED, (link) => (isForeign(bare(link)) ? '' : link))
  const kept = keepSentences(unlinked, (sentence) => {
    if (!/[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(sentence)) return false
    const plain = sentence.normalize('NFKC')
    const numbers = plain.replaceAll(DATE, '')
    const contacts = [...plain.matchAll(DOMAIN), ...numbers.matchAll(PHONE)].map(([each]) => each)
    const [order] = SHORT_NUMBER.exec(numbers) ?? []
    const shortNumber = order?.replace(/^\P{Nd}*/u, '')
    return !contacts.some(isForeign) && !(shortNumber && isForeign(shortNumber))
  })
  return kept.replaceAll(UNSPACED, '. ')
}

function bare(announced: string): string {
  return announced.match(LINK)?.[0] ?? announced
}

function spelled(words: string): string {
  return words.normalize('NFKC').toLowerCase().replaceAll(/\s/g, '')
}
