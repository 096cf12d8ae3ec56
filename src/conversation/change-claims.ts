const CHANGED = '(?:added|removed|deleted|erased|grabbed|queued|requested|approved|invited)'
const ADVERBS = '(?:just |now |also |already |successfully |gone ahead and )*'

// "I've added Heat", "Added!", "Heat has been removed", "Done." But not "It was added in 2021".
const CLAIM = new RegExp(
  [
    `\\bI(?:['’]ve| have)? ${ADVERBS}${CHANGED}\\b`,
    `^(?:ok|okay|sure|great|all right|alright)?[,!. ]*${ADVERBS}${CHANGED}\\b`,
    `\\b(?:has|have) ${ADVERBS}been ${ADVERBS}${CHANGED}\\b`,
    `\\b(?:is|are) now ${CHANGED}\\b`,
    '^(?:ok|okay|sure)?[,!. ]*(?:all )?done\\b',
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
