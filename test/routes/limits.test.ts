import { expect, test } from 'vitest'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'

const FAR_TOO_MANY = 700

/** How often each status was answered. */
async function statusesOf(requests: number, send: (index: number) => Promise<{ status: number }>) {
  const counts: Record<number, number> = {}
  for (let sent = 0; sent < requests; sent += 50) {
    const batch = await Promise.all(Array.from({ length: 50 }, (_, index) => send(sent + index)))
    for (const { status } of batch) counts[status] = (counts[status] ?? 0) + 1
  }
  return counts
}

const forge = ({ url }: Household) =>
  fetch(`${url}/webhooks/twilio`, {
    method: 'POST',
    headers: { 'x-twilio-signature': 'c2lnbmVk' },
    body: new URLSearchParams({ MessageSid: 'SM1', From: SAM, Body: 'yes' }),
  })

test.for(['/health', '/wp-login.php'])(
  'one address gets so many answers a minute from %s',
  async (path) => {
    const { url } = await startHousehold()

    const counts = await statusesOf(FAR_TOO_MANY, () => fetch(url + path))

    expect(counts[429]).toBe(100)
  },
)

test('another path, method or spelling is no new allowance, and neither is what a header says', async () => {
  const { url } = await startHousehold()
  const ways: Array<[path: string, method: string]> = [
    ['/health', 'GET'],
    ['/%68ealth', 'GET'],
    ['/health', 'HEAD'],
    ['/metrics', 'GET'],
    ['/ready', 'GET'],
    ['/webhooks/twilio', 'OPTIONS'],
    ['/nowhere?at=all', 'PUT'],
  ]

  const counts = await statusesOf(FAR_TOO_MANY, (index) => {
    const [path, method] = ways[index % ways.length] ?? ['/ready', 'GET']
    const headers = { 'x-forwarded-for': `192.0.2.${index % 250}`, forwarded: `for=${index}` }
    return fetch(url + path, { method, headers })
  })

  expect(counts[429]).toBe(100)
})

test('a flood of forged texts from the address of Twilio keeps no genuine one out', async () => {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => lines.push(line) })

  const forged = await statusesOf(FAR_TOO_MANY, () => forge(household))
  await statusesOf(FAR_TOO_MANY, () => fetch(`${household.url}/health`))

  expect(forged).toEqual({ 403: 60, 429: 640 })
  expect(await household.text(SAM, 'find heat')).toBe('Heat (1995) is here.')
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  expect(await household.report(id, { MessageSid, MessageStatus: 'delivered' })).toBe(204)
  expect(await household.deliver(SAM, 'hi', { extra: { From: 'x' } })).toMatchObject({
    status: 400,
  })
  const refused = lines.filter((line) => line.includes('WEBHOOK_SIGNATURE_INVALID'))
  expect(refused).toHaveLength(60)
  expect(lines.join('')).toContain('more refusals of this address are not told')
})

test('more genuine texts than any other route takes are all stored', async () => {
  const household = await startHousehold()

  const counts = await statusesOf(FAR_TOO_MANY, (index) =>
    household.deliver(`+1415556${1000 + index}`, 'hi', {
      sid: `SM${String(index).padStart(32, '0')}`,
    }),
  )

  expect(counts).toEqual({ 200: FAR_TOO_MANY })
})
