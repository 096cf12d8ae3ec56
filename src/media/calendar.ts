import { z } from 'zod'
import type { ArrClient } from './arr-client.ts'
import { CertificationSchema } from './certification.ts'
import { TitleSchema } from './clean-title.ts'
import { type Movie, MovieSchema } from './movie.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'
import { YearSchema } from './year.ts'

/** One episode of a show that is monitored. */
export interface Airing {
  tvdbId: number
  /** The show's. */
  title: string
  /** The show's; 0 where nobody knows. */
  year: number
  season: number
  episode: number
  /** Epoch milliseconds. */
  airsAtMs: number
  hasFile: boolean
  /** The show's. */
  certification?: string | undefined
}

/** One release date of a film that is monitored. */
export interface Release {
  tmdbId: number
  title: string
  /** 0 where nobody knows. */
  year: number
  kind: 'cinema' | 'digital' | 'physical'
  /** `YYYY-MM-DD`: a release has a day and no hour. */
  day: string
  hasFile: boolean
  certification?: string | undefined
}

const AiringSchema: z.ZodType<Airing> = z
  .object({
    seasonNumber: z.int().min(0).max(9999),
    episodeNumber: z.int().min(0).max(99_999),
    airDateUtc: z.iso.datetime({ offset: true }),
    hasFile: z.boolean().nullish(),
    series: z.object({
      tvdbId: z.number(),
      title: TitleSchema,
      year: YearSchema,
      certification: CertificationSchema,
    }),
  })
  .transform(({ series, seasonNumber, episodeNumber, airDateUtc, hasFile }) => ({
    tvdbId: series.tvdbId,
    title: series.title,
    year: series.year,
    season: seasonNumber,
    episode: episodeNumber,
    airsAtMs: Date.parse(airDateUtc),
    hasFile: hasFile ?? false,
    certification: series.certification,
  }))

/** What airs from `startMs` until before `endMs`, earliest first. */
export async function readAirings(
  arr: ArrClient,
  { startMs, endMs, log }: { startMs: number; endMs: number; log: MediaLog | undefined },
): Promise<Airing[]> {
  const airings = await arr.get('/calendar', tolerantList(AiringSchema, { what: 'airing', log }), {
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    unmonitored: false,
    includeSeries: true,
  })
  return airings
    .filter(({ airsAtMs }) => airsAtMs >= startMs && airsAtMs < endMs)
    .toSorted((a, b) => a.airsAtMs - b.airsAtMs)
}

/** What is released from `firstDay` to `lastDay`, both included, earliest first. */
export async function readReleases(
  arr: ArrClient,
  { firstDay, lastDay, log }: { firstDay: string; lastDay: string; log: MediaLog | undefined },
): Promise<Release[]> {
  const movies = await arr.get('/calendar', tolerantList(MovieSchema, { what: 'movie', log }), {
    start: `${firstDay}T00:00:00Z`,
    end: `${lastDay}T23:59:59Z`,
    unmonitored: false,
  })
  // Radarr names a film with all its dates as soon as one of them falls into the span.
  return movies
    .flatMap(releasesOf)
    .filter(({ day }) => day >= firstDay && day <= lastDay)
    .toSorted((a, b) => a.day.localeCompare(b.day))
}

function releasesOf(movie: Movie): Release[] {
  const { tmdbId, title, year, hasFile, certification } = movie
  const dates = [
    ['cinema', movie.inCinemas],
    ['digital', movie.digitalRelease],
    ['physical', movie.physicalRelease],
  ] as const
  return dates.flatMap(([kind, date]) =>
    date && !Number.isNaN(Date.parse(date.slice(0, 10)))
      ? [{ tmdbId, title, year, kind, day: date.slice(0, 10), hasFile, certification }]
      : [],
  )
}
