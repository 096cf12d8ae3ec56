import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

export interface SeasonsToMonitor {
  seasons: number[]
  /** Whether seasons that are announced later are monitored too; false leaves that as it is. */
  andNew: boolean
}

// PUT replaces the whole show with what is sent, so everything Sonarr said of it is kept.
const RawSeriesSchema = z.looseObject({
  seasons: z.array(z.looseObject({ seasonNumber: z.number() })),
})

const EpisodeSchema = z.object({
  id: z.number(),
  seasonNumber: z.number(),
  monitored: z.boolean(),
})

const Ignored = z.unknown()

/** Has the show, these seasons of it and all their episodes monitored. Nothing is unmonitored. */
export async function monitorSeasons(
  arr: ArrClient,
  { id, seasons, andNew, log }: SeasonsToMonitor & { id: number; log: MediaLog | undefined },
): Promise<void> {
  const series = await arr.get(`/series/${id}`, RawSeriesSchema)
  await arr.put(`/series/${id}`, Ignored, {
    ...series,
    monitored: true,
    ...(andNew && { monitorNewItems: 'all' }),
    seasons: series.seasons.map((season) =>
      seasons.includes(season.seasonNumber) ? { ...season, monitored: true } : season,
    ),
  })

  // Sonarr passes a season's flag on to its episodes only when the flag changes.
  const Episodes = tolerantList(EpisodeSchema, { what: 'episode', log })
  const episodes = await arr.get('/episode', Episodes, { seriesId: id })
  const episodeIds = episodes
    .filter(({ seasonNumber, monitored }) => seasons.includes(seasonNumber) && !monitored)
    .map((episode) => episode.id)
  if (episodeIds.length === 0) return
  await arr.put('/episode/monitor', Ignored, { episodeIds, monitored: true })
}
