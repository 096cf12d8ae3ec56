import type { CanonicalCall } from '../db/column-types.ts'
import type { User } from '../db/users.ts'
import { readSetting, type Setting } from './settings.ts'

// "Set It Up", "A Quiet Place" and "Call Me by Your Name" are films: a whole text has to be one of
// these shapes, and who gives a name writes it as one, which "call me back" does not.
const MINE = /^(?:show )?my settings$/i
const OF_SOMEBODY = /^settings (?:of |for )?(?<of>.+)$/i
const CALL_ME = /^[Cc]all me (?<value>\p{Lu}.*)$/u
// "Limit" is never the beginning of a rating's value.
const RATING = String.raw`rating(?: limit)?(?! limit)`
const CLEAR_FIELD = String.raw`time ?zone|${RATING}|quiet(?: hours)?(?! hours)|notices`
const FIELD = String.raw`(?<field>name|quality|${CLEAR_FIELD})`
// A name or a phone, in up to four words.
const PERSON = String.raw`(?<of>\S+(?: \S+){0,3}?)`
// "Set the quality of Dune to 4K" is about a film.
const VALUE = String.raw`(?:to )?(?<value>(?!(?:of|for|in|on|as) ).+)`
const SET_MINE = new RegExp(`^set (?:my )?${FIELD} ${VALUE}$`, 'i')
const SET_OF_SOMEBODY = new RegExp(`^set ${PERSON} ${FIELD} ${VALUE}$`, 'i')
const SET_FIELD_OF = new RegExp(
  `^set (?:the )?(?<field>${CLEAR_FIELD}) (?:of|for) ${PERSON} to (?<value>.+)$`,
  'i',
)
// Which asks what it may be.
const SET_NOTHING = new RegExp(`^set (?:my )?(?<field>quality|${CLEAR_FIELD})$`, 'i')
const BARE = /^(?<field>quiet(?: hours)?|notices|time ?zone|rating limit) (?<value>.+)$/i

const ENDING = /(?:,? (?:please|pls|thanks))?[.!?]*$/i

/** Reads what is asked, or to be changed, of somebody's settings; each of the two is a tool. */
export function readSettingsCommand(body: string, { role }: User): CanonicalCall | undefined {
  const text = body.trim().replaceAll(/\s+/g, ' ').replaceAll('’', "'").replace(ENDING, '')
  if (MINE.test(text)) return { tool: 'show_settings', args: {} }
  const { of } = OF_SOMEBODY.exec(text)?.groups ?? {}
  if (of) return role === 'admin' ? { tool: 'show_settings', args: { of } } : undefined
  return readChange(text, role)
}

function readChange(text: string, role: User['role']): CanonicalCall | undefined {
  const called = CALL_ME.exec(text)?.groups?.['value']
  if (called) return change({ setting: 'name', value: called })
  const mine = partsOf(SET_MINE.exec(text) ?? SET_NOTHING.exec(text))
  if (mine) return change(mine)
  const bare = partsOf(BARE.exec(text))
  if (bare) return isClear(bare) ? change(bare) : undefined
  const theirs = partsOf(SET_FIELD_OF.exec(text) ?? SET_OF_SOMEBODY.exec(text))
  // A member who seems to speak of a film is heard out; what can only be a setting is not theirs.
  if (!theirs || (role !== 'admin' && !isClear(theirs))) return undefined
  return change(theirs)
}

interface Change {
  of?: string
  setting: Setting
  value: string
}

function partsOf(match: RegExpExecArray | null): Change | undefined {
  const { of, field, value = '' } = match?.groups ?? {}
  if (!field) return undefined
  return {
    ...(of && { of: of.replace(/'s$/, '') }),
    setting: settingOf(field.toLowerCase()),
    value,
  }
}

function settingOf(field: string): Setting {
  if (field.startsWith('quiet')) return 'quiet'
  if (field.startsWith('rating')) return 'rating'
  return field === 'name' || field === 'quality' || field === 'notices' ? field : 'time zone'
}

const FREE = new Set<Setting>(['name', 'quality'])

/** Whether its value can be nothing but one of that setting. */
function isClear({ setting, value }: Change): boolean {
  return !FREE.has(setting) && readSetting(setting, value).type === 'set'
}

const change = (args: Change): CanonicalCall => ({ tool: 'change_setting', args: { ...args } })
