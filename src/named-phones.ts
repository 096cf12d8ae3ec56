import { z } from 'zod'
import { entriesOf } from './setting-forms.ts'
import { parsePhone } from './sms/addresses.ts'

/** `Sam:+14155550123` or the phone alone; several with commas, each phone once. */
export function phones() {
  return z.string().transform((written, context) => {
    const entries = entriesOf(written).map(readNamedPhone)
    const problem = noPhones(entries) ?? repeatedPhone(entries)
    if (problem === undefined) return entries.filter(isNamedPhone)
    context.addIssue(problem)
    return z.NEVER
  })
}

export interface NamedPhone {
  name?: string
  /** E.164. */
  phone: string
}

type PhoneEntry = Partial<NamedPhone>

const isNamedPhone = (entry: PhoneEntry): entry is NamedPhone => entry.phone !== undefined

/** `Sam:+14155550123` or the phone alone, each also with `whatsapp:` before the phone. */
function readNamedPhone(written: string): PhoneEntry {
  const [, label, number = ''] = /^(?:([^:]*?)\s*:)??\s*((?:whatsapp:)?[^:]*)$/i.exec(written) ?? []
  const phone = label === '' ? undefined : parsePhone(number)
  return { ...(label && { name: label }), ...(phone && { phone }) }
}

function noPhones(entries: readonly PhoneEntry[]): string | undefined {
  if (entries.length === 0) return 'must be phones such as +14155550123, separated by commas'
  const places = entries.flatMap((entry, index) =>
    isNamedPhone(entry) ? [] : [placeOf(entry, index)],
  )
  if (places.length === 0) return undefined
  return places.length === 1
    ? `entry ${places[0]} is no phone number; write it as +14155550123`
    : `entries ${places.join(' and ')} are no phone numbers; write them as +14155550123`
}

function repeatedPhone(entries: readonly PhoneEntry[]): string | undefined {
  const firstWith = (phone: string | undefined) => entries.findIndex((one) => one.phone === phone)
  const index = entries.findIndex(({ phone }, at) => firstWith(phone) < at)
  const repeated = entries[index]
  if (!repeated) return undefined
  const first = firstWith(repeated.phone)
  return `entry ${placeOf(repeated, index)} has the phone of entry ${placeOf(entries[first], first)}; leave one out`
}

/** `2 (Dana)`, or `2` alone where what stands for a name may be a number. */
export function placeOf(entry: PhoneEntry | undefined, index: number): string {
  const isTellable = entry?.name !== undefined && !/\d/.test(entry.name)
  return isTellable ? `${index + 1} (${entry.name})` : String(index + 1)
}
