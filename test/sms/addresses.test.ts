import { expect, test } from 'vitest'
import { parsePhone, parseTwilioAddress, toTwilioAddress } from '../../src/sms/addresses.ts'

test.for([
  ['+14155550123', { channel: 'sms', phone: '+14155550123' }],
  ['whatsapp:+491701234567', { channel: 'whatsapp', phone: '+491701234567' }],
] as const)("Twilio's %s is read and written back", ([written, address]) => {
  expect(parseTwilioAddress(written)).toEqual(address)
  expect(toTwilioAddress(address)).toBe(written)
})

test.for([
  '',
  '14155550123',
  '+0415555012',
  '+1 415 555 0123',
  '+14155550123\n',
  '+1415555012345678',
  'whatsapp:14155550123',
  'messenger:+14155550123',
])('%j is no address of Twilio', (written) => {
  expect(parseTwilioAddress(written)).toBeUndefined()
})

test.for([
  ['+1 (415) 555-0123', '+14155550123'],
  ['+49 170.1234567', '+491701234567'],
  ['whatsapp:+49 170 1234567', '+491701234567'],
  ['+44 (0)20 7946 0958', '+442079460958'],
] as const)('the phone %s is read as %s', ([written, phone]) => {
  expect(parsePhone(written)).toBe(phone)
})

test.for(['415 555 0123', '0049 170 1234567', '+1 415 CALL', ''])('%j is no phone', (written) => {
  expect(parsePhone(written)).toBeUndefined()
})
