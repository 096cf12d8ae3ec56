import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

test('a STOP that no webhook brought does not undo the START that came after it', async () => {
  const household = await startHousehold({ backfillEveryMs: 5 })
  await household.stop()
  household.advance(1_000)
  await expect(household.deliver(SAM, 'STOP')).rejects.toThrow('fetch failed')
  const stop = household.twilio.messages.at(-1)?.sid
  await household.restart()
  household.advance(20_000)
  await household.deliver(SAM, 'START')
  await household.settled()
  household.advance(60_000)
  await household.recorded(`select 1 from inbox where sid = '${stop}' and state = 'done'`)

  await household.deliver(SAM, 'is heat in?')
  await household.settled()
  await until(() => expect(household.sentTo(SAM)).toContain('Heat (1995) is here.'))
})

test('a refusal that is on its way when a START comes does not undo it, though no STOP was heard', async () => {
  const household = await startHousehold()
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  let posts = 0
  household.twilio.intercept = async ({ method }) => {
    if (method !== 'POST' || ++posts > 1) return 'pass'
    await released
    return { status: 400, body: { code: 21610 } }
  }
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(posts).toBe(1))
  household.advance(1_000)
  await household.deliver(SAM, 'START')
  await household.recorded("select 1 from inbox where body = 'START' and state = 'done'")
  release()
  await household.recorded("select 1 from outbox where error_code = '21610'")

  await household.text(SAM, 'is memento in?')

  expect(household.sentTo(SAM)).toContain('Memento (2000) is here.')
})
