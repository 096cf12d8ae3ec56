import { parseTwilioAddress } from '../sms/addresses.ts'
import { type Answer, type Fields, NOT_FOUND, refusal } from './simulated-twilio-answer.ts'
import { listMessages } from './simulated-twilio-list.ts'
import { createMessage, type SimulatedMessage } from './simulated-twilio-message.ts'

/** Is called with each text the service sends, and all that was asked for with it. */
export type MessageListener = (message: SimulatedMessage, fields: Fields) => void

export interface ReceivedText {
  from: string
  to: string
  body: string
  /** That of an earlier text makes this a redelivery. */
  sid?: string
}

export type SimulatedAccount = ReturnType<typeof createSimulatedAccount>

const OPT_OUT_WORDS = 'STOP STOPALL UNSUBSCRIBE CANCEL END QUIT REVOKE OPTOUT'.split(' ')
const OPT_IN_WORDS = ['START', 'YES', 'UNSTOP']

const MAX_BODY_LENGTH = 1600

/** The texts of one account, and the rules by which Twilio takes or refuses another. */
export function createSimulatedAccount(accountSid: string, now: () => number) {
  const messages: SimulatedMessage[] = []
  const optedOut = new Set<string>()
  const listeners = new Set<MessageListener>()

  return {
    messages,

    /** Calls `listener` with every text sent from now on, until the returned function is called. */
    onMessage(listener: MessageListener): () => void {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },

    /** The service sends a text: a POST of `Messages.json`. */
    send(fields: Fields): Answer {
      const { To: to = '', From: from, MessagingServiceSid: service, Body: body = '' } = fields
      if (!parseTwilioAddress(to)) return refusal(400, 21211, "Invalid 'To' Phone Number")
      if (!from && !service) return refusal(400, 21603, "A 'From' phone number is required")
      if (body === '' || body.length > MAX_BODY_LENGTH) {
        return refusal(400, 21617, 'The message body must have 1 to 1600 characters')
      }
      if (optedOut.has(to)) return refusal(400, 21610, 'Attempt to send to unsubscribed recipient')

      const message = createMessage(
        accountSid,
        { to, from, service, body, status: 'queued' },
        now(),
      )
      messages.push(message)
      for (const listener of listeners) listener(message, fields)
      return { status: 201, body: message }
    },

    /** A GET of `Messages.json`: the newest first, page after page. */
    list(query: Fields): Answer {
      return listMessages(accountSid, messages, query)
    },

    find(sid: string): Answer {
      const message = messages.find((candidate) => candidate.sid === sid)
      return message ? { status: 200, body: message } : NOT_FOUND
    },

    /** A phone sends a text. Opt-out words are heard here, before any webhook is. */
    receive({ from, to, body, sid }: ReceivedText): SimulatedMessage {
      const earlier = messages.find((message) => message.sid === sid)
      if (earlier) return earlier

      const word = body.trim().toUpperCase()
      if (OPT_OUT_WORDS.includes(word)) optedOut.add(from)
      if (OPT_IN_WORDS.includes(word)) optedOut.delete(from)
      const message = createMessage(accountSid, { sid, from, to, body, status: 'received' }, now())
      messages.push(message)
      return message
    },
  }
}
