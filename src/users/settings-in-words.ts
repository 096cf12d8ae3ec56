import type { UserFields } from '../db/user-changes.ts'
import type { User } from '../db/users.ts'
import { momentInWords } from '../local-time.ts'
import { quietHoursInWords } from '../quiet-hours.ts'
import { kindsWithout, type OfferedQuality } from './quality-names.ts'

const HOW = 'To change one:'

/** What is set of somebody, and how to change it: for themselves, or for whoever looks after them. */
export function settingsInWords(user: User, { isOwn }: { isOwn: boolean }): string {
  const { name, timeZone, qualityProfile, ratingCap, quietHours, wantsNotices } = user
  const who = nameOf(user)
  const example = isOwn ? '"set quiet 22-7"' : `"set ${who} quiet 22-7"`
  const facts = [
    isOwn ? name && `You are ${name}.` : `${who}.`,
    timeZone && `Time zone: ${timeZone}.`,
    qualityProfile && `Quality: ${qualityProfile}.`,
    ofHousehold(user),
    ratingCap && `Up to ${ratingCap}.`,
    quietHours ? `Quiet ${quietHoursInWords(quietHours)}.` : 'No quiet hours.',
    `Notices ${wantsNotices ? 'on' : 'off'}.`,
    `${HOW} ${example}.`,
  ]
  return facts.filter(Boolean).join(' ')
}

function ofHousehold({ timeZone, qualityProfile }: User): string | undefined {
  if (timeZone && qualityProfile) return undefined
  if (timeZone) return "The household's quality."
  return qualityProfile ? "The household's time zone." : "The household's quality and time zone."
}

export const nameOf = ({ name, phone }: Pick<User, 'name' | 'phone'>): string => name ?? phone

export interface Changed {
  /** As they are now. */
  user: User
  isOwn: boolean
  set: Partial<UserFields>
  /** Of whoever was asked about a quality. */
  offered: readonly OfferedQuality[]
  now: number
}

/** What is so from now on, in a sentence or two. */
export function changeInWords({ user, isOwn, set, offered, now }: Changed): string {
  const { name, timeZone, qualityProfile, ratingCap, quietHours, wantsNotices } = set
  const your = isOwn ? 'your' : 'their'
  const who = isOwn ? 'You' : nameOf(user)
  if (name !== undefined) return nameInWords(user, isOwn)
  if (timeZone !== undefined) {
    const times = `${isOwn ? 'Your' : `${who}'s`} times are`
    return timeZone === null
      ? `${times} the household's again.`
      : `${times} in ${timeZone} now, where it's ${momentInWords(now, now, timeZone)}. Limits keep to the household's day.`
  }
  if (qualityProfile !== undefined) {
    const adds = isOwn ? 'What you add' : `What ${who} adds`
    const says = `${adds} is in ${qualityProfile ?? "the household's quality"} from now on.`
    const lacking = qualityProfile === null ? [] : kindsWithout(qualityProfile, offered)
    return [says, ...lacking.map((kind) => `Not ${kind}s, which have no such quality.`)].join(' ')
  }
  if (ratingCap !== undefined) {
    const may = `${who} may see`
    return ratingCap === null
      ? `${may} films and shows of any rating now.`
      : `${may} up to ${ratingCap} now.`
  }
  if (quietHours !== undefined) {
    const reach = isOwn ? 'you' : who
    if (quietHours === null) return `Notices reach ${reach} at any hour now.`
    const [from, to] = quietHoursInWords(quietHours).split('-')
    return `No notices reach ${reach} from ${from} to ${to} now. Answers to ${your} own texts still do.`
  }
  return wantsNotices ? `Notices to ${isOwn ? 'you' : who} are on.` : noticesOff(user, isOwn)
}

function nameInWords(user: User, isOwn: boolean): string {
  if (!isOwn)
    return user.name ? `They are called ${user.name} now.` : `${user.phone} has no name now.`
  return user.name ? `OK, you are ${user.name} now.` : 'OK, you have no name now.'
}

function noticesOff(user: User, isOwn: boolean): string {
  const off = `Notices to ${isOwn ? 'you' : nameOf(user)} are off.`
  if (user.role !== 'admin') return off
  return `${off} Requests still come where no other admin wants them.`
}
