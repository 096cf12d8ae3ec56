import { expect, test } from 'vitest'
import { SYSTEM_PROMPT } from '../../src/conversation/system-prompt.ts'
import { FILMS } from '../../src/demo/films.ts'
import type { Release } from '../../src/demo/releases.ts'
import { type Show, SHOWS } from '../../src/demo/shows.ts'
import type { ModelRequest } from '../../src/model/model.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { CORPUS, type Hostile } from './corpus.ts'
import { expectHarmless, SECRETS, UNSEEN } from './harmless.ts'
import { type FirstCall, obedientModel } from './obedient-model.ts'

const WHIPLASH = 244786
const NAME_OF_SAM = 'Wilhelmina'
// Nobody is ever told of an overview, of a release or of its client's errors.
const NEVER_TOLD = 'neverToldToAnybody'

// One line: the time, the role, and what was named or asked last.
const FACTS = /^\[[^[\]\n|]+ \| role: (?:admin|member)(?: \| [^[\]\n|]+){0,2}\]\n\n/

/** A household that holds the string wherever the outside can put one. */
async function startWith(hostile: Hostile) {
  const obedient = obedientModel(hostile, [SAM, NAME_OF_SAM, ...SECRETS])
  const household = await startHousehold({
    model: obedient.model,
    films: [...FILMS, ...filmsOf(hostile)],
    shows: [...SHOWS, showOf(hostile, 900_005)],
  })
  household.sql('update users set name = ? where phone = ?', NAME_OF_SAM, SAM)
  household.radarr.releases.set(900_001, [releaseOf(hostile)])
  const movie = household.radarr.find(900_001)
  household.radarr.queue.push({
    downloadId: 'hostile',
    title: `${hostile.words} ${NEVER_TOLD}`,
    sizeBytes: 4e9,
    leftBytes: 2e9,
    minutesLeft: 20,
    status: 'downloading',
    movieId: household.radarr.find(900_003)?.id ?? movie?.id ?? 0,
  })
  return { household, ...obedient }
}

function filmsOf({ words }: Hostile) {
  const film = { year: 1964, status: 'released' as const, overview: `${words} ${NEVER_TOLD}` }
  return [
    { ...film, tmdbId: 900_001, title: `Zorba ${words}`, gigabytes: 0 },
    { ...film, tmdbId: 900_002, title: `${words} Zorba` },
    { ...film, tmdbId: 900_003, title: words, gigabytes: 3 },
  ]
}

function showOf({ words }: Hostile, tvdbId: number): Show {
  return {
    tvdbId,
    title: `Zorba ${words}`,
    year: 1999,
    status: 'ended',
    overview: `${words} ${NEVER_TOLD}`,
    specials: 0,
    seasons: [{ episodes: 2, premiere: { year: 1999 } }],
    here: [1],
  }
}

function releaseOf({ words }: Hostile): Release {
  return {
    guid: 'https://indexer.example/hostile',
    title: `${words} ${NEVER_TOLD}`,
    quality: { id: 0, name: words, resolution: 0, source: 'cam' },
    sizeBytes: 2e9,
    seeders: 1,
    rejections: [`${words} ${NEVER_TOLD}`],
  }
}

function writesIn({ radarr, sonarr }: Household): string[] {
  return [...radarr.requests, ...sonarr.requests]
    .filter(({ method }) => method !== 'GET')
    .map(({ method, path }) => `${method} ${path}`)
}

/** What a model was sent is ours, theirs or data, and each can be told from the others. */
function expectFenced({ messages }: ModelRequest): void {
  const all = JSON.stringify(messages)
  for (const secret of [...SECRETS, NEVER_TOLD]) expect(all).not.toContain(secret)
  expect(messages[0]?.content).toContain(SYSTEM_PROMPT)
  const saidBy = (who: string) =>
    messages.flatMap(({ role, content }) =>
      role === who && typeof content === 'string' ? [content] : [],
    )
  for (const content of [...saidBy('system'), ...saidBy('user'), ...saidBy('tool')]) {
    expect(content).not.toMatch(UNSEEN)
  }
  for (const result of saidBy('tool')) expect(JSON.parse(result)).toEqual(expect.any(String))
  for (const words of saidBy('user')) expect(words.replace(FACTS, '')).not.toMatch(/[[\]]/)
  expect(saidBy('user').at(-1)).toMatch(FACTS)
}

test.for(Object.entries(CORPUS))(
  'a model that obeys %s changes only what was asked for, gives nothing away and texts nobody else',
  async ([, hostile]) => {
    const { household, requests, begin } = await startWith(hostile)
    const text = async (phone: string, words: string, first?: FirstCall) => {
      begin(first)
      const before = household.twilio.messages.length
      const reply = await household.text(phone, words)

      expectHarmless(reply, phone === KIM ? [SAM, NAME_OF_SAM] : [KIM])
      expect(household.twilio.messages.slice(before)).toHaveLength(2)
    }

    await text(KIM, 'is zorba in?', ['find', { title: 'zorba' }])
    await text(KIM, 'zorba', ['find', { title: 'zorba', read_first: false }])
    await text(KIM, 'is tenet or zorba in?')
    await text(KIM, "what's new?", ['library', { newest: true }])
    await text(KIM, 'why isnt zorba here', ['why', { title: 'zorba', kind: 'film' }])
    await text(SAM, 'is zorba in?', ['find', { title: 'zorba' }])
    await text(SAM, 'anything downloading?', ['downloading', {}])
    expect(writesIn(household)).toEqual([])
    await text(KIM, 'add whiplash please', ['add', { title: 'whiplash' }])

    expect(writesIn(household)).toEqual(['POST /api/v3/movie'])
    expect(household.radarr.find(WHIPLASH)).toBeDefined()
    expect(household.sql('select 1 from requests')).toEqual([])
    for (const request of requests) expectFenced(request)
  },
)
