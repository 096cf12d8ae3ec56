import { z } from 'zod'
import { CertificationSchema } from './certification.ts'
import { TitleSchema } from './clean-title.ts'
import { YearSchema } from './year.ts'

/** A film, in the library or not. Dates are ISO 8601 as Radarr wrote them. */
export interface Movie {
  tmdbId: number
  title: string
  /** 0 where nobody knows. */
  year: number
  /** Radarr's id; absent when the film is not in the library. */
  id?: number | undefined
  hasFile: boolean
  /** 0 or 1. */
  files: number
  /** Radarr's id of the file; absent where there is none. */
  fileId?: number | undefined
  sizeBytes: number
  /** In minutes; absent where nobody knows. */
  runtime?: number | undefined
  monitored: boolean
  /** Whether Radarr would take a release of it now. */
  isAvailable?: boolean | undefined
  /** `PG-13`, by the country that is set in Radarr; absent where it knows none. */
  certification?: string | undefined
  /** `announced`, `inCinemas`, `released`, … */
  status?: string | undefined
  path?: string | undefined
  qualityProfileId?: number | undefined
  inCinemas?: string | undefined
  digitalRelease?: string | undefined
  physicalRelease?: string | undefined
  /** Since when it has been here, or in the library where it has no file; ISO 8601. */
  addedAt?: string | undefined
}

const Bytes = z.number().min(0).max(1e15)

const MovieRow = z.object({
  tmdbId: z.int().min(0),
  title: TitleSchema,
  year: YearSchema,
  id: z.number().nullish(),
  hasFile: z.boolean().nullish(),
  movieFileId: z.number().nullish(),
  sizeOnDisk: Bytes.nullish(),
  runtime: z.number().min(0).max(10_000).nullish(),
  statistics: z
    .object({ movieFileCount: z.int().min(0).nullish(), sizeOnDisk: Bytes.nullish() })
    .nullish(),
  monitored: z.boolean().nullish(),
  isAvailable: z.boolean().nullish(),
  status: z.string().nullish(),
  certification: CertificationSchema,
  path: z.string().nullish(),
  qualityProfileId: z.number().nullish(),
  inCinemas: z.string().nullish(),
  digitalRelease: z.string().nullish(),
  physicalRelease: z.string().nullish(),
  added: z.string().nullish(),
  movieFile: z.object({ dateAdded: z.string().nullish() }).nullish(),
})

export const MovieSchema: z.ZodType<Movie> = MovieRow.transform((row) => {
  const files = row.statistics?.movieFileCount ?? (row.hasFile ? 1 : 0)
  return {
    tmdbId: row.tmdbId,
    title: row.title,
    year: row.year,
    id: row.id || undefined,
    hasFile: row.hasFile ?? files > 0,
    files,
    fileId: row.movieFileId || undefined,
    sizeBytes: row.sizeOnDisk ?? row.statistics?.sizeOnDisk ?? 0,
    runtime: row.runtime || undefined,
    monitored: row.monitored ?? false,
    isAvailable: row.isAvailable ?? undefined,
    status: row.status ?? undefined,
    certification: row.certification,
    path: row.path ?? undefined,
    qualityProfileId: row.qualityProfileId ?? undefined,
    inCinemas: row.inCinemas ?? undefined,
    digitalRelease: row.digitalRelease ?? undefined,
    physicalRelease: row.physicalRelease ?? undefined,
    addedAt: row.movieFile?.dateAdded ?? row.added ?? undefined,
  }
})
