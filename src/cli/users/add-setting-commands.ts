import { Argument, type Command } from 'commander'
import type { Setting } from '../../users/settings.ts'
import { JSON_FLAG } from '../flags.ts'
import { changeSetting, type SettingOptions } from './change-setting.ts'
import { showSettings } from './show-settings.ts'

const WHO = ['<user>', 'a name or a phone'] as const

/** As they are typed, without blanks. */
const FIELDS: Readonly<Record<string, Setting>> = {
  name: 'name',
  'time-zone': 'time zone',
  quality: 'quality',
  rating: 'rating',
  quiet: 'quiet',
  notices: 'notices',
}

/** `settings` and `set` of `usherr users`. */
export function addSettingCommands(users: Command, options: SettingOptions): void {
  users
    .command('settings')
    .description('show what is set of somebody')
    .argument(...WHO)
    .option(...JSON_FLAG)
    .action((named: string, flags: { json: boolean }) => showSettings(options, named, flags))
  users
    .command('set')
    .description('change a setting of somebody, such as `set Kim quiet 22-7`; off clears it')
    .argument(...WHO)
    .addArgument(new Argument('<field>', 'which').choices(Object.keys(FIELDS)))
    .argument('<value...>', 'what it is to be')
    .option(...JSON_FLAG)
    .action((named: string, field: string, words: string[], flags: { json: boolean }) => {
      const setting = FIELDS[field]
      if (!setting) throw new Error(`A field without a setting: ${field}`)
      return changeSetting(options, { named, setting, value: words.join(' ') }, flags)
    })
}
