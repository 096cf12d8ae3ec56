import { expect, test } from 'vitest'
import type { User } from '../../src/db/users.ts'
import { readSettingsCommand } from '../../src/users/spoken-settings.ts'

const as = (role: User['role']) => Object({ role })

test.for([
  'set it up',
  'Set It Off',
  'Quiet',
  'quiet please',
  'A Quiet Place',
  'quiet place 2',
  'The Quiet Girl',
  'Call Me by Your Name',
  'call me by your name',
  'Call Me Madam',
  'call me back',
  'call me when it is here',
  'settings',
  'notices',
  'Notices of death',
  'my settings are wrong',
  'add my settings',
  'set the quality of dune to 4k',
  'set quality for dune to 4k',
  'set name',
  'set dune on fire',
  'add quiet 22-7',
  'reset name Kim',
  'time zone films',
  'rating limit',
])('"%s" is no command about settings', (text) => {
  expect(readSettingsCommand(text, as('member'))).toBeUndefined()
  expect(readSettingsCommand(text, as('admin'))).toBeUndefined()
})

test.for(['settings Kim', 'set dune quality 4k', 'set Sam name Bob', 'set the rating as you like'])(
  '"%s" is talk where a member says it',
  (text) => {
    expect(readSettingsCommand(text, as('member'))).toBeUndefined()
  },
)

test.for([
  ['  MY   SETTINGS. ', { tool: 'show_settings', args: {} }],
  ['settings for Kim B', { tool: 'show_settings', args: { of: 'Kim B' } }],
  ['call me Kim', { tool: 'change_setting', args: { setting: 'name', value: 'Kim' } }],
  [
    'Set Kim’s time zone to New York please.',
    { tool: 'change_setting', args: { of: 'Kim', setting: 'time zone', value: 'New York' } },
  ],
  ['set quiet hours', { tool: 'change_setting', args: { setting: 'quiet', value: '' } }],
  ['set my quality', { tool: 'change_setting', args: { setting: 'quality', value: '' } }],
  ['time zone Berlin', { tool: 'change_setting', args: { setting: 'time zone', value: 'Berlin' } }],
  [
    'set the time zone of Kim to Berlin',
    { tool: 'change_setting', args: { of: 'Kim', setting: 'time zone', value: 'Berlin' } },
  ],
  [
    'set rating limit for Kim B to PG-13',
    { tool: 'change_setting', args: { of: 'Kim B', setting: 'rating', value: 'PG-13' } },
  ],
  [
    'set Kim rating limit PG-13',
    { tool: 'change_setting', args: { of: 'Kim', setting: 'rating', value: 'PG-13' } },
  ],
  [
    'set quiet hours 22:00 - 7:00',
    { tool: 'change_setting', args: { setting: 'quiet', value: '22:00 - 7:00' } },
  ],
] as const)('"%s" is one', ([text, call]) => {
  expect(readSettingsCommand(text, as('admin'))).toEqual(call)
})
