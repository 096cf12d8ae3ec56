import { expect, test } from 'vitest'
import { doesAct, type Fault } from '../../src/demo/fault.ts'
import { startHousehold } from '../helpers/household.ts'
import { CASES, count, isWrite, patienceFor, say, SCENES, type Service } from './arr-scenes.ts'

/** How a person is told that nothing was learnt or done. */
function failureOf(service: Service, fault: Fault): RegExp {
  const name = service === 'radarr' ? 'Radarr' : 'Sonarr'
  const what = service === 'radarr' ? 'films' : 'shows'
  if (fault === 'garble') return new RegExp(`^${name} answers nothing I understand, so ${what} `)
  if (fault === 'wrong-key') return new RegExp(`^${name} doesn't let me in, so ${what} .*API key`)
  return new RegExp(`^${name} isn't answering, so ${what} have to wait\\.`)
}

test.for(CASES)(
  '%s fails with %s: nothing is found or changed, and all of it once that is over',
  async ([service, , fault]) => {
    const { find, add } = SCENES[service]
    const household = await startHousehold(patienceFor(fault))

    household[service].intercept = () => fault
    expect(await say(household, find.text)).toMatch(failureOf(service, fault))
    expect(await say(household, add.text)).toMatch(failureOf(service, fault))
    expect(count(household, service, isWrite).asked).toBe(0)

    household[service].intercept = () => 'pass'
    expect(await say(household, find.text)).toBe(find.here)
    expect(await say(household, add.text)).toMatch(`Added ${add.title}`)
    expect(count(household, service, add.isIt)).toEqual({ asked: 1, done: 1 })
  },
)

/** What is said of an add when only the request that adds meets the fault. */
function toldUnder(fault: Fault, title: string): string {
  if (fault === 'wrong-key') return "doesn't let me in"
  return doesAct(fault) ? `Added ${title}` : `stopped answering while I added ${title}.`
}

test.for(CASES)(
  '%s meets an add with %s: it is told as it is, and done once',
  async ([service, , fault]) => {
    const { add } = SCENES[service]
    const household = await startHousehold(patienceFor(fault))
    const isHere = () => household[service].find(add.id) !== undefined

    household[service].intercept = (request) => (add.isIt(request) ? fault : 'pass')
    expect(await say(household, add.text)).toContain(toldUnder(fault, add.title))
    expect(isHere()).toBe(doesAct(fault))

    household[service].intercept = () => 'pass'
    expect(await say(household, add.text)).toMatch(
      doesAct(fault) ? /already wanted\. Searching/ : /^Added .* Searching for it now/,
    )
    expect(isHere()).toBe(true)
    expect(count(household, service, add.isIt).done).toBe(1)
  },
)
