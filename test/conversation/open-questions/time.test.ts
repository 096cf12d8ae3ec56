import { expect, test } from 'vitest'
import { createKeywordModel } from '../../../src/model/keyword.ts'
import type { Model } from '../../../src/model/model.ts'
import { SAM, startHousehold } from '../../helpers/household.ts'
import { MINUTE, REMOVED, LAPSED, deletes } from './facts.ts'

test('an answer after ten minutes has lapsed', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.advance(10 * MINUTE + 1)

  expect(await household.text(SAM, 'YES 4821')).toBe(LAPSED)
  expect(await household.text(SAM, 'YES 4821')).toBe(LAPSED)
  expect(deletes(household)).toBe(0)
})

test('a bare yes after its time has lapsed too', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete the brutalist')
  household.advance(10 * MINUTE + 1)

  expect(await household.text(SAM, 'yes')).toBe(
    'That question has lapsed and nothing was deleted. Text "delete the brutalist" to be asked again.',
  )
})

test.for([
  ['received in time but handled late is carried out', 20 * MINUTE, REMOVED, 1],
  [
    'handled more than an hour late is asked anew',
    61 * MINUTE,
    'Your answer reached me late. Remove Heat (1995) and delete its file, 14 GB? Reply YES 4822, or NO to keep it.',
    0,
  ],
] as const)('an answer that was %s', async ([, lateMs, reply, removals]) => {
  const slow = slowModel()
  const household = await startHousehold({ model: slow.model, codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  slow.hold()
  await household.deliver(SAM, 'is heat in?')
  await household.deliver(SAM, 'YES 4821')
  household.advance(lateMs)

  slow.release()
  await household.settled()

  expect(household.sentTo(SAM).at(-1)).toBe(reply)
  expect(deletes(household)).toBe(removals)
})

/** The keyword model, but for the time between `hold` and `release`. */
function slowModel() {
  const keyword = createKeywordModel()
  let held = Promise.resolve()
  let release = () => {}
  const model: Model = async (request) => {
    await held
    return keyword(request)
  }
  return {
    model,
    hold: () => {
      held = new Promise((resolve) => (release = resolve))
    },
    release: () => release(),
  }
}
