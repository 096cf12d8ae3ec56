import type { PendingAction } from '../db/pending-actions.ts'
import type { Request } from '../db/requests.ts'
import type { ConfirmationWords } from '../tools/tool.ts'

// Offers have no words of their own: nothing was at stake.
type Words = ConfirmationWords | undefined

/** How a question is answered, said after it. */
export function howToAnswer(code: string | null, { toDecline }: ConfirmationWords): string {
  return `Reply YES${code ? ` ${code}` : ''}, or NO ${toDecline}.`
}

export function needsCode(code: string, words: Words): string {
  const { reason = 'This is for good', toDecline = 'to leave it' } = words ?? {}
  return `${reason}, so I need the number too: YES ${code}, or NO ${toDecline}.`
}

export function wrongCode(code: string | null, words: Words): string {
  return words ? `That's not the number. ${howToAnswer(code, words)}` : UNKNOWN_CODE
}

/** The question once more, for who may have answered the text before it. */
export function onceMore({ sentence, code }: PendingAction, words: Words): string {
  return words ? `${sentence} ${howToAnswer(code, words)}` : sentence
}

/** To a yes or a no with the code of a request, which the admin has just typed. */
export function requestNeedsWord({ kind, code }: Pick<Request, 'kind' | 'code'>): string {
  const other = kind === 'join' ? 'BLOCK' : 'REFUSE'
  return `That's a request: reply APPROVE ${code} or ${other} ${code}.`
}

export const UNKNOWN_CODE = 'I have no question with that number.'

export const PICK_NUMBER = 'Which one? Reply a number.'

export const LOCKED_TODAY =
  'Too many wrong numbers today, so nothing was done. What needs one has to wait until tomorrow.'

export function locked(words: Words): string {
  return `Three wrong numbers, so that question is closed${unchanged(words)}`
}

export function declined(words: Words): string {
  return words?.kept ?? 'OK.'
}

export function lapsed(words: Words): string {
  return words
    ? `That question has lapsed${unchanged(words)}`
    : 'That offer has lapsed. Text the title again.'
}

/** What becomes of a code whose question is not open any more. */
export function settled({ state, executingAt }: PendingAction, words: Words): string {
  // Once it was touched, nobody can say that nothing was.
  const wasTouched = executingAt !== null && state !== 'executing' && state !== 'done'
  if (wasTouched) return neverLearnt(words)
  switch (state) {
    case 'done':
      return words?.gone ?? 'That is done already.'
    case 'open':
    case 'claimed':
    case 'executing':
      return "I'm still finding out how that ended. I'll text you."
    case 'unknown':
      return neverLearnt(words)
    case 'replaced':
      return `That question was replaced by a newer one${unchanged(words)}`
    case 'lapsed':
      return lapsed(words)
    case 'declined':
      return `You said no to that${unchanged(words)}`
    case 'locked':
      return `That question was closed after wrong numbers${unchanged(words)}`
    case 'failed':
      return `That didn't work${unchanged(words)}`
  }
}

export function neverLearnt(words: Words): string {
  return `I never learnt what became of ${words?.subject ?? 'that'}. Please look it up before you ask again.`
}

function unchanged(words: Words): string {
  return words ? ` and ${words.untouched}. Text "${words.again}" to be asked again.` : '.'
}
