import { expect, test } from 'vitest'
import type { Show } from '../../src/demo/shows.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { calls, scriptedModel } from '../helpers/scripted-model.ts'
import { episodesOf, kept, NIGHTJAR, weekly } from '../helpers/shows.ts'

interface Options {
  /** When each episode of the one show airs. */
  airs: readonly string[]
  timeZone?: string
  days?: unknown
}

async function startWith({ airs, timeZone = 'UTC', days }: Options) {
  const { model } = scriptedModel(calls(['coming', { days }]))
  const show: Show = { ...NIGHTJAR, seasons: [weekly(airs.length, 0)] }
  const household = await startHousehold({
    model,
    shows: [show],
    films: [],
    env: { TZ: timeZone },
  })
  household.sonarr.put(show)
  for (const [index, episode] of episodesOf(household, show.tvdbId, 1).entries()) {
    episode.airsAt = new Date(airs[index] ?? '')
  }
  return household
}

test.for([
  ['UTC', '2026-11-25T01:30:00Z', 'This week: Wed Nightjar S1E1.'],
  ['America/New_York', '2026-11-25T01:30:00Z', 'This week: Tue Nightjar S1E1.'],
  ['Pacific/Kiritimati', '2026-11-24T12:30:00Z', 'This week: Wed Nightjar S1E1.'],
  ['America/New_York', '2026-11-20T04:30:00Z', 'Nothing is coming this week.'],
  ['America/New_York', '2026-11-20T05:30:00Z', 'This week: Fri Nightjar S1E1.'],
  ['UTC', '2026-11-27T00:00:00Z', 'Nothing is coming this week.'],
] as const)('in %s an episode of %s is told as %j', async ([timeZone, at, reply]) => {
  const household = await startWith({ airs: [at], timeZone })

  expect(await household.text(SAM, 'whats coming')).toBe(reply)
})

test('episodes of one day are told together, and each of them that is meant', async () => {
  const household = await startWith({
    airs: [
      '2026-11-23T20:00:00Z',
      '2026-11-23T20:30:00Z',
      '2026-11-23T21:00:00Z',
      '2026-11-24T20:00:00Z',
    ],
  })
  const [, second] = episodesOf(household, NIGHTJAR.tvdbId, 1)
  Object.assign(second ?? {}, { sizeBytes: 1e9 })

  expect(await household.text(SAM, 'coming')).toBe(
    'This week: Mon Nightjar S1E1+3, Tue Nightjar S1E4.',
  )
})

test.for([
  [1, 'Today: Fri Nightjar S1E1.'],
  [2, 'In the next 2 days: Fri Nightjar S1E1, Sat Nightjar S1E2.'],
  ['14', 'In the next 14 days: Fri Nightjar S1E1, Sat Nightjar S1E2, Tue 1 Dec Nightjar S1E3.'],
  [
    60,
    'In the next 60 days: Fri Nightjar S1E1, Sat Nightjar S1E2, Tue 1 Dec Nightjar S1E3, 10 Jan 2027 Nightjar S1E4.',
  ],
  [null, 'This week: Fri Nightjar S1E1, Sat Nightjar S1E2.'],
  [61, 'This week: Fri Nightjar S1E1, Sat Nightjar S1E2.'],
  ['a week', 'This week: Fri Nightjar S1E1, Sat Nightjar S1E2.'],
] as const)('%j days ahead are %j', async ([days, reply]) => {
  const airs = [
    '2026-11-20T20:00:00Z',
    '2026-11-21T20:00:00Z',
    '2026-12-01T20:00:00Z',
    '2027-01-10T20:00:00Z',
  ]
  const household = await startWith({ airs, days })

  expect(await household.text(SAM, 'whats coming')).toBe(reply)
})

test('nothing today is told so', async () => {
  const household = await startHousehold()
  household.sonarr.library.clear()

  expect(await household.text(SAM, 'whats on tonight')).toBe('Nothing is coming today.')
})

test('a film comes to cinemas, digitally and on disc, on its own days', async () => {
  const household = await startHousehold({ shows: [] })
  const answer = (body: unknown) => ({ status: 200, body })
  const film = { tmdbId: 1, title: 'Alpha', year: 2026, monitored: true }
  const dates = { inCinemas: '2026-11-21T00:00:00Z', digitalRelease: '2026-11-23T00:00:00Z' }
  household.radarr.intercept = ({ path }) =>
    path.includes('/calendar')
      ? answer([
          { ...film, ...dates, physicalRelease: '2026-11-25T00:00:00Z' },
          { ...film, ...dates, tmdbId: 2, title: 'Beta', hasFile: true },
        ])
      : 'pass'

  expect(await household.text(SAM, 'coming')).toBe(
    'This week: Sat Alpha (cinemas), Mon Alpha (digital), Wed Alpha (on disc).',
  )
})

test.for(['America/New_York', 'Pacific/Kiritimati', 'Europe/Berlin', 'Australia/Sydney'])(
  'a release is on its own day in %s, also where the clocks change before it',
  async (timeZone) => {
    const household = await startHousehold({ shows: [], films: [], env: { TZ: timeZone } })
    const film = { tmdbId: 1, title: 'Alpha', year: 2026, monitored: true }
    // The clocks go back on 25 October in Berlin and on 1 November in New York.
    household.advance(Date.parse('2026-10-23T16:00:00Z') - Date.parse('2026-11-20T12:00:00Z'))
    const days = ['2026-10-24', '2026-10-27', '2026-10-28']
    household.radarr.intercept = ({ path }) =>
      path.includes('/calendar')
        ? {
            status: 200,
            body: days.map((day, index) => ({
              ...film,
              tmdbId: index + 1,
              digitalRelease: `${day}T00:00:00Z`,
            })),
          }
        : 'pass'

    expect(await household.text(SAM, 'coming')).toBe(
      'This week: Sat Alpha (digital), Tue Alpha (digital), Wed Alpha (digital).',
    )
  },
)

test('nothing is claimed of what a service keeps that fails', async () => {
  const household = await startHousehold({ films: [] })
  household.sonarr.intercept = () => 'drop'

  expect(await household.text(SAM, 'coming')).toBe(
    "No films are coming this week. Sonarr isn't answering, so shows are left out.",
  )
})

test('what is not wanted does not come', async () => {
  const household = await startHousehold({ films: [] })
  for (const { show } of household.sonarr.library.values()) {
    for (const episode of kept(household, show.tvdbId).episodes) episode.monitored = false
  }

  expect(await household.text(SAM, 'coming')).toBe('Nothing is coming this week.')
})
