/** The form of a POST or the query of a GET. */
export type Fields = Record<string, string>

export interface Answer {
  status: number
  body: unknown
}

export const UNAUTHORIZED = refusal(401, 20003, 'Authenticate')
export const NOT_FOUND = refusal(404, 20404, 'The requested resource was not found')

/** A no as Twilio puts it; `code` is Twilio's own number for it. */
export function refusal(status: number, code: number, message: string): Answer {
  return {
    status,
    body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  }
}
