import { expect, test } from 'vitest'
import type { Model } from '../../src/model/model.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { says } from '../helpers/scripted-model.ts'

const APOLOGY = 'Sorry, something went wrong on my side. Please try that once more.'
const LAST_START = 2

test('a text whose turn is broken off by leaving in order, however often, is answered', async () => {
  const { model, asked } = answeringAt(5)
  const household = await startHousehold({ model })
  await household.deliver(SAM, 'hi')

  for (let starts = 1; starts < 5; starts++) {
    await expect.poll(asked).toBe(starts)
    await household.restart()
  }
  await household.settled()

  expect(household.sentTo(SAM)).toEqual(['Hi.'])
})

test('a start that met a locked database does not count against its text', async () => {
  let unlock = () => {}
  let asked = 0
  const household = await startHousehold({
    model: async () => {
      if (++asked === 1) unlock = household.lockDatabase()
      return says('Hi.')
    },
    onLog: (line) => {
      if (line.includes('STORE_UNAVAILABLE')) unlock()
    },
  })
  await household.stop()
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state, attempts) values ('SMx', 'sms', ?, 'hi', 0, 0, 'waiting', ?)",
    SAM,
    LAST_START,
  )

  await household.restart()
  await household.told(SAM, 'Hi.')

  expect(asked).toBe(2)
  expect(household.sentTo(SAM)).not.toContain(APOLOGY)
})

/** Answers the n-th request; every other waits until it is broken off. */
function answeringAt(n: number) {
  let asked = 0
  const model: Model = ({ signal }) => {
    if (++asked === n) return Promise.resolve(says('Hi.'))
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('broken off')))
    })
  }
  return { model, asked: () => asked }
}
