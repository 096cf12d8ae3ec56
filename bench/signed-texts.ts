import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks.js'
import { createMessage } from '../src/demo/simulated-twilio-message.ts'
import { inboundFields } from '../src/demo/simulated-twilio-webhooks.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, USHERR } from './people.ts'

const PATH = '/webhooks/twilio'
const BODIES = [
  'is dune part two in?',
  'anything good from the nineties that the kids could watch as well',
  'how far is it?',
  'we finished the second season last night, is there more of it coming soon',
]

/** Inbound texts as Twilio posts them, each a new one, as bytes that can be written to a socket. */
export function signedTexts(count: number, phones: readonly string[]): Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const text = {
      from: phones[index % phones.length],
      to: USHERR,
      body: BODIES[index % BODIES.length] ?? '',
      status: 'received',
    } as const
    return toRequest(inboundFields(createMessage(ACCOUNT_SID, text, Date.now())))
  })
}

function toRequest(fields: Record<string, string>): Buffer {
  const body = new URLSearchParams(fields).toString()
  const head = [
    `POST ${PATH} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: keep-alive',
    'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
    `X-Twilio-Signature: ${getExpectedTwilioSignature(AUTH_TOKEN, PUBLIC_URL + PATH, fields)}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  return Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`)
}
