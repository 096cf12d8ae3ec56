import { expect, test } from 'vitest'
import type { Fault } from '../../src/demo/fault.ts'
import type { SimulatedRequest } from '../../src/demo/simulated-arr.ts'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'
import { refusingUrl, startLoopback } from '../helpers/loopback.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { until } from '../helpers/until.ts'
import { ODD_ANSWERS } from './odd-answers.ts'

type Service = 'radarr' | 'sonarr'
type Requests = (request: SimulatedRequest) => boolean

interface Scene {
  /** Texted while all is well; `CODE` in `text` is the code that it is answered with. */
  before?: string
  text: string
  /** The requests that are answered oddly; all of them when left out. */
  to?: Requests
}

const everything: Requests = () => true
const writes: Requests = ({ method }) => method !== 'GET'
const deletes: Requests = ({ method }) => method === 'DELETE'
const commands: Requests = ({ path }) => path.endsWith('/command')
const queues: Requests = ({ path }) => path.includes('/queue')
const single: Requests = ({ path }) => /\/(?:movie|series)\/\d+$/.test(path)

const EVERYTHING_HERE: Scene[] = [
  { text: 'whats downloading' },
  { text: 'whats coming' },
  { text: "what's new" },
  { text: 'what do you have' },
]

interface Part {
  /** One of these stands in a failure. */
  names: RegExp
  /** What is asked of the other service, and its answer. */
  other: { text: string; reply: RegExp }
  scenes: Scene[]
  /** What is looked into afterwards. */
  removal: Scene
}

const SERVICES: Record<Service, Part> = {
  radarr: {
    names: /Radarr|films/i,
    other: { text: 'is andor in', reply: /^Andor S2 is downloading: 43%/ },
    scenes: [
      ...EVERYTHING_HERE,
      { text: 'what films do you have' },
      { text: 'is heat in' },
      { text: 'is the brutalist in', to: queues },
      { text: 'add alien' },
      { text: 'delete heat' },
      { text: 'add alien', to: writes },
      { text: 'add the brutalist', to: commands },
      { before: 'add dune', text: '2' },
      { before: 'add dune', text: '2', to: writes },
      { before: 'is tenet in', text: 'yes', to: writes },
      { text: 'delete heat', to: single },
      { before: 'delete heat', text: 'YES CODE' },
      { before: 'delete memento', text: 'YES CODE', to: deletes },
    ],
    removal: { before: 'delete arrival', text: 'YES CODE' },
  },
  sonarr: {
    names: /Sonarr|shows/i,
    other: { text: 'is heat in', reply: /^Heat \(1995\) is here\.$/ },
    scenes: [
      ...EVERYTHING_HERE,
      { text: 'what shows do you have' },
      { text: 'is andor in' },
      { text: 'is andor in', to: queues },
      { text: 'add fargo the show' },
      { text: 'get slow horses from season 3' },
      { text: 'delete severance' },
      { text: 'get slow horses from season 3', to: writes },
      { text: 'add the bear season 3', to: writes },
      { text: 'add the bear season 4', to: single },
      { before: 'add the office', text: '2' },
      { before: 'add the office', text: '2', to: writes },
      { text: 'delete severance', to: single },
      { before: 'delete severance', text: 'YES CODE' },
      { before: 'delete the bear', text: 'YES CODE', to: deletes },
    ],
    removal: { before: 'delete andor', text: 'YES CODE' },
  },
}

const NAMES = ['radarr', 'sonarr'] as const
const A_LIBRARY_LASTS_MS = 6 * 60_000

/** Plays a scene while a service answers oddly, and resolves with what was said. */
async function play(household: Household, service: Service, scene: Scene, fault: Fault) {
  const { before, text, to = everything } = scene
  household.advance(A_LIBRARY_LASTS_MS)
  household[service].intercept = () => 'pass'
  const question = before && (await household.text(SAM, before))
  const [, code = ''] = /YES (\d{4})/.exec(question ?? '') ?? []

  household[service].intercept = (request) => (to(request) ? fault : 'pass')
  const reply = await household.text(SAM, text.replace('CODE', code))
  household[service].intercept = () => 'pass'
  expectTruth(household, reply)
  return reply ?? ''
}

/** One reply in plain words, and of what was changed only what is so. */
function expectTruth(household: Household, reply: string | undefined): void {
  expectPlainWords(reply)
  expect(reply).not.toMatch(/---|on my side/)
  const kept = [
    ...[...household.radarr.library.values()].map(({ film }) => film),
    ...[...household.sonarr.library.values()].map(({ show }) => show),
  ]
  const isKept = (name: string) =>
    kept.some(({ title, year }) => name === title || name === `${title} (${year})`)
  const [, added = ''] = /^Added (.+? \(\d{4}\))/.exec(reply ?? '') ?? []
  const [, removed = ''] =
    /^(?:Removed )?(.+? \(\d{4}\)) (?:and its|is already gone)/.exec(reply ?? '') ?? []
  const isUntrue = (added !== '' && !isKept(added)) || (removed !== '' && isKept(removed))
  expect({ reply, isUntrue }).toEqual({ reply, isUntrue: false })
}

const CASES = NAMES.flatMap((service) =>
  Object.entries(ODD_ANSWERS).map(([name, fault]) => [service, name, fault] as const),
)

test.for(CASES)('%s answers with %s: every text gets a true reply', async ([service, , fault]) => {
  const { scenes, other } = SERVICES[service]
  const isWaitedFor = fault === 'hang' || fault === 'drip'
  const household = await startHousehold(isWaitedFor ? { arrTimeoutMs: 150 } : {})

  for (const scene of scenes) await play(household, service, scene, fault)
  expect(await play(household, service, { text: other.text }, fault)).toMatch(other.reply)
})

const ADDRESSES: ReadonlyArray<readonly [name: string, start: () => Promise<string>]> = [
  ['nobody', refusingUrl],
  [
    'a login page elsewhere',
    async () => (await startLoopback({ status: 302, location: 'https://login.example/' })).url,
  ],
]

test.for(
  NAMES.flatMap((service) => ADDRESSES.map(([name, start]) => [service, name, start] as const)),
)('at the address of %s is %s: texts about it fail in words', async ([service, , start]) => {
  const { names, scenes, other } = SERVICES[service]
  const env = { [`${service.toUpperCase()}_URL`]: await start() }
  const household = await startHousehold({ env, arrTimeoutMs: 150 })

  for (const { text, to } of scenes.filter(({ before }) => before === undefined)) {
    if (to) continue
    const reply = await household.text(SAM, text)
    expectTruth(household, reply)
    expect(reply).toMatch(new RegExp(`${names.source}|MORE`, 'i'))
  }
  expect(await household.text(SAM, other.text)).toMatch(other.reply)
})

test.for(NAMES)('what %s never said of a removal is told once it says it', async (service) => {
  const { removal, names } = SERVICES[service]
  const household = await startHousehold()
  const afterwards: Requests = (request) => {
    const hasBegun = household[service].requests.some(deletes)
    return deletes(request) || hasBegun
  }

  const reply = await play(household, service, { ...removal, to: afterwards }, 'drop')
  expect(reply).toMatch(/stopped answering.* I'll keep looking and text you\.$/)
  expect(reply).toMatch(names)

  household.advance(31_000)
  await until(() => expect(household.sentTo(SAM).at(-1)).not.toBe(reply))
  expectTruth(household, household.sentTo(SAM).at(-1))
})
