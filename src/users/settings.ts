import type { UserFields } from '../db/user-changes.ts'
import { parseRating } from '../media/ratings.ts'
import { parseQuietHours } from '../quiet-hours.ts'
import { usableName } from './called.ts'
import { findQualities, namesOf, type OfferedQuality } from './quality-names.ts'
import { findTimeZones } from './time-zones.ts'

/** What can be set of a user, as people call it. */
export const SETTINGS = ['name', 'time zone', 'quality', 'rating', 'quiet', 'notices'] as const
export type Setting = (typeof SETTINGS)[number]

export type ReadSetting =
  | { type: 'set'; set: Partial<UserFields> }
  /** Which of these was meant is not known. */
  | { type: 'several'; values: string[] }
  /** With a sentence that says what would be understood. */
  | { type: 'unreadable'; text: string }

export const isOff = (spoken: string): boolean => /^(?:off|none)$/i.test(spoken)

// Nobody reads a longer list.
const MAX_LISTED = 5

/** Reads what somebody wants a setting to be; `offered` is asked only for a quality. */
export function readSetting(
  setting: Setting,
  spoken: string,
  offered: readonly OfferedQuality[] = [],
): ReadSetting {
  const clears = isOff(spoken)
  switch (setting) {
    case 'name':
      return clears ? set({ name: null }) : orElse(named(usableName(spoken)), NO_NAME)
    case 'time zone':
      return clears ? set({ timeZone: null }) : readTimeZone(spoken)
    case 'quality':
      return clears ? set({ qualityProfile: null }) : readQuality(spoken, offered)
    case 'rating': {
      const ratingCap = parseRating(spoken)
      return clears ? set({ ratingCap: null }) : orElse(ratingCap && { ratingCap }, NO_RATING)
    }
    case 'quiet': {
      const quietHours = parseQuietHours(spoken)
      return clears ? set({ quietHours: null }) : orElse(quietHours && { quietHours }, NO_HOURS)
    }
    case 'notices':
      if (clears) return set({ wantsNotices: false })
      return orElse(/^on$/i.test(spoken) && { wantsNotices: true }, NOT_ON_OR_OFF)
  }
}

const NO_NAME = "I can't use that as a name: it takes letters, 40 at most."
const NO_RATING = 'A rating is such as PG-13, TV-14, FSK 12, or an age. "off" is no limit.'
const NO_HOURS = 'From when until when? For example "set quiet 22-7", or "quiet off".'
const NOT_ON_OR_OFF = 'Notices are "on" or "off".'

const named = (name: string | undefined) => name !== undefined && { name }
const set = (fields: Partial<UserFields>): ReadSetting => ({ type: 'set', set: fields })

function orElse(fields: Partial<UserFields> | false | '' | undefined, text: string): ReadSetting {
  return fields ? set(fields) : { type: 'unreadable', text }
}

function readTimeZone(spoken: string): ReadSetting {
  const [timeZone, ...others] = findTimeZones(spoken)
  if (timeZone === undefined) {
    const text = 'I don\'t know that time zone. Name a big city in it: "set time zone Berlin".'
    return { type: 'unreadable', text }
  }
  return others.length > 0 ? several([timeZone, ...others]) : set({ timeZone })
}

function readQuality(spoken: string, offered: readonly OfferedQuality[]): ReadSetting {
  const [qualityProfile, ...others] = findQualities(spoken, offered)
  if (qualityProfile === undefined) {
    const known = namesOf(offered).slice(0, MAX_LISTED).join(', ')
    const list = known && ` There is: ${known}.`
    return { type: 'unreadable', text: `That quality isn't known here.${list}` }
  }
  return others.length > 0 ? several([qualityProfile, ...others]) : set({ qualityProfile })
}

const several = (values: string[]): ReadSetting => ({
  type: 'several',
  values: values.slice(0, MAX_LISTED),
})
