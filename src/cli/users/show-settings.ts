import type { User } from '../../db/users.ts'
import { quietHoursInWords } from '../../quiet-hours.ts'
import { nameOf } from '../../users/settings-in-words.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { tell, withSessions } from '../sessions/session-store.ts'

const LABEL_WIDTH = 11

/** What is set of somebody, beside a running service. */
export function showSettings(
  options: CommandOptions,
  named: string,
  flags: { json: boolean },
): Promise<void> {
  return withSessions(options, async ({ users, terminal, config }) => {
    const user = await findUser({ users }, named)
    const facts = factsOf(user, config.timeZone)
    const lines = facts.map(([label, says]) => label.padEnd(LABEL_WIDTH) + says)
    tell(terminal, flags, { lines: [nameOf(user), ...lines], data: settingsOf(user) })
  })
}

/** For a script: `null` where nothing is set. */
export function settingsOf(user: User) {
  const { phone, name, role, timeZone, qualityProfile, ratingCap, quietHours, wantsNotices } = user
  return { phone, name, role, timeZone, qualityProfile, ratingCap, quietHours, wantsNotices }
}

function factsOf(user: User, householdZone: string): Array<[label: string, says: string]> {
  const { phone, timeZone, qualityProfile, ratingCap, quietHours, wantsNotices } = user
  return [
    ['Phone', phone],
    ['Time zone', timeZone ?? `${householdZone}, the household's`],
    ['Quality', qualityProfile ?? "the household's"],
    ['Rating', ratingCap ? `up to ${ratingCap}` : 'any'],
    ['Quiet', quietHours ? quietHoursInWords(quietHours) : 'never'],
    ['Notices', wantsNotices ? 'on' : 'off'],
  ]
}
