/** What people read of a status: whoever is stored as `pending` waits to be let in. */
export function statusInWords<Status>(status: Status): Status | 'waiting' {
  return status === 'pending' ? 'waiting' : status
}
