import type { Fault } from '../../../src/demo/fault.ts'
import type { Household } from '../../helpers/household.ts'

export const MINUTE = 60_000
export const DAY = 24 * 60 * MINUTE
export const HEAT = 949
export const BRUTALIST = 549509
export const ALIEN = 348

export const ASKED =
  'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.'
export const REMOVED = 'Removed Heat (1995) and its file (14 GB).'
export const LAPSED =
  'That question has lapsed and nothing was deleted. Text "delete heat" to be asked again.'

export const deletes = ({ radarr }: Household) =>
  radarr.requests.filter(({ method }) => method === 'DELETE').length
export const adds = ({ radarr }: Household) =>
  radarr.requests.filter(({ method, path }) => method === 'POST' && path === '/api/v3/movie').length
export const isHere = ({ radarr }: Household, tmdbId: number) => radarr.find(tmdbId) !== undefined

/** So many wrong codes in Sam's name were counted just now. */
export function guessedWrong({ sql, now }: Household, times: number): void {
  for (let at = 0; at < times; at++) {
    sql(
      `insert into audit_log (id, user_id, action, created_at)
       select ?, id, 'question.wrong_code', ? from users where name = 'Sam'`,
      `guess-${at}`,
      now(),
    )
  }
}

/** Radarr's first DELETE meets one fault, and everything after it another. */
export function goDownAtDelete({ radarr }: Household, faults: { first: Fault; after: Fault }) {
  let isDown = false
  radarr.intercept = ({ method }) => {
    if (isDown) return faults.after
    isDown = method === 'DELETE'
    return isDown ? faults.first : 'pass'
  }
}
