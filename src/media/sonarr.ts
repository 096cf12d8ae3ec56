import { z } from 'zod'
import { type ArrClient, type ArrConnection, createArrClient } from './arr-client.ts'
import { setupMethods } from './arr-setup.ts'
import { type Airing, readAirings } from './calendar.ts'
import { type Monitored, monitorSeasons, type SeasonsToMonitor } from './monitor-seasons.ts'
import { type NewSeries, newSeriesBody } from './new-series.ts'
import { type Download, readSeriesQueue } from './queue.ts'
import type { SeasonSelection } from './season-selection.ts'
import { type Series, SeriesSchema } from './series.ts'
import { type AddOutcome, createTitleLibrary, type TitleLibrary } from './title-library.ts'
import type { MediaLog } from './tolerant-list.ts'

export type { NewSeries } from './new-series.ts'
export type { Season, Series } from './series.ts'

export interface SonarrOptions extends ArrConnection {
  log?: MediaLog
  /** Epoch milliseconds. */
  now?: () => number
}

export type Sonarr = ReturnType<typeof createSonarr>

const Ignored = z.unknown()

/** The shows. Every method throws an `ArrError` when Sonarr gave no usable answer. */
export function createSonarr({ log, now = Date.now, ...connection }: SonarrOptions) {
  const arr = createArrClient({ service: 'Sonarr', ...connection })
  const shows = createTitleLibrary({ arr, kind: 'series', schema: SeriesSchema, now, log })

  return {
    ...readingMethods(arr, shows, log),
    ...changingMethods(arr, shows, { log, now }),
    ...setupMethods(arr, log),
  }
}

function readingMethods(arr: ArrClient, shows: TitleLibrary<Series>, log: MediaLog | undefined) {
  return {
    /** Does not say whether a show is in the library; `library()` knows. */
    lookup(term: string): Promise<Series[]> {
      return shows.lookup(term)
    },

    async lookupByTvdbId(tvdbId: number): Promise<Series | undefined> {
      const found = await shows.lookup(`tvdb:${tvdbId}`)
      return found.find((series) => series.tvdbId === tvdbId)
    },

    /** At most five minutes old, and never older than the last change made here. */
    library(): Promise<readonly Series[]> {
      return shows.all()
    },

    /** Asks Sonarr itself, not the cache. */
    async findInLibrary(tvdbId: number): Promise<Series | undefined> {
      const found = await shows.find({ tvdbId })
      return found.find((series) => series.tvdbId === tvdbId)
    },

    /** Asks Sonarr itself, not the cache. */
    series(id: number): Promise<Series | undefined> {
      return shows.title(id)
    },

    /** How much a minute of a new show is likely to take. */
    bytesPerMinute: shows.bytesPerMinute,

    /** What is on its way, soonest first. */
    queue(): Promise<Download[]> {
      return readSeriesQueue(arr, log)
    },

    /** What airs from `startMs` until before `endMs`, earliest first. */
    calendar(startMs: number, endMs: number): Promise<Airing[]> {
      return readAirings(arr, { startMs, endMs, log })
    },
  }
}

function changingMethods(
  arr: ArrClient,
  shows: TitleLibrary<Series>,
  { log, now }: { log: MediaLog | undefined; now: () => number },
) {
  // Each reads the whole show and writes it back, so two at once would undo each other.
  let lastMonitoring: Promise<unknown> = Promise.resolve()

  return {
    /**
     * Adds a show, with the profile called `quality` if there is one, and has Sonarr search for what
     * of it is wanted and has aired.
     */
    async add(
      series: NewSeries,
      selection: SeasonSelection,
      quality: string | null = null,
    ): Promise<Pick<AddOutcome, 'type'>> {
      const { type } = await shows.add(newSeriesBody(series, selection), quality)
      return { type }
    },

    /** Monitors the show, these seasons and all their episodes; unmonitors nothing. */
    monitorSeasons(id: number, wanted: SeasonsToMonitor): Promise<Monitored> {
      const monitoring = lastMonitoring.then(() =>
        shows.change(monitorSeasons(arr, { id, ...wanted, now: now(), log })),
      )
      lastMonitoring = monitoring.catch(() => undefined)
      return monitoring
    },

    /** For everything monitored of these seasons. */
    async search(id: number, seasons: readonly number[]): Promise<void> {
      for (const seasonNumber of seasons) {
        const command = { name: 'SeasonSearch', seriesId: id, seasonNumber }
        await shows.change(arr.post('/command', Ignored, command))
      }
    },

    /**
     * Sonarr deletes files only after it has answered, and answers a show that is gone with a 500,
     * which reads as `unreachable`: `series(id)` before and after tells what happened.
     */
    async remove(id: number, { deleteFiles }: { deleteFiles: boolean }): Promise<void> {
      const query = { deleteFiles, addImportListExclusion: false }
      await shows.change(arr.delete(`/series/${id}`, Ignored, query))
    },
  }
}
