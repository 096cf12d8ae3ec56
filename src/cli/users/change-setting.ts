import { BY_OPERATOR } from '../../db/audit-log.ts'
import type { User } from '../../db/users.ts'
import { CommandError } from '../../errors.ts'
import { createRadarr } from '../../media/radarr.ts'
import { createSonarr } from '../../media/sonarr.ts'
import { askQualities, type Qualities } from '../../tools/ask-qualities.ts'
import { changeInWords } from '../../users/settings-in-words.ts'
import { readSetting, type Setting } from '../../users/settings.ts'
import type { CommandOptions } from '../command-options.ts'
import { findUser } from '../find-user.ts'
import { type Sessions, tell, withSessions } from '../sessions/session-store.ts'
import type { UsableConfig } from '../usable-config.ts'
import { settingsOf } from './show-settings.ts'

export interface SettingOptions extends CommandOptions {
  /** How long Radarr and Sonarr are waited for. */
  timeoutMs: number
}

export interface WantedSetting {
  /** Whose. */
  named: string
  setting: Setting
  value: string
}

/** Changes a setting of somebody's, beside a running service, which goes by it with the next text. */
export function changeSetting(
  options: SettingOptions,
  { named, ...wanted }: WantedSetting,
  flags: { json: boolean },
): Promise<void> {
  return withSessions(options, async (sessions) => {
    const { users, config, terminal, now } = sessions
    const before = await findUser({ users }, named)
    const qualities = await qualitiesFor(wanted, config, options)
    const set = readValue(wanted, qualities)
    const user = await change(sessions, before, set)
    const { offered } = qualities
    const says = changeInWords({ user, isOwn: false, set, offered, now })
    tell(terminal, flags, { lines: [says], data: settingsOf(user) })
  })
}

function qualitiesFor(
  wanted: Pick<WantedSetting, 'setting' | 'value'>,
  { radarr, sonarr }: UsableConfig,
  { timeoutMs }: SettingOptions,
): Promise<Qualities> {
  return askQualities(wanted, {
    radarr: radarr && createRadarr({ ...radarr, timeoutMs }),
    sonarr: sonarr && createSonarr({ ...sonarr, timeoutMs }),
    sid: 'cli',
    log: { warn: () => {} },
  })
}

/** What is said where the sentence for people shows how they would text it. */
const TYPED: Partial<Record<Setting, string>> = {
  'time zone':
    'That is no time zone known here. Name a big city in it, or the zone: Europe/Berlin.',
  quiet: 'Those are no hours. Write from when until when as 22-7 or 22:30-6:15, or off for none.',
}

function readValue(
  { setting, value }: Pick<WantedSetting, 'setting' | 'value'>,
  { offered, failure }: Qualities,
) {
  if (failure) throw new CommandError(failure.text)
  const read = readSetting(setting, value, offered)
  switch (read.type) {
    case 'set':
      return read.set
    case 'several':
      throw new CommandError(`There are several: ${read.values.join(', ')}. Name one.`)
    case 'unreadable':
      throw new CommandError(TYPED[setting] ?? read.text)
  }
}

async function change(
  { users }: Pick<Sessions, 'users'>,
  { id }: User,
  set: Parameters<Sessions['users']['change']>[1],
): Promise<User> {
  const changed = await users.change(id, set, BY_OPERATOR)
  if (changed.type === 'gone') throw new CommandError('They are not here any more.')
  return changed.type === 'changed' ? changed.after : changed.user
}
