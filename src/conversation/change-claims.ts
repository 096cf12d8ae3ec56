import { keepSentences } from './sentences.ts'

const CHANGED =
  '(?:added|removed|deleted|erased|grabbed|queued|requested|approved|invited|ordered|scheduled|replaced|blocked)'
const CHANGING =
  '(?:adding|removing|deleting|erasing|grabbing|downloading|requesting|queueing|replacing|blocking)'
const ADVERBS = '(?:just |now |also |already |successfully |gone ahead and |went ahead and )*'

// They are answered in the language they write in. These are how the commonest say added, removed
// and deleted; a word that says nothing else costs no true sentence.
const ELSEWHERE = [
  '\\b(?:añad|agreg|elimin|borr|quit|remov|adicion|exclu|apag)(?:id|ad|íd)[oa]s?\\b',
  '\\b(?:hinzugefügt|gelöscht|entfernt|toegevoegd|verwijderd|tillag[td]|borttagen|tilføjet|slettet|fjernet)\\b',
  '\\b(?:ajout|supprim|retir|effac)ée?s?(?![\\p{L}])|\\b(?:aggiunt|rimoss|eliminat|cancellat)[oaie]\\b',
  '\\b(?:dodan|usunięt)[oaye](?![\\p{L}])|(?:добавлен|удал[её]н)[оаы]?(?![\\p{L}])',
].join('|')

// "I've added Heat", "Added!", "Heat has been removed", "Done." But not "It was added in 2021".
const CLAIM = new RegExp(
  [
    `\\b(?:I|we)(?:['’]ve| have)? ${ADVERBS}${CHANGED}\\b`,
    `^(?:ok|okay|sure|great|all right|alright)?[,!. ]*${ADVERBS}(?:${CHANGED}|${CHANGING})\\b`,
    `(?:\\b(?:has|have)|['’]s) ${ADVERBS}been ${ADVERBS}${CHANGED}\\b`,
    `\\b(?:is|are) (?:now |being )?${CHANGED}\\b`,
    `\\b(?:was|were) ${ADVERBS}${CHANGED}(?=[.!]|$| successfully| (?:to|from) (?:your|the) library[.!])`,
    '^(?:ok|okay|sure)?[,!. ]*(?:all )?done\\b',
    `\\bI(?:['’]m| am) ${ADVERBS}${CHANGING}\\b`,
    `(?:\\(\\d{4}\\),?|\\bsuccessfully) ${ADVERBS}${CHANGED}[.!]?$`,
    "\\b(?:I|we)(?:['’]ve| have)? (?:just |now |also )*(?:put|placed|started|begun|kicked off|triggered|set up|got rid of|taken care of)\\b",
    "\\b(?:consider it done|it['’]s (?:all )?done|you['’]re all set|all set[.!]|taken care of|on (?:its|their|the) way[.!])",
    '\\b(?:will|should) (?:now )?be (?:downloaded|downloading|removed|deleted|added)\\b',
    '\\b(?:is|are) (?:now )?being (?:downloaded|searched)\\b|\\b(?:download|search) (?:has )?(?:started|begun)\\b',
    `\\bI(?:['’]ll| will) ${ADVERBS}(?:add|remove|delete|get|grab|download|request|queue)\\b`,
    `^[^.?]*: ${CHANGED}\\b|\\bgets? ${CHANGED}\\b`,
    "\\b(?:I|we)(?:['’]ve| have)? (?:took|taken|wiped|dropped)\\b|\\b(?:is|are) gone\\b",
    '\\b(?:in|on|off) (?:your|the|our) (?:library|list|queue) now\\b',
    '\\b(?:removal|deletion|download|request)\\b.*\\b(?:complete|done|finished|in progress)\\b',
    ELSEWHERE,
  ].join('|'),
  'iu',
)

// Between the asking and what is asked for: "reply: YES", "text me back a YES".
const FILLER =
  '[\\s:,"“”\'‘*-]+(?:(?:with|back|me|us|a|just|simply|please|the word|mit|bitte|con|avec|par|met|med)[\\s:,"“”\'‘*-]+){0,3}'

// A question that is answered with YES or a code is ours to put, and what a tool told the model is
// not for the person.
const NOT_THEIRS = new RegExp(
  [
    '\\b(?:reply|text|answer|send|type) (?:with )?["“\']?(?:yes|no|stop(?:all)?|unsubscribe|cancel|end|quit|revoke|opt-?out)\\b',
    // "Say Yes" and "Say Yes to the Dress" are titles.
    '\\bsay ["“\']?yes["”\']?(?= (?:to|and|if|now|then|or)\\b(?! the dress)|[.!,]|$)',
    `\\b(?:reply|respond|text|answer|send|type|write|say|message)${FILLER}(?:approve|refuse|block)\\b`,
    `\\b(?:reply|respond|text|answer|send|type|write|message)${FILLER}(?:yes|no)\\b`,
    `\\b(?:antworte\\w*|schreib\\w*|responde\\w*|contesta|répond\\w*|rispond\\w*|antwoord|svara?|odpowiedz|ответь\\w*)${FILLER}(?:ja|sí|si|sim|sì|oui|yes|tak|да)(?![\\p{L}])`,
    `\\b(?:reply|respond|antworte)${FILLER}\\d`,
    '\\b(?:approve|refuse|block)[ #:.,]+(?:(?:no|nr|number|request|code)[ #:.,]+)*\\d{4,8}\\b',
    '\\byes \\d{4,8}\\b|\\b(?:digits|code|number)\\b.*\\b\\d{4,8}\\b',
    '\\bthey are (?:told|asked)\\b|^(?:there is no tool|there are: |these arguments do not fit|not (?:run|asked)\\b)',
  ].join('|'),
  'iu',
)

/**
 * A model's words without the sentences that are ours to write: what was changed, which is told
 * from what really happened, and the questions that lead to a change.
 */
export function withoutClaims(text: string): string {
  return keepSentences(text, (sentence) => !CLAIM.test(sentence) && !NOT_THEIRS.test(sentence))
}
