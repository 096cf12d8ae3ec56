import { type Answer, type Fields, NOT_FOUND } from './simulated-twilio-answer.ts'

export interface SimulatedNumber {
  phone: string
  smsUrl: string
  smsMethod: string
  smsApplicationSid: string
}

export interface SimulatedService {
  sid: string
  /** Those of its senders. */
  phones: string[]
  inboundRequestUrl: string
  inboundMethod: string
  useInboundWebhookOnNumber: boolean
}

/** What an operator sets in Twilio's console; all of it may be changed. */
export interface SimulatedSetup {
  status: 'active' | 'suspended' | 'closed'
  type: 'Full' | 'Trial'
  numbers: SimulatedNumber[]
  services: SimulatedService[]
}

const DATE = 'Fri, 20 Nov 2026 12:00:00 +0000'
const ISO_DATE = '2026-11-20T12:00:00Z'

/** As Twilio sets up a number that was just bought. */
export function newNumber(phone: string): SimulatedNumber {
  const smsUrl = 'https://demo.twilio.com/welcome/sms/reply'
  return { phone, smsUrl, smsMethod: 'POST', smsApplicationSid: '' }
}

export function fetchAccount(accountSid: string, { status, type }: SimulatedSetup): Answer {
  const dates = { date_created: DATE, date_updated: DATE }
  return ok({ sid: accountSid, friendly_name: 'Simulated', status, type, ...dates })
}

export function listNumbers({ numbers }: SimulatedSetup, { PhoneNumber = '' }: Fields): Answer {
  const found = numbers.filter(({ phone }) => phone.includes(PhoneNumber))
  return ok({ incoming_phone_numbers: found.map(numberBody), next_page_uri: null })
}

export function updateNumber({ numbers }: SimulatedSetup, sid: string, fields: Fields): Answer {
  const number = numbers.find(({ phone }) => numberSid(phone) === sid)
  if (!number) return NOT_FOUND
  number.smsUrl = fields['SmsUrl'] ?? number.smsUrl
  number.smsMethod = fields['SmsMethod'] ?? number.smsMethod
  number.smsApplicationSid = fields['SmsApplicationSid'] ?? number.smsApplicationSid
  return ok(numberBody(number))
}

/** A GET and, with `fields`, a POST of a messaging service. */
export function fetchService(
  { services }: SimulatedSetup,
  sid: string,
  fields: Fields = {},
): Answer {
  const service = services.find((candidate) => candidate.sid === sid)
  if (!service) return NOT_FOUND
  const { InboundRequestUrl, InboundMethod, UseInboundWebhookOnNumber } = fields
  service.inboundRequestUrl = InboundRequestUrl ?? service.inboundRequestUrl
  service.inboundMethod = InboundMethod ?? service.inboundMethod
  if (UseInboundWebhookOnNumber) {
    service.useInboundWebhookOnNumber = UseInboundWebhookOnNumber === 'true'
  }
  return ok({
    sid,
    friendly_name: 'Simulated',
    inbound_request_url: service.inboundRequestUrl || null,
    inbound_method: service.inboundMethod,
    use_inbound_webhook_on_number: service.useInboundWebhookOnNumber,
    date_created: ISO_DATE,
    date_updated: ISO_DATE,
  })
}

export function listServiceNumbers({ services }: SimulatedSetup, sid: string): Answer {
  const service = services.find((candidate) => candidate.sid === sid)
  if (!service) return NOT_FOUND
  const phoneNumbers = service.phones.map((phone) => ({
    sid: numberSid(phone),
    service_sid: sid,
    phone_number: phone,
    capabilities: ['SMS'],
    date_created: ISO_DATE,
    date_updated: ISO_DATE,
  }))
  return ok({ phone_numbers: phoneNumbers, meta: { key: 'phone_numbers', next_page_url: null } })
}

function numberBody({ phone, smsUrl, smsMethod, smsApplicationSid }: SimulatedNumber) {
  return {
    sid: numberSid(phone),
    phone_number: phone,
    sms_url: smsUrl,
    sms_method: smsMethod,
    sms_application_sid: smsApplicationSid,
    capabilities: { voice: true, sms: true, mms: true, fax: false },
    date_created: DATE,
    date_updated: DATE,
  }
}

function numberSid(phone: string): string {
  return `PN${phone.replace('+', '').padStart(32, '0')}`
}

function ok(body: object): Answer {
  return { status: 200, body }
}
