import { TITLE } from './named-titles.ts'
import { ADDING, DECLINING, plainWords, REMOVING } from './wish-words.ts'

/** Any of these stretches of alternatives, as whole words. */
const words = (...alternatives: string[]) => String.raw`\b(?:${alternatives.join('|')})\b`

const OPENERS = String.raw`^\W*(?:(?:so|hey|hi|ok|okay|and|but|um|oh|well|y|und|et|e|ya)\W+)*`
const QUESTION_WORDS = [
  'did|do|does|have|has|had|is|isnt|are|arent|was|were|should|shall',
  'when|where|why|how|what|whats|who|which',
  'cuando|por que|porque|donde|quien|como|se ha|has',
  'wann|warum|wieso|wo|wer|hast|habt|ist|wird|wurde',
  'quand|pourquoi|qui|comment|tu as|as tu|vous avez|avez',
  'quando|perche|dove|chi|hai|quem|onde',
  'heb|waarom|wie',
]
// A question after something. "Can you add it?" asks for it.
const QUESTION = new RegExp(
  [
    String.raw`${OPENERS}(?:${QUESTION_WORDS.join('|')})\b`,
    String.raw`^\W*(?:почему|зачем|когда|кто|где)(?!\p{L})`,
  ].join('|'),
  'u',
)

// What sounds like a refusal or a question and asks for something.
const ONLY_SOUNDS_LIKE_NO = new RegExp(
  words(
    'dont forget|before i forget',
    'why (?:dont|not)(?: (?:you|u|we))?|(?:how|what) about',
    'no (?:problem|worries|rush|hurry)|(?:dont|doesnt) (?:care|mind|matter)',
    'dont think (?:we|you) (?:have|got)',
    'do you think (?:you|we|i) c(?:an|ould)|is (?:it possible|there any (?:way|chance))',
    'do me a favou?r|(?:when|if) you get a (?:chance|moment|minute|sec)',
    // "If it isn't here yet", and the same in other languages.
    'if (?:it|its|it is|thats|theyre|you|we) ?(?:isnt|not|dont)(?: (?:have|got|here|there|already|available|it|yet))*',
    'si no(?: (?:esta|hay|lo|la|tienes))*|(?:wenn|falls) nicht|sinon|se nao(?: tiver)?',
  ),
  'g',
)
const REFUSAL = /^\W*(?:(?:but|so|oh|well|actually)\W+)*(?:no|nope|nah|never ?mind|not)\W*$/
const NO_THANKS = /\bno,? (?:thanks|thank you|thx|ty)\b/

// "I'll get the popcorn", but not "can I get Heat".
const WHO_DOES = [
  'i|we|they|ill|i will|im gonna|ive|(?:when|if|once|did|oh|so) you',
  '(?:i|we|they) (?:can|could|may)|(?:ask|tell) \\w+ to|might|going to',
].join('|')
const DOES = '(?:get|got|grab|download|fetch|bring|add|put)'
const UNLESS_ASKED = String.raw`(?<!\b(?:can|could|may) (?:i|we|they) \w+)`
// Not for a title, but for words about it; and what they do, or think, themselves.
const ASKS_TO_HEAR = new RegExp(
  [
    String.raw`\b(?:to|me|us) (?:know|hear)\b`,
    words('saber|savoir|wissen|sapere|weten'),
    String.raw`\b(?:${WHO_DOES}) ${DOES}\b${UNLESS_ASKED}`,
  ].join('|'),
)

const ON_THE_WAY = '(?:be able to|also|finally|really|please|just|maybe|go|all|both)'
const WATCHING =
  '(?:watch|see|add|have|get|grab|download|request|put|queue|order|try|find|show|start|binge)'
// What they want to do that is no watching, what they thank for, and what has been.
const TALKS = new RegExp(
  [
    String.raw`\b(?:want|wants|need|needs|like|love) to (?!(?:${ON_THE_WAY} )*(?:re)?${WATCHING}\b)`,
    String.raw`\bto see (?:if|whether|what|whats|who|how|when|why)\b`,
    String.raw`\bthank(?:s|ing)? (?:(?:you|u|so much|a lot) )*for\b`,
    words('yesterday|last (?:night|week|weekend)|the other (?:day|night)'),
    String.raw`\b(?:the|my|our|your|his|her|their) (?:download|request)\b(?! (?:list|queue))`,
  ].join('|'),
)
const ABOUT_IT = new RegExp(
  [
    words(
      'plot|cast|director|synopsis|summary|ratings?|reviews?|trailer|names?',
      'info|information|details|up to speed|idea|recap|story|about|status|updates?|options',
      'score|runtime|subtitles?|refund|break',
    ),
    String.raw`\b(?:sequel|prequel|soundtrack|poster|actors?|year) (?:to|of|in|for|from)\b`,
    // "Give me a list", but not "put it on the list".
    String.raw`\b(?:a|that|the) list\b(?<!\b(?:on|to|in|off) \w+ list)`,
  ].join('|'),
)
// No text of a phone is longer.
const LONGEST = 2000

export interface Clause {
  /** Without what only sounds like a refusal or a question. */
  words: string
  /** Whether it asks for what the words of a wish are for, and not only after it. */
  asks: boolean
  isNoRequest: boolean
}

/** `text` clause by clause, in order; none asks where they end with a no. */
export function clausesFor(text: string, wish: RegExp): Clause[] {
  const clauses = clausesOf(text).map((words) => words.replaceAll(ONLY_SOUNDS_LIKE_NO, '_'))
  const isRefused = NO_THANKS.test(plainWords(text)) || REFUSAL.test(clauses.at(-1) ?? '')
  return clauses.map((words) => {
    // "Off the list" is about the title; to be given a list is not.
    const isElse = wish === ADDING && (REMOVING.test(words) || ABOUT_IT.test(words))
    const isIdle = QUESTION.test(words) || DECLINING.test(words) || isTalk(words)
    const isNoRequest = isRefused || isElse || isIdle
    return { words, asks: wish.test(words) && !isNoRequest, isNoRequest }
  })
}

const isTalk = (words: string) => ASKS_TO_HEAR.test(words) || TALKS.test(words)

const AND = String.raw`(?:\b(?:and|then|but|or|n|plus|y|und|et|e)\s+|[&+]\s*)`
const ASKING = String.raw`(?:is|isnt|are|was|were|(?:do|did|have) (?:you|u|we|i)|does|has|how|whats|what is|when|where|why)\b`
const OTHER_WISH = new RegExp(`${AND}(?=${TITLE}|${ASKING}|${ADDING.source})`, 'u')
const ENDS = /[.!?;,:()\n]+|\s-\s|\bif not\b|\band let (?:me|us) know\b/

function clausesOf(text: string): string[] {
  const parts = plainWords(text.slice(0, LONGEST)).split(ENDS)
  return parts.flatMap((part) => part.split(OTHER_WISH)).filter((clause) => clause.trim() !== '')
}
