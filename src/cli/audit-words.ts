import type { AuditAction } from '../db/column-types.ts'
import type { UserFields } from '../db/user-changes.ts'

/**
 * How an action is told: in `trace` by a word for its kind and by what happened, in `audit` by what
 * its person did, before what it was done to, and by what the numbers or words that changed are of.
 */
type ActionWords = readonly [kind: string, happened: string, did: string, changed?: string]

/** One line for each action. */
export const AUDITED: Record<AuditAction, ActionWords> = {
  'question.asked': ['question', 'asked', 'was asked'],
  'question.wrong_code': ['question', 'answered with a wrong code', 'gave a wrong number for'],
  'question.claimed': ['question', 'answered', 'answered'],
  'question.executing': ['question', 'carried out', 'set in motion'],
  'question.settled': ['question', 'settled', 'closed'],
  'media.added': ['added', '', 'added'],
  'user.arrived': ['user', 'at the door', 'texted as a stranger'],
  'user.added': ['user', 'added', 'added'],
  'user.changed': ['user', 'changed', 'changed'],
  'user.opted_out': ['user', 'opted out', 'opted out'],
  'user.opted_in': ['user', 'opted in', 'opted in'],
  'user.over_limit': ['limit', 'over', 'came to the limit of'],
  'request.made': ['request', 'made', 'asked for'],
  'request.decided': ['request', 'decided', 'decided about'],
  'admins.told': ['admins', 'told how they come back', 'told the admins who left'],
  'queue.retried': ['operator', 'retried', 'retried'],
  'queue.dropped': ['operator', 'dropped', 'dropped'],
  'session.created': ['operator', 'created session', 'created session'],
  'session.branched': ['operator', 'branched session', 'branched off session'],
  'session.imported': ['operator', 'imported session', 'imported session', 'messages'],
  'session.renamed': ['operator', 'renamed session', 'renamed session'],
  'session.tagged': ['operator', 'tagged session', 'tagged session', 'tags'],
  'session.paused': ['operator', 'paused session', 'paused session'],
  'session.resumed': ['operator', 'resumed session', 'resumed session'],
  'session.archived': ['operator', 'archived session', 'archived session'],
  'session.pruned': ['operator', 'pruned session', 'began to prune session'],
  'session.cleared': ['operator', 'cleared session', 'cleared session', 'messages'],
  'session.deleted': ['operator', 'deleted session', 'deleted session', 'messages'],
}

/** What its person did, as it stands before `target`, which may be blank. */
export function didInWords({
  action,
  target,
  detail,
}: {
  action: AuditAction
  target: string
  detail: Record<string, unknown> | null
}): string {
  const [, , did] = AUDITED[action]
  if (action === 'question.wrong_code' && target === '') return 'gave a wrong number'
  if (action === 'request.decided' && detail?.['after'] === 'open') return 'opened again'
  return action === 'request.made' && detail?.['kind'] === 'join' ? 'asked to be let in as' : did
}

/** What a change of a user is of. */
export const USER_FIELD_WORDS: Record<keyof UserFields, string> = {
  name: 'name',
  role: 'role',
  status: 'status',
  timeZone: 'time zone',
  qualityProfile: 'quality',
  ratingCap: 'rating',
  quietHours: 'quiet hours',
  wantsNotices: 'notices',
}

/** Which limit somebody came to: `texts per day`; undefined where it is about none. */
export function limitInWords(detail: Record<string, unknown> | null): string | undefined {
  const limit = detail?.['limit']
  return typeof limit === 'string' ? limit.replaceAll('_', ' ') : undefined
}
