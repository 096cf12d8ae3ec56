import { CODE_PATTERN } from '../codes.ts'
import type { User } from '../db/users.ts'
import { cleanTitle } from '../media/clean-title.ts'

const WORDS = {
  approve: 'approve|approved|accept|allow',
  refuse: 'refuse|refused|reject|decline|deny',
  block: 'block',
} as const

// "block ...0199" names somebody by the end of a phone, whatever code is the same.
const DECISION = new RegExp(
  String.raw`^\W*(${Object.values(WORDS).join('|')})\b(?:(?!\s+\.\.)[\s:,#.-]*(${CODE_PATTERN})\b)?[\s:,.;-]*(.*)$`,
  'is',
)
const REQUESTS = {
  admin: /^\W*(?:open |waiting )?requests\W*$/i,
  member: /^\W*(?:my )?(?:open |waiting )?requests\W*$/i,
} as const
const COURTESY = /^(?:please|thanks|thank you|ok|okay|yes)?\W*$/i
const MAX_REASON = 120

export interface SpokenDecision {
  decision: keyof typeof WORDS
  code?: string
  reason?: string
}

/**
 * `APPROVE 4127`, `REFUSE 4127 and a reason`, `BLOCK 4127` or the word alone, of an admin; with
 * other words after it, it is talk: "approve of heat?", "block party".
 */
export function readDecision(text: string, { role }: User): SpokenDecision | undefined {
  if (role !== 'admin') return undefined
  const [, word = '', code, rest = ''] = DECISION.exec(text) ?? []
  const decision = decisionOf(word)
  if (!decision || (code === undefined && rest !== '')) return undefined
  // "approve 4821? not yet" decides nothing.
  if (decision === 'approve' && !COURTESY.test(rest)) return undefined
  const reason = reasonIn(rest)
  return { decision, ...(code && { code }), ...(reason && { reason }) }
}

/** Whether a text is `requests`, or `my requests` of a member. */
export function readRequests(text: string, { role }: User): boolean {
  return REQUESTS[role].test(text)
}

function decisionOf(word: string): keyof typeof WORDS | undefined {
  const said = word.toLowerCase()
  return (['approve', 'refuse', 'block'] as const).find((decision) =>
    WORDS[decision].split('|').includes(said),
  )
}

function reasonIn(rest: string): string {
  const said = rest.replace(/^(?:because|and)\s+/i, '').replaceAll('"', "'")
  return cleanTitle(said).slice(0, MAX_REASON).trim()
}
