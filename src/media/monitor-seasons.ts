import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

export interface SeasonsToMonitor {
  seasons: readonly number[]
  /**
   * Whether episodes that are still to air and seasons that are announced later are monitored too,
   * but nothing that has aired; false leaves that as it is.
   */
  andNew: boolean
}

export interface Monitored {
  /** The asked seasons of which something was not monitored before. */
  changed: number[]
  /** Whether what comes from now on was not monitored before. */
  hasNew: boolean
  /** Of the asked seasons, in order: what has aired and is not here. */
  missing: MissingEpisodes[]
}

export interface MissingEpisodes {
  season: number
  episodes: number[]
}

// PUT replaces the whole show with what is sent, so everything Sonarr said of it is kept.
const RawSeriesSchema = z.looseObject({
  monitored: z.boolean().nullish(),
  monitorNewItems: z.string().nullish(),
  seasons: z.array(
    z.looseObject({ seasonNumber: z.number(), monitored: z.boolean().nullish().catch(undefined) }),
  ),
})

type RawSeries = z.infer<typeof RawSeriesSchema>

const EpisodeSchema = z.object({
  id: z.number(),
  seasonNumber: z.number(),
  episodeNumber: z.number(),
  monitored: z.boolean(),
  airDateUtc: z.string().nullish(),
  hasFile: z.boolean().nullish(),
})

type Episode = z.infer<typeof EpisodeSchema>

const Ignored = z.unknown()

/** Has the show, these seasons of it and all their episodes monitored. Nothing is unmonitored. */
export async function monitorSeasons(
  arr: ArrClient,
  {
    id,
    now,
    log,
    ...wanted
  }: SeasonsToMonitor & { id: number; now: number; log: MediaLog | undefined },
): Promise<Monitored> {
  const series = await arr.get(`/series/${id}`, RawSeriesSchema)
  const change = seriesChange(series, wanted)
  if (change) await arr.put(`/series/${id}`, Ignored, { ...series, ...change.fields })

  // Sonarr passes a season's flag on to its episodes only when the flag changes.
  const Episodes = tolerantList(EpisodeSchema, { what: 'episode', log })
  const episodes = await arr.get('/episode', Episodes, { seriesId: id })
  const isAsked = ({ seasonNumber }: Episode) => wanted.seasons.includes(seasonNumber)
  const isNew = (episode: Episode) =>
    wanted.andNew && episode.seasonNumber > 0 && !hasAired(episode, now)

  const lacking = episodes.filter(
    (episode) => !episode.monitored && (isAsked(episode) || isNew(episode)),
  )
  if (lacking.length > 0) {
    const episodeIds = lacking.map((episode) => episode.id)
    await arr.put('/episode/monitor', Ignored, { episodeIds, monitored: true })
  }
  const changed = [...(change?.seasons ?? []), ...lacking.filter(isAsked).map(seasonOf)]
  const missing = episodes.filter(
    (episode) => isAsked(episode) && !episode.hasFile && hasAired(episode, now),
  )
  return {
    changed: toAscending(changed),
    hasNew: (change?.hasNew ?? false) || lacking.some((episode) => !isAsked(episode)),
    missing: bySeason(missing),
  }
}

/** Undefined where the show itself is as it should be. */
function seriesChange(series: RawSeries, { seasons, andNew }: SeasonsToMonitor) {
  const changed = series.seasons
    .filter(({ seasonNumber, monitored }) => seasons.includes(seasonNumber) && !monitored)
    .map(seasonOf)
  const hasNew = andNew && (series.monitorNewItems !== 'all' || !series.monitored)
  if (changed.length === 0 && !hasNew && series.monitored) return undefined

  const fields = {
    monitored: true,
    ...(andNew && { monitorNewItems: 'all' }),
    seasons: series.seasons.map((season) =>
      changed.includes(season.seasonNumber) ? { ...season, monitored: true } : season,
    ),
  }
  // Of a show that nobody monitored, none of the seasons was.
  return { fields, hasNew, seasons: series.monitored ? changed : [...seasons] }
}

// What has no date yet has not aired.
function hasAired({ airDateUtc }: Episode, now: number): boolean {
  return Date.parse(airDateUtc ?? '') <= now
}

const seasonOf = ({ seasonNumber }: { seasonNumber: number }) => seasonNumber

function bySeason(episodes: readonly Episode[]): MissingEpisodes[] {
  return toAscending(episodes.map(seasonOf)).map((season) => ({
    season,
    episodes: toAscending(
      episodes.filter((each) => each.seasonNumber === season).map((each) => each.episodeNumber),
    ),
  }))
}

function toAscending(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}
