import { expect, test } from 'vitest'
import { doesAct, type Fault } from '../../src/demo/fault.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { CASES, count, isDelete, patienceFor, say, SCENES, type Service } from './arr-scenes.ts'

const LOOK_AGAIN_MS = 31_000

/** A household in which a removal has been asked for and is only to be confirmed. */
async function askToRemove(service: Service, fault?: Fault) {
  const { text, id, title, done } = SCENES[service].remove
  const household = await startHousehold({ ...patienceFor(fault), codes: [4821, 7305] })
  const simulated = household[service]
  await household.text(SAM, text)
  return {
    household,
    simulated,
    title,
    done,
    isHere: () => simulated.find(id) !== undefined,
    deletes: () => count(household, service, isDelete),
    /** Asks and confirms once more, all being well. */
    again: async () => {
      await say(household, text)
      return say(household, 'YES 7305')
    },
  }
}

/** What is said when the DELETE alone meets the fault. */
function toldUnder(fault: Fault, { title, done }: { title: string; done: string }): string {
  if (fault === 'wrong-key') return "doesn't let me in"
  return doesAct(fault) ? done : `${title} is still here, though it should be gone.`
}

test.for(CASES)(
  '%s meets the DELETE with %s: it is told as it is, and done once',
  async ([service, , fault]) => {
    const asked = await askToRemove(service, fault)
    const { household, simulated, title, done, isHere, deletes, again } = asked

    simulated.intercept = (request) => (isDelete(request) ? fault : 'pass')
    expect(await say(household, 'YES 4821')).toContain(toldUnder(fault, asked))
    expect(isHere()).toBe(!doesAct(fault))

    simulated.intercept = () => 'pass'
    const next = doesAct(fault) ? await say(household, 'YES 4821') : await again()
    expect(next).toBe(doesAct(fault) ? `${title} is already gone.` : done)
    expect([isHere(), deletes().done]).toEqual([false, 1])
  },
)

test.for(CASES.filter(([, , fault]) => fault !== 'wrong-key'))(
  '%s fails with %s from the DELETE on: the outcome is told once it is known',
  async ([service, , fault]) => {
    const { household, simulated, title, done, isHere, deletes } = await askToRemove(service, fault)

    simulated.intercept = () => (deletes().asked > 0 ? fault : 'pass')
    expect(await say(household, 'YES 4821')).toContain(`can't tell yet what became of ${title}`)

    simulated.intercept = () => 'pass'
    household.advance(LOOK_AGAIN_MS)
    await household.told(SAM, done)
    expect([isHere(), deletes().done]).toEqual([false, 1])
    expect(household.sentTo(SAM).filter((text) => text === done)).toHaveLength(1)
  },
)

test("Sonarr's DELETE answered 500 after it worked", async () => {
  const { household, simulated, title, done, isHere, deletes } = await askToRemove('sonarr')
  const body = { message: 'Expected query to return 1 rows but returned 0', description: '' }
  simulated.intercept = (request) =>
    isDelete(request) ? { status: 500, body, afterActing: true } : 'pass'

  expect(await say(household, 'YES 4821')).toBe(done)
  expect(await say(household, 'YES 4821')).toBe(`${title} is already gone.`)
  expect([isHere(), deletes()]).toEqual([false, { asked: 1, done: 1 }])
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'done' }])
})

test("Sonarr's DELETE answered 500 because the show had just gone", async () => {
  const { household, simulated, title, done, deletes } = await askToRemove('sonarr')
  simulated.intercept = (request) => {
    if (isDelete(request)) simulated.library.clear()
    return 'pass'
  }

  expect(await say(household, 'YES 4821')).toBe(done)
  expect(await say(household, 'YES 4821')).toBe(`${title} is already gone.`)
  expect(deletes()).toEqual({ asked: 1, done: 0 })
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'done' }])
})
