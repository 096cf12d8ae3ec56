import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../helpers/household.ts'
import { ENDLESS_TIMEOUT_MS, FAULTS, isEndless } from './each-fault.ts'

const HERE = 'Heat (1995) is here.'
const NEXT = 'Memento (2000) is here.'
const LONGEST_FIRST_WAITS_MS = 10_000

const CASES = [1, 3].flatMap((requests) =>
  FAULTS.map(([name, fault]) => [requests, name, fault] as const),
)

test.for(CASES)(
  'Twilio fails %i time(s) with %s: every text arrives once, in order',
  async ([requests, , fault]) => {
    const patience = isEndless(fault) ? { twilioTimeoutMs: ENDLESS_TIMEOUT_MS } : {}
    const household = await startHousehold(patience)
    let seen = 0
    household.twilio.intercept = () => (++seen <= requests ? fault : 'pass')

    await household.deliver(SAM, 'is heat in?')
    await household.recorded("select 1 from outbox where body like 'Heat%'")
    await household.deliver(SAM, 'is memento in?')
    await household.recorded("select 1 from outbox where body like 'Memento%'")
    await expect
      .poll(() => {
        household.advance(LONGEST_FIRST_WAITS_MS)
        return household.sentTo(SAM)
      })
      .toContain(NEXT)
    await household.settled()

    expect(household.sentTo(SAM)).toEqual([HERE, NEXT])
    expect(household.sql('select distinct state from outbox')).toEqual([{ state: 'sent' }])
    expect(seen).toBeGreaterThan(requests)
  },
)
