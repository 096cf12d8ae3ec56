import { z } from 'zod'
import { CertificationSchema } from './certification.ts'
import { TitleSchema } from './clean-title.ts'
import { tolerantList } from './tolerant-list.ts'
import { YearSchema } from './year.ts'

export interface Season {
  /** 0 is the specials. */
  number: number
  monitored: boolean
  /** Aired and wanted, or here: Sonarr's `episodeCount`. 0 where nobody knows. */
  episodes: number
  /** With those still to come and those nobody wants. */
  totalEpisodes: number
  /** How many episodes are here. */
  files: number
  sizeBytes: number
  /** When the next monitored episode of it airs; ISO 8601 as Sonarr wrote it. */
  nextAiring?: string | undefined
}

/** A show, in the library or not. What a lookup finds has no counts and no sizes. */
export interface Series {
  tvdbId: number
  title: string
  /** 0 where nobody knows. */
  year: number
  /** Sonarr's id; absent when the show is not in the library. */
  id?: number | undefined
  monitored: boolean
  /** Whether seasons that are announced later will be monitored. */
  hasNewSeasons: boolean
  hasEnded?: boolean | undefined
  /** `continuing`, `ended`, `upcoming`, … */
  status?: string | undefined
  /** `TV-14`, mostly of US television; absent where Sonarr knows none. */
  certification?: string | undefined
  /** `standard`, `daily` or `anime`: how its releases are named. */
  seriesType?: string | undefined
  /** Ascending, specials included. */
  seasons: Season[]
  files: number
  sizeBytes: number
  /** Of an episode, in minutes; absent where nobody knows. */
  runtime?: number | undefined
  path?: string | undefined
  qualityProfileId?: number | undefined
  /** Since when it has been in the library; ISO 8601. */
  addedAt?: string | undefined
}

const StatisticsRow = z.object({
  episodeCount: z.int().min(0).nullish(),
  totalEpisodeCount: z.int().min(0).nullish(),
  episodeFileCount: z.int().min(0).nullish(),
  sizeOnDisk: z.number().min(0).max(1e15).nullish(),
  nextAiring: z.string().nullish(),
})

const SeasonRow = z.object({
  seasonNumber: z.int().min(0).max(9999),
  monitored: z.boolean().nullish(),
  statistics: StatisticsRow.nullish(),
})

const SeasonSchema: z.ZodType<Season> = SeasonRow.transform(
  ({ seasonNumber, monitored, statistics }) => ({
    number: seasonNumber,
    monitored: monitored ?? false,
    episodes: statistics?.episodeCount ?? 0,
    totalEpisodes: statistics?.totalEpisodeCount ?? 0,
    files: statistics?.episodeFileCount ?? 0,
    sizeBytes: statistics?.sizeOnDisk ?? 0,
    nextAiring: statistics?.nextAiring ?? undefined,
  }),
)

const SeriesRow = z.object({
  tvdbId: z.int().min(0),
  title: TitleSchema,
  year: YearSchema,
  id: z.number().nullish(),
  monitored: z.boolean().nullish(),
  monitorNewItems: z.string().nullish(),
  ended: z.boolean().nullish(),
  status: z.string().nullish(),
  certification: CertificationSchema,
  seriesType: z.string().nullish(),
  seasons: tolerantList(SeasonSchema, { what: 'season', log: undefined }).nullish(),
  statistics: StatisticsRow.nullish(),
  runtime: z.number().min(0).max(10_000).nullish(),
  path: z.string().nullish(),
  qualityProfileId: z.number().nullish(),
  added: z.string().nullish(),
})

export const SeriesSchema: z.ZodType<Series> = SeriesRow.transform((row) => {
  const seasons = (row.seasons ?? []).toSorted((a, b) => a.number - b.number)
  return {
    tvdbId: row.tvdbId,
    title: row.title,
    year: row.year,
    id: row.id || undefined,
    monitored: row.monitored ?? false,
    hasNewSeasons: row.monitorNewItems === 'all',
    hasEnded: row.ended ?? (row.status ? row.status === 'ended' : undefined),
    status: row.status ?? undefined,
    certification: row.certification,
    seriesType: row.seriesType ?? undefined,
    seasons,
    files: row.statistics?.episodeFileCount ?? sum(seasons.map(({ files }) => files)),
    sizeBytes: row.statistics?.sizeOnDisk ?? sum(seasons.map(({ sizeBytes }) => sizeBytes)),
    runtime: row.runtime || undefined,
    path: row.path ?? undefined,
    qualityProfileId: row.qualityProfileId ?? undefined,
    addedAt: row.added ?? undefined,
  }
})

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
