const CHANGED =
  '(?:added|removed|deleted|erased|grabbed|queued|requested|approved|invited|ordered|scheduled|replaced|blocked)'
const CHANGING =
  '(?:adding|removing|deleting|erasing|grabbing|downloading|requesting|queueing|replacing|blocking)'
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
    `\\bI(?:['’]m| am) ${ADVERBS}${CHANGING}\\b`,
    `(?:\\(\\d{4}\\),?|\\bsuccessfully) ${ADVERBS}${CHANGED}[.!]?$`,
    "\\b(?:I|we)(?:['’]ve| have)? (?:just |now |also )*(?:put|placed|started|begun|kicked off|triggered|set up|got rid of|taken care of)\\b",
    "\\b(?:consider it done|it['’]s (?:all )?done|you['’]re all set|all set[.!]|taken care of|on (?:its|their|the) way[.!])",
    '\\b(?:will|should) (?:now )?be (?:downloaded|downloading|removed|deleted|added)\\b',
    '\\b(?:is|are) (?:now )?being (?:downloaded|searched)\\b|\\b(?:download|search) (?:has )?(?:started|begun)\\b',
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
  const lines = text.split(/\n+/).map((line) => {
    const sentences = line.split(/(?<=[.!?…])\s+/)
    return sentences.filter((sentence) => !CLAIM.test(sentence)).join(' ')
  })
  return lines.filter((line) => line.trim() !== '').join('\n')
}
