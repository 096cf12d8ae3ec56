import { InvalidArgumentError } from 'commander'
import { isSessionId } from '../../db/ids.ts'
import { beginningOfDay } from '../../local-time.ts'

const LONGEST_NAME = 200

/** What an id that is given has to be. */
export const ID_RULE =
  'An id has at most 64 letters, digits, dots, dashes and underscores, a letter or digit first.'

/** An id that a session is given, which has to be typed again. */
export function parseId(written: string): string {
  const id = written.normalize()
  if (isSessionId(id)) return id
  throw new InvalidArgumentError(ID_RULE)
}

/** The same of one that is made, which many take for its name. */
export function parseNewId(written: string): string {
  try {
    return parseId(written)
  } catch {
    throw new InvalidArgumentError('That is no id. What it is called goes into --name.')
  }
}

/** A name, a title or a tag: one line that says something. */
export function parseName(written: string): string {
  const name = spelled(written)
  const problem = problemOf(name)
  if (problem === undefined) return name
  throw new InvalidArgumentError(problem)
}

/** Whether it is a name that can be typed again, as it stands. */
export function isName(name: string): boolean {
  return spelled(name) === name && problemOf(name) === undefined
}

function problemOf(name: string): string | undefined {
  if (name === '') return 'It is blank.'
  if (/\p{Cc}/u.test(name)) return 'It holds a control character.'
  return name.length <= LONGEST_NAME ? undefined : `It is longer than ${LONGEST_NAME} characters.`
}

function spelled(written: string): string {
  return written.normalize().trim().replaceAll(/\s+/gu, ' ')
}

/** What may be anything but nothing. */
export function parseGiven(written: string): string {
  if (written.trim() !== '') return written.normalize()
  throw new InvalidArgumentError('It is blank.')
}

/** Several of them, as commander collects them. */
export function parseNames(written: string, before: string[] = []): string[] {
  return [...before, parseName(written)]
}

/** A round, a page, how many rows it has, or how many days. */
export function parseCount(written: string): number {
  if (/^[1-9]\d{0,8}$/.test(written)) return Number(written)
  throw new InvalidArgumentError('It is a whole number from 1 on.')
}

/** A day of the household's. */
export function parseDay(written: string): string {
  if (beginningOfDay(written, 'UTC') !== undefined) return written
  throw new InvalidArgumentError('Write a day as 2026-11-20.')
}

/** A number of days until now, or a day of the household's. */
export type Since = { days: number } | { day: string }

/** Either `7d` or `2026-11-20`. */
export function parseSince(written: string): Since {
  try {
    return written.includes('-') ? { day: parseDay(written) } : { days: parseAge(written) }
  } catch {
    throw new InvalidArgumentError('Write 7d for the last days, or a day as 2026-11-20.')
  }
}

/** An age such as `90d`, in days. */
export function parseAge(written: string): number {
  const [, days = '0'] = /^(\d{1,5})\s?d(?:ays?)?$/.exec(written) ?? []
  if (Number(days) >= 1) return Number(days)
  throw new InvalidArgumentError('Write an age in days such as 90d.')
}
