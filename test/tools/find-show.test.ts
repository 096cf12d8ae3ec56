import { expect, test } from 'vitest'
import type { Show } from '../../src/demo/shows.ts'
import type { LibraryShow } from '../../src/demo/sonarr-library.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { expectPlainWords } from '../helpers/plain-words.ts'
import { aired, episodesOf, kept, NIGHTJAR, TVDB, weekly } from '../helpers/shows.ts'

const ENDED: Partial<Show> = { status: 'ended' }

interface Standing {
  show: Partial<Show>
  settings?: Partial<LibraryShow>
  /** How many episodes of the last season are here. */
  lastHere?: number
  reply: string
  inList: string
}

const STANDINGS: Record<string, Standing> = {
  'one whole season': {
    show: { ...ENDED, seasons: [aired(8)], here: [1] },
    reply: 'Nightjar (2020) is here.',
    inList: 'here',
  },
  'both seasons': {
    show: { ...ENDED, seasons: [aired(8), aired(8)], here: [1, 2] },
    reply: 'Nightjar (2020) is here, both seasons.',
    inList: 'here',
  },
  'all of three seasons, and unwanted specials': {
    show: { ...ENDED, specials: 2, seasons: [aired(8), aired(8), aired(8)], here: [1, 2, 3] },
    reply: 'Nightjar (2020) is here, all 3 seasons.',
    inList: 'here',
  },
  'part of a season that is over': {
    show: { ...ENDED, seasons: [aired(8), aired(8)], here: [1] },
    lastHere: 5,
    reply: 'Nightjar S2 is partly here: 5 of 8 episodes. S1 is here.',
    inList: 'partly here',
  },
  'part of what has aired': {
    show: { seasons: [weekly(12, -37)] },
    lastHere: 5,
    reply: 'Nightjar S1 is partly here: 5 of 6 aired episodes.',
    inList: 'partly here',
  },
  'all that has aired': {
    show: { seasons: [aired(8), weekly(12, -8)], here: [1] },
    lastHere: 2,
    reply: 'Nightjar S2 is here so far: 2 episodes, next Thu 26 Nov. S1 is here.',
    inList: 'here',
  },
  'one episode so far': {
    show: { seasons: [weekly(12, -1)] },
    lastHere: 1,
    reply: 'Nightjar S1 is here so far: 1 episode, next Thu 26 Nov.',
    inList: 'here',
  },
  'all but what somebody gave up': {
    show: { ...ENDED, seasons: [aired(8)] },
    settings: { monitored: false },
    lastHere: 7,
    reply: 'Nightjar S1 is partly here: 7 of 8 episodes.',
    inList: 'partly here',
  },
  'what is wanted': {
    show: { ...ENDED, seasons: [aired(8), aired(8), aired(8)], here: [2] },
    reply: 'Nightjar S1, S3 are wanted, but not here yet. S2 is here.',
    inList: 'partly here',
  },
  'what is wanted alone': {
    show: { ...ENDED, seasons: [aired(8)] },
    reply: 'Nightjar S1 is wanted, but not here yet.',
    inList: 'wanted',
  },
  'what has a date': {
    show: { seasons: [weekly(8, 6)] },
    reply: 'Nightjar S1 is coming Thu 26 Nov.',
    inList: 'coming',
  },
  'what has a date, and what comes after it': {
    show: { seasons: [aired(8), weekly(8, 6), weekly(8, 400)], here: [1] },
    reply: 'Nightjar S1 is here. S2 is coming Thu 26 Nov. S3 is coming.',
    inList: 'here',
  },
  'a season that nobody wants': {
    show: { ...ENDED, seasons: [aired(8), aired(8)], here: [2] },
    settings: { seasons: [{ seasonNumber: 1, monitored: false }] },
    reply: "Nightjar S2 is here. S1 isn't here. Want me to add it? Reply YES.",
    inList: 'partly here',
  },
  'a show that nobody wants': {
    show: { ...ENDED, seasons: [aired(8)] },
    settings: { monitored: false },
    reply: "Nightjar (2020) isn't here. Want me to add it? Reply YES.",
    inList: 'not here',
  },
  'a show without seasons': {
    show: { status: 'upcoming' },
    reply: 'Nightjar (2020) has no seasons yet.',
    inList: 'coming',
  },
  'a show that has only specials': {
    show: { specials: 3 },
    reply: 'Nightjar (2020) has no seasons yet.',
    inList: 'coming',
  },
  'a show without seasons that nobody wants': {
    show: {},
    settings: { monitored: false },
    reply: "Nightjar (2020) isn't here. Want me to add it? Reply YES.",
    inList: 'not here',
  },
}

async function startWith({ show, settings, lastHere = 0 }: Standing) {
  const nightjar = { ...NIGHTJAR, ...show }
  const household = await startHousehold({ shows: [nightjar] })
  if (!household.sonarr.find(nightjar.tvdbId)) household.sonarr.put(nightjar, settings)
  Object.assign(kept(household, nightjar.tvdbId), { monitored: settings?.monitored ?? true })
  const flags = settings?.seasons ?? []
  const { seasons } = kept(household, nightjar.tvdbId)
  for (const { seasonNumber } of flags) {
    Object.assign(seasons[seasonNumber - 1] ?? {}, { monitored: false })
    for (const episode of episodesOf(household, nightjar.tvdbId, seasonNumber)) {
      episode.monitored = false
    }
  }
  const last = episodesOf(household, nightjar.tvdbId, nightjar.seasons.length)
  for (const episode of last.slice(0, lastHere)) episode.sizeBytes = 1e9
  return household
}

test.for(Object.entries(STANDINGS))('where a show stands is told: %s', async ([, standing]) => {
  const household = await startWith(standing)

  const reply = await household.text(SAM, 'is nightjar in?')

  expect(reply).toBe(standing.reply)
  expectPlainWords(reply, 2)
})

test.for(Object.entries(STANDINGS))('in a list it is one word: %s', async ([, standing]) => {
  const household = await startWith(standing)
  household.radarr.films.push({
    tmdbId: 900002,
    title: 'Nightjar',
    year: 1990,
    status: 'released',
  })

  expect(await household.text(SAM, 'add nightjar')).toBe(
    `Which one? Reply a number.\n1 Nightjar (1990) film - not here\n2 Nightjar (2020) show - ${standing.inList}`,
  )
})

test.for([
  [{}, 'Nightjar S1 is downloading: 43%, about 20 min left.'],
  [{ status: 'queued' }, 'Nightjar S1 is waiting its turn.'],
  [{ status: 'paused' }, 'Nightjar S1 is paused at 43%.'],
  [{ status: 'completed' }, 'Nightjar S1 is almost here.'],
  [{ status: 'failed' }, 'Nightjar S1 is stuck at 43%.'],
  [{ status: 'warning' }, 'Nightjar S1 is stuck at 43%.'],
] as const)('a season on its way is told of: %j', async ([change, reply]) => {
  const household = await startWith({ show: { seasons: [aired(3)] }, reply: '', inList: '' })
  const { id, episodes } = kept(household, NIGHTJAR.tvdbId)
  household.sonarr.queue.push({
    downloadId: 'one',
    title: 'Nightjar.S01',
    sizeBytes: 100,
    leftBytes: 57,
    minutesLeft: 20,
    status: 'downloading',
    seriesId: id,
    episodeIds: episodes.map((episode) => episode.id),
    ...change,
  })

  expect(await household.text(SAM, 'nightjar')).toBe(reply)
})

test('an episode on its way is named where others of its season are here', async () => {
  const household = await startHousehold()
  for (const episode of episodesOf(household, TVDB.andor, 2).slice(0, 2)) episode.sizeBytes = 1e9

  expect(await household.text(SAM, 'is andor here yet')).toBe(
    'Andor S2E1-3 is downloading: 43%, about 20 min left. S1 is here.',
  )
})

test.for([
  ['the office', 'The Office (US) (2005) is here, all 9 seasons.'],
  ['the office us', 'The Office (US) (2005) is here, all 9 seasons.'],
  ['the office uk', "The Office (UK) (2001) isn't here. Want me to add it? Reply YES."],
  ['the office 2024', "The Office (AU) (2024) isn't here. Want me to add it? Reply YES."],
  ['the office (uk)', "The Office (UK) (2001) isn't here. Want me to add it? Reply YES."],
  ['the office (uk) (2001)', "The Office (UK) (2001) isn't here. Want me to add it? Reply YES."],
  ['fargo the show', "Fargo (2014) isn't here. Want me to add it? Reply YES."],
  ['the film fargo', "Fargo (1996) isn't here. Want me to add it? Reply YES."],
  ['fargo 2014', "Fargo (2014) isn't here. Want me to add it? Reply YES."],
  ['chernobyl 1986', 'Chernobyl (2019) is here.'],
  [
    'fargo',
    'Which one? Reply a number.\n1 Fargo (1996) film - not here\n2 Fargo (2014) show - not here',
  ],
] as const)('%j is answered %j', async ([text, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, text)).toBe(reply)
})

test('a show whose name has a year in it is found', async () => {
  const show = { ...NIGHTJAR, title: 'Space: 1999', year: 1975, seasons: [aired(24)], here: [1] }
  const household = await startHousehold({ shows: [show] })

  expect(await household.text(SAM, 'is space 1999 in')).toBe('Space: 1999 (1975) is here.')
})

test('the next episode is on the day of the person’s own time zone', async () => {
  const show = { ...NIGHTJAR, seasons: [weekly(4, 3)] }
  const household = await startHousehold({ shows: [show], env: { TZ: 'America/New_York' } })
  household.sonarr.put(show)
  for (const episode of episodesOf(household, show.tvdbId, 1)) {
    episode.airsAt = new Date('2026-11-25T01:30:00Z')
  }

  expect(await household.text(SAM, 'nightjar')).toBe('Nightjar S1 is coming Tue 24 Nov.')
})

test('a monitored special does not lend its date to a season', async () => {
  const show = { ...NIGHTJAR, specials: 1, seasons: [weekly(4, 20)] }
  const household = await startHousehold({ shows: [show] })
  household.sonarr.put(show)
  for (const episode of episodesOf(household, show.tvdbId, 0)) {
    Object.assign(episode, { monitored: true, airsAt: new Date('2026-11-25T12:00:00Z') })
  }

  expect(await household.text(SAM, 'nightjar')).toBe('Nightjar S1 is coming Thu 10 Dec.')
})

test('what of a season that has begun is only wanted from now on is coming', async () => {
  const household = await startHousehold()
  const { seasons } = kept(household, TVDB.severance)
  for (const season of seasons) season.monitored = season.seasonNumber < 3

  expect(await household.text(SAM, 'severance')).toBe(
    'Severance S1-2 are here. S3 is coming Thu 26 Nov.',
  )
})
