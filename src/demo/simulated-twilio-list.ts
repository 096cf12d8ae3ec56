import type { Answer, Fields } from './simulated-twilio-answer.ts'
import type { SimulatedMessage } from './simulated-twilio-message.ts'

/** One page of `messages`, which are in the order of their dates, oldest first. */
export function listMessages(
  accountSid: string,
  messages: readonly SimulatedMessage[],
  query: Fields,
): Answer {
  const { PageSize: pageSize = '50', Page: page = '0', PageToken: token } = query
  const listed = messages.filter((message) => isAskedFor(message, query)).toReversed()
  // The token names the last text of the page before, so that new ones do not move the pages.
  const after = listed.findIndex(({ sid }) => token === `PA${sid}`)
  const rows = listed.slice(after + 1, after + 1 + Number(pageSize))

  const last = rows.at(-1)
  const hasMore = last !== undefined && last !== listed.at(-1)
  const next = { ...query, Page: String(Number(page) + 1), PageToken: `PA${last?.sid}` }
  const path = `/2010-04-01/Accounts/${accountSid}/Messages.json`
  return {
    status: 200,
    body: {
      messages: rows,
      page: Number(page),
      page_size: Number(pageSize),
      next_page_uri: hasMore ? `${path}?${new URLSearchParams(next).toString()}` : null,
    },
  }
}

function isAskedFor(message: SimulatedMessage, query: Fields): boolean {
  const { To: to, From: from, 'DateSent>': since } = query
  if (to && message.to !== to) return false
  if (from && message.from !== from) return false
  // Whatever time goes with it, the day in GMT is what counts.
  return !since || Date.parse(message.date_sent ?? '') >= Date.parse(since.slice(0, 10))
}
