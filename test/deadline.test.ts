import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { withDeadline } from '../src/deadline.ts'
import { createTwilioInbound } from '../src/sms/twilio-inbound.ts'
import { listenOnLoopback } from './helpers/loopback.ts'
import { ACCOUNT_SID, AUTH_TOKEN, USHERR } from './helpers/settings.ts'

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

/** Resolves with whether a call was given up in time, while memory is collected again and again. */
async function isGivenUp(call: Promise<unknown>): Promise<boolean> {
  const collecting = setInterval(collectGarbage, 20)
  const late = new Promise<false>((resolve) => setTimeout(() => resolve(false), 3_000))
  try {
    return await Promise.race([late, call.then(() => false).catch(() => true)])
  } finally {
    clearInterval(collecting)
  }
}

test('a list of texts that never comes is given up, whatever is collected meanwhile', async () => {
  const url = await listenOnLoopback(() => {})
  const { signal } = new AbortController()
  const sender = { phoneNumber: { channel: 'sms' as const, phone: USHERR } }
  const account = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, sender }
  const inbound = createTwilioInbound({ ...account, apiBaseUrl: url, timeoutMs: 500 })

  expect(await isGivenUp(inbound.list(0, signal))).toBe(true)
})

test('what is called within two limits is given up at the shorter, and by who leaves', async () => {
  const leaving = new AbortController()
  const until = (signal: AbortSignal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('given up')))
    })
  const nested = (longMs: number, shortMs: number) =>
    withDeadline(longMs, leaving.signal, (signal) => withDeadline(shortMs, signal, until))

  expect(await isGivenUp(nested(60_000, 500))).toBe(true)
  expect(await isGivenUp(nested(500, 60_000))).toBe(true)
  const left = isGivenUp(nested(60_000, 60_000))
  setTimeout(() => leaving.abort(), 500)
  expect(await left).toBe(true)
})
