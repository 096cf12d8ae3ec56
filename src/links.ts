const SCHEME = String.raw`\b(?:[a-z][a-z\d+-]{1,20}:\/\/|hxxps?\b:?|(?:javascript|data|mailto|tel|sms|magnet):(?=\S))`

/** What a phone, or whoever knows how links are spelt, takes for one. A match ends with a word. */
export const LINK = new RegExp(String.raw`<?(?:${SCHEME}|\bwww\.)[^\s<>]*[^\s<>.,;!?]`, 'gi')

// Where words of English end like a country ("here.It is"), there has to be a path.
const ENDINGS =
  'com|net|org|info|biz|edu|gov|app|dev|xyz|top|site|online|shop|store|club|live|link|click|win|vip|icu|mobi|example|test|' +
  'ru|su|ua|cn|tk|ml|ga|cf|gq|io|co|tv|cc|ly|gg|ai|uk|de|fr|nl|pl|eu|ca|br|jp|kr|ws|pw|gl|sh|vc|la'
const LABEL = String.raw`[\p{L}\p{N}_-]{1,63}`
const DOT = String.raw`(?:\.|\s?[[({<]\s?(?:\.|dot)\s?[\])}>]\s?)`
const NOT_WITHIN = String.raw`(?<![\p{L}\p{N}_-])`

/** The name of a place in the net without what makes it a link: `example.com`, `example[.]com`. */
export const DOMAIN = new RegExp(
  [
    String.raw`${NOT_WITHIN}(?:${LABEL}${DOT})+(?:\p{L}{2,24}\/\S*|(?:${ENDINGS})(?![\p{L}\p{N}-]))`,
    String.raw`${NOT_WITHIN}(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?(?:\/\S*)?`,
    String.raw`\bxn--[\w.-]+|[\w.+-]+@[\w-]+\.[\w.-]+`,
  ].join('|'),
  'giu',
)

/** A number that can be called from afar: nine digits or more, in groups or not. */
export const PHONE = /(?<![\p{L}\p{N}])\+?\(?\d(?:[ ()./-]{0,2}\d){8,}/gu
