import { toPlainText } from './plain-text.ts'

const SCHEME = String.raw`\b(?:[a-z][a-z\d+-]{1,20}:\/\/|hxxps?\b:?|(?:javascript|data|mailto|tel|sms|magnet):(?=\S))`

/** What a phone, or whoever knows how links are spelt, takes for one. A match ends with a word. */
export const LINK = new RegExp(String.raw`<?(?:${SCHEME}|\bwww\.)[^\s<>]*[^\s<>.,;!?]`, 'gi')

// Words that end a name like a country and could begin a sentence ("here.It") count only if they are here.
const ENDINGS = [
  'Com|Net|Org|Info|Biz|Edu|Gov|App|Dev|Xyz|Top|Site|Website|Online|Shop|Store|Club|Live|Link|Click',
  'Win|Vip|Icu|Mobi|Example|Test|Support|Zone|Page|Cloud|Space|Tech|World|Stream|Movie|Film|Video',
  'Watch|Download|Media|Email|Network|Host|Pro|Me|Us|To|Ru|Su|Ua|Cn|Tk|Ml|Ga|Cf|Gq|Io|Co|Tv|Cc|Ly',
  'Gg|Ai|Uk|De|Fr|Nl|Pl|Eu|Ca|Br|Jp|Kr|Ws|Pw|Gl|Sh|Vc|La',
  '中国|中國|公司|网络|在线|香港|台湾|みんな|コム|한국|닷컴|भारत|ไทย|موقع|شبكة',
].join('|')
const LABEL = String.raw`[\p{L}\p{N}_-]{1,63}`
const LABEL_WITH_LETTER = String.raw`[\p{L}\p{N}_-]{0,62}\p{L}[\p{N}_-]{0,62}`
// A dot, or one in brackets: `example[.]com`, `example (dot) com`.
const DOT = String.raw`(?:\.|\s?[[({<]\s?(?:\.|[Dd][Oo][Tt])\s?[\])}>]\s?)`
const NOT_WITHIN = String.raw`(?<![\p{L}\p{N}_-])`
const NOT_BEFORE = String.raw`(?![\p{L}\p{N}-])`
// No sentence begins in small letters, or in capitals only.
const NO_BEGINNING = String.raw`(?!\p{Lu}\p{Ll}+${NOT_BEFORE})[\p{Ll}\p{Lu}]{2,24}`

const WITH_PATH_OR_ENDING = String.raw`(?:${LABEL}${DOT}){1,9}(?:\p{L}{2,24}\/\S*|(?:${ENDINGS})${NOT_BEFORE})`
const WITH_ANY_ENDING = String.raw`(?:${LABEL}${DOT}){0,9}${LABEL_WITH_LETTER}${DOT}${NO_BEGINNING}${NOT_BEFORE}`
// Between words that are not Latin such a dot ends a sentence.
const WITH_WIDE_DOT = String.raw`[A-Za-z\d-]{1,63}[。．｡](?:[a-z]{2,24}|[A-Z]{2,24})${NOT_BEFORE}`
const IP_ADDRESS = String.raw`(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:\/\S*)?`
const PUNYCODE = String.raw`\b[Xx][Nn]--[\w.-]+`
const MAIL_ADDRESS = String.raw`[\w.+-]+@[\w-]+\.[\w.-]+`

/** The name of a place in the net without what makes it a link: `example.com`, `example[.]com`. */
export const DOMAIN = new RegExp(
  [
    NOT_WITHIN + WITH_PATH_OR_ENDING,
    NOT_WITHIN + WITH_ANY_ENDING,
    NOT_WITHIN + WITH_WIDE_DOT,
    NOT_WITHIN + IP_ADDRESS,
    PUNYCODE,
    MAIL_ADDRESS,
  ].join('|'),
  'gu',
)

/** A number that can be called: nine digits or more of any script, in groups or not, or `555-0123`. */
export const PHONE =
  /(?<![\p{L}\p{N}])\+?\(?\p{Nd}(?:[ ()./-]{0,2}\p{Nd}){8,}|(?<![\p{L}\p{N}-])\p{Nd}{3}-\p{Nd}{4}(?![\p{L}\p{N}-])/gu

/**
 * `text` as a phone may come to show it: sent, it loses its emoji and its pairs of marks, of which
 * one may stand in another sentence, and its dashes become those of numbers.
 */
export function asShown(text: string): string {
  return toPlainText(toPlainText(text).replaceAll(/[*_~`\\]/g, ''))
}
