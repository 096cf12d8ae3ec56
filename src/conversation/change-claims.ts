const CHANGED = '(?:added|removed|deleted|erased|grabbed|queued|requested|approved|invited)'
const CHANGING = '(?:adding|removing|deleting|erasing|grabbing)'
const ADVERBS = '(?:just |now |also |already |successfully |gone ahead and |went ahead and )*'

// "I've added Heat", "Added!", "Heat has been removed", "Done." But not "It was added in 2021".
// A question with a code is ours to put as well.
const CLAIM = new RegExp(
  [
    `\\b(?:I|we)(?:['’]ve| have)? ${ADVERBS}${CHANGED}\\b`,
    `^(?:ok|okay|sure|great|all right|alright)?[,!. ]*${ADVERBS}(?:${CHANGED}|${CHANGING})\\b`,
    `(?:\\b(?:has|have)|['’]s) ${ADVERBS}been ${ADVERBS}${CHANGED}\\b`,
    `\\b(?:is|are) (?:now |being )?${CHANGED}\\b`,
    `\\b(?:was|were) ${ADVERBS}${CHANGED}(?=[.!]|$| successfully| (?:to|from) (?:your|the) library[.!])`,
    '^(?:ok|okay|sure)?[,!. ]*(?:all )?done\\b',
    '\\breply (?:with )?["“]?(?:yes|no|stop)\\b',
    '\\byes \\d{4}\\b',
    // What a tool told the model alone.
    '\\bthey are (?:told|asked)\\b|^(?:there is no tool|there are:|these arguments do not fit|not (?:run|asked)\\b)',
  ].join('|'),
  'i',
)

/**
 * A model's words without the sentences that say something was changed: those are ours to write,
 * from what really happened.
 */
export function withoutClaims(text: string): string {
  const sentences = text.split(/(?<=[.!?…])\s+|\n+/)
  return sentences
    .filter((sentence) => !CLAIM.test(sentence))
    .join(' ')
    .trim()
}
