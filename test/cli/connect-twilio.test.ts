import { assert, expect, test } from 'vitest'
import { usherr, startNeighbours } from '../helpers/command-line.ts'
import { startHousehold } from '../helpers/household.ts'
import { KIM, PUBLIC_URL, settingsOf, USHERR } from '../helpers/settings.ts'

const OURS = `${PUBLIC_URL}/webhooks/twilio#ct=2000&rt=4000&tt=15000&rc=3&rp=all`
const ELSEWHERE = 'https://else.example/sms'
const SERVICE_SID = `MG${'3'.repeat(32)}`
const CONNECT = ['connect', 'twilio']

async function startNumber(change: object = {}) {
  const { twilio, env } = await startNeighbours()
  const [number] = twilio.setup.numbers
  assert(number)
  Object.assign(number, change)
  return { twilio, env, number }
}

test('a number that was just bought is connected, and then stays as it is', async () => {
  const { env, number } = await startNumber({
    smsUrl: 'https://demo.twilio.com/welcome/sms/reply',
    smsMethod: 'GET',
  })

  const first = await usherr(CONNECT, env)
  const second = await usherr(CONNECT, env)

  expect(first).toEqual({
    code: 0,
    stdout: `Connected the number ending 0100.
  before  https://demo.twilio.com/welcome/sms/reply (GET)
  after   ${OURS} (POST)
`,
    stderr: '',
  })
  expect(number).toMatchObject({ smsUrl: OURS, smsMethod: 'POST' })
  expect(second.stdout).toBe(
    `Already connected: the number ending 0100 sends its texts to ${OURS}\n`,
  )
  expect(second.code).toBe(0)
})

test('a webhook of ours that lacks its retries is made whole without a question', async () => {
  const { env, number } = await startNumber({ smsUrl: `${PUBLIC_URL}/webhooks/twilio` })

  const { code } = await usherr(CONNECT, env)

  expect(number.smsUrl).toBe(OURS)
  expect(code).toBe(0)
})

test("somebody else's URL stays where nobody can be asked", async () => {
  const { env, number } = await startNumber({ smsUrl: ELSEWHERE })

  const { code, stdout, stderr } = await usherr(CONNECT, env)

  expect(number.smsUrl).toBe(ELSEWHERE)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe(
    `the number ending 0100 sends its texts to ${ELSEWHERE}. Replace that?\nNothing was changed. Add --yes to go on.\n`,
  )
})

test.for([
  ['y', OURS, 0],
  ['Yes', OURS, 0],
  ['n', ELSEWHERE, 1],
  ['', ELSEWHERE, 1],
] as const)('at a terminal "%s" leads to %s', async ([answer, url, expected]) => {
  const { env, number } = await startNumber({ smsUrl: ELSEWHERE })

  const { code, stderr } = await usherr(CONNECT, env, { typed: `${answer}\n` })

  expect(number.smsUrl).toBe(url)
  expect(stderr).toContain(`sends its texts to ${ELSEWHERE}. Replace that? [y/N] `)
  expect(code).toBe(expected)
})

test('the end of input is a no', async () => {
  const { env, number } = await startNumber({ smsUrl: ELSEWHERE })

  const { code } = await usherr(CONNECT, env, { typed: '' })

  expect(number.smsUrl).toBe(ELSEWHERE)
  expect(code).toBe(1)
})

test('--yes replaces a URL and the TwiML app before it', async () => {
  const { env, number } = await startNumber({
    smsUrl: ELSEWHERE,
    smsApplicationSid: `AP${'4'.repeat(32)}`,
  })

  const { stdout } = await usherr([...CONNECT, '--yes'], env)

  expect(number).toMatchObject({ smsUrl: OURS, smsApplicationSid: '' })
  expect(stdout).toContain('  before  a TwiML app')
})

test('scripts read as JSON what was changed', async () => {
  const { env } = await startNumber({ smsUrl: ELSEWHERE })

  const first = await usherr([...CONNECT, '--yes', '--json'], env)
  const second = await usherr([...CONNECT, '--json'], env)

  expect(JSON.parse(first.stdout)).toEqual({ changed: true, before: ELSEWHERE, url: OURS })
  expect(JSON.parse(second.stdout)).toEqual({ changed: false, url: OURS })
})

test('a messaging service is connected on its own host', async () => {
  const { env, twilio } = await startNumber()
  const service = {
    sid: SERVICE_SID,
    phones: [USHERR],
    inboundRequestUrl: '',
    inboundMethod: 'GET',
    useInboundWebhookOnNumber: true,
  }
  twilio.setup.services.push(service)

  const { stdout } = await usherr([...CONNECT, '--yes'], {
    ...env,
    TWILIO_PHONE_NUMBER: '',
    TWILIO_MESSAGING_SERVICE_SID: SERVICE_SID,
  })

  expect(service).toMatchObject({
    inboundRequestUrl: OURS,
    inboundMethod: 'POST',
    useInboundWebhookOnNumber: false,
  })
  expect(stdout).toContain('Connected the messaging service.\n  before  each number')
})

test.for([
  ['a WhatsApp sender', { TWILIO_PHONE_NUMBER: `whatsapp:${USHERR}` }, 'WhatsApp senders'],
  ['a number of another account', { TWILIO_PHONE_NUMBER: '+14155550777' }, 'ending 0777 is not in'],
  ['a wrong token', { TWILIO_AUTH_TOKEN: 'another' }, 'refuses the credentials'],
  ['a public URL that is none', { PUBLIC_BASE_URL: 'https://localhost' }, 'your own network'],
  ['settings that are missing', { TWILIO_AUTH_TOKEN: '' }, 'TWILIO_AUTH_TOKEN must be'],
] as const)('%s is told, and nothing is changed', async ([, change, words]) => {
  const { env, twilio } = await startNumber({ smsUrl: ELSEWHERE })
  const methods: string[] = []
  twilio.intercept = ({ method }) => {
    methods.push(method)
    return 'pass'
  }

  const { code, stdout, stderr } = await usherr([...CONNECT, '--yes'], { ...env, ...change })

  expect(stderr).toContain(words)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(methods).not.toContain('POST')
})

test('a text that Twilio brings to the connected URL is taken and answered', async () => {
  const household = await startHousehold()
  const { twilio, radarr } = household
  twilio.setup.numbers.push({ phone: USHERR, smsUrl: '', smsMethod: 'GET', smsApplicationSid: '' })
  await usherr(CONNECT, settingsOf({ twilio, radarr }))
  const [address] = twilio.setup.numbers[0]?.smsUrl.split('#', 1) ?? []
  assert(address)

  const { status } = await household.deliver(KIM, 'hi', { publicUrl: address })
  await household.settled()

  expect(status).toBe(200)
  expect(household.sentTo(KIM)).toEqual([expect.stringMatching(/^Hi Kim, I look after the films/)])
})
