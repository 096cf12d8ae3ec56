import { findRequest } from './requests.ts'
import type { Tx } from './tx.ts'

const ASK = ':ask'

/** What the keys of the texts begin with by which each admin is asked about a request. */
export const askKey = (requestId: string) => `${requestId}${ASK}`

/** Whether the text with this key would ask an admin about what has been decided. */
export function isPastAsking(tx: Tx, key: string): boolean {
  const end = key.indexOf(`${ASK}:`)
  const request = end === -1 ? undefined : findRequest(tx, key.slice(0, end))
  if (!request || request.state === 'open') return false
  // Of what was approved only an add may come to wait again: where it cannot be carried out.
  const mayWaitAgain = request.state === 'approved' && request.kind === 'add'
  return !mayWaitAgain || request.doneAt !== null
}
