import type { Kind } from '../db/column-types.ts'
import {
  isNamed,
  onlyResolutionOf,
  type QualityProfile,
  resolutionOf,
} from '../media/quality-profile.ts'

/** A quality profile, and what the service that has it keeps. */
export type OfferedQuality = QualityProfile & { kind: Kind }

/**
 * The names of those profiles that are meant: by their name, by a part of it (`1080p`), or by what
 * they end up with (`4k`), of which one that takes nothing less comes before one that may. Each name
 * once, as the service spells it that was asked first.
 */
export function findQualities(spoken: string, offered: readonly OfferedQuality[]): string[] {
  const wanted = toKey(spoken)
  const isMeant: Array<(profile: OfferedQuality) => boolean> = [
    (profile) => isNamed(profile, spoken),
    ({ name }) => toKey(name) === wanted,
    ({ name }) => wanted !== '' && toKey(name).includes(wanted),
    (profile) => onlyResolutionOf(profile)?.toLowerCase() === wanted,
    (profile) => resolutionOf(profile)?.toLowerCase() === wanted,
  ]
  const found = isMeant.map((meant) => offered.filter(meant)).find(({ length }) => length > 0)
  return namesOf(found ?? [])
}

export function namesOf(offered: readonly OfferedQuality[]): string[] {
  const names = offered.map(({ name }) => name)
  return names.filter((name, at) => {
    return name.trim() !== '' && names.findIndex((one) => isNamed({ name: one }, name)) === at
  })
}

/** What the services keep that have no profile of this name. */
export function kindsWithout(name: string, offered: readonly OfferedQuality[]): Kind[] {
  const kinds = [...new Set(offered.map(({ kind }) => kind))]
  return kinds.filter(
    (kind) => !offered.some((profile) => profile.kind === kind && isNamed(profile, name)),
  )
}

const toKey = (name: string) => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '')
