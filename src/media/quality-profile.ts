import { z } from 'zod'
import { cleanTitle } from './clean-title.ts'

const QualitySchema = z.object({ id: z.number(), resolution: z.number() })

// An item is one quality, or a group of qualities with an id of its own.
const ItemSchema = z.object({
  id: z.number().optional(),
  allowed: z.boolean().default(true),
  quality: QualitySchema.nullish(),
  items: z.array(z.object({ quality: QualitySchema.nullish() })).nullish(),
})

export const QualityProfileSchema = z.object({
  id: z.number(),
  name: z.string().catch('').transform(cleanTitle),
  cutoff: z.number().optional(),
  upgradeAllowed: z.boolean().default(true),
  items: z.array(ItemSchema).default([]),
})

export type QualityProfile = z.infer<typeof QualityProfileSchema>

/** However it is capitalised, because nobody spells it for both services in the same way. */
export function isNamed({ name }: Pick<QualityProfile, 'name'>, wanted: string): boolean {
  return name.toLowerCase() === cleanTitle(wanted).toLowerCase()
}

/**
 * The resolution a title ends up with, such as `1080p` or `4K`: that of the cutoff, or, where the
 * profile takes the first release and never upgrades, the one that all it allows have in common.
 * Undefined where nothing true can be said.
 */
export function resolutionOf(profile: QualityProfile): string | undefined {
  return commonResolution(aimedQualities(profile))
}

/** The resolution of all that the profile allows, such as `1080p` or `4K`; undefined where it varies. */
export function onlyResolutionOf(profile: QualityProfile): string | undefined {
  return commonResolution(allowedQualities(profile))
}

function commonResolution(qualities: ReadonlyArray<{ resolution: number }>): string | undefined {
  const [resolution, ...others] = new Set(qualities.map((quality) => quality.resolution))
  return resolution && others.length === 0 ? linesInWords(resolution) : undefined
}

/** Those that a title may end up with: of the cutoff, or all where nothing is upgraded. */
export function aimedQualities({ cutoff, upgradeAllowed, items }: QualityProfile) {
  const aims = items.filter((item) =>
    upgradeAllowed ? (item.quality?.id ?? item.id) === cutoff : item.allowed,
  )
  return aims.flatMap(qualitiesOf)
}

/** The highest number of lines among all that the profile allows. */
export function highestResolution(profile: QualityProfile): number {
  return Math.max(0, ...allowedQualities(profile).map((quality) => quality.resolution))
}

function allowedQualities({ items }: QualityProfile) {
  return items.filter((item) => item.allowed).flatMap(qualitiesOf)
}

function qualitiesOf({ quality, items }: QualityProfile['items'][number]) {
  const group = items?.map((item) => item.quality) ?? []
  return [quality, ...group].filter((candidate) => candidate != null)
}

/** `1080p`, `4K` */
export function linesInWords(lines: number): string {
  return lines === 2160 ? '4K' : `${lines}p`
}
