import { momentInWords } from '../local-time.ts'
import type { DownReason, ServiceName } from './ping.ts'
import type { Services } from './probes.ts'

export interface Status {
  services: Services
  /** Texts without an answer, and answers that were not sent. */
  waiting: number
  uptimeSeconds: number
  version: string
  timeZone: string
  /** Epoch milliseconds. */
  now: number
}

const NAMES: Record<ServiceName, string> = {
  sonarr: 'Sonarr',
  radarr: 'Radarr',
  model: 'the model',
  twilio: 'Twilio',
}
const ORDER = ['sonarr', 'radarr', 'model', 'twilio'] as const

/** What is said of one, and of several. */
const TROUBLES: Record<DownReason, [one: string, several: string]> = {
  unreachable: ["isn't answering", "aren't answering"],
  unauthorized: ['has refused our key', 'have refused our key'],
  malformed: ['has made no sense', 'have made no sense'],
  misconfigured: ['has had a wrong address', 'have had wrong addresses'],
  rejected: ['has turned us down', 'have turned us down'],
  inactive: ['has been suspended', 'have been suspended'],
}

/** How everything is, for an admin's phone: the bad news first, two segments at most. */
export function statusSentences(status: Status): string {
  const { services, waiting, uptimeSeconds, version } = status
  // Twilio carries this very text, so only its trouble is news.
  const asked = ORDER.filter((name) => name !== 'twilio')
  const up = asked.filter((name) => services[name].state === 'up')
  const unknown = asked.filter((name) => services[name].state === 'unknown')
  const troubles = troublesOf(status)

  const isWell = troubles.length === 0 && unknown.length === 0
  const opening = isWell
    ? [up.length > 0 ? `All is well: ${sentence(up, 'answers', 'answer')}` : NOTHING_SET_UP]
    : [
        ...troubles,
        ...(unknown.length > 0
          ? [sentence(unknown, "isn't checked yet", "aren't checked yet")]
          : []),
        ...(up.length > 0 ? [sentence(up, 'is fine', 'are fine')] : []),
      ]
  const ending =
    troubles.length > 0 ? [] : [`Up ${durationInWords(uptimeSeconds)}, version ${version}.`]
  const queue = `${counted(waiting, 'text')} waiting.`
  return [...opening.map(capitalise), queue, ...ending].join(' ')
}

const NOTHING_SET_UP = 'Neither Sonarr nor Radarr is set up.'

/** One sentence for each kind of trouble, from when the first of its services had it. */
function troublesOf({ services, now, timeZone }: Status): string[] {
  const down = ORDER.flatMap((name) => {
    const health = services[name]
    return health.state === 'down' ? [{ name, ...health }] : []
  })
  return [...new Set(down.map(({ reason }) => reason))].map((reason) => {
    const alike = down.filter((service) => service.reason === reason)
    const since = momentInWords(Math.min(...alike.map(({ since }) => since)), now, timeZone)
    const [one, several] = TROUBLES[reason]
    return sentence(
      alike.map(({ name }) => name),
      `${one} since ${since}`,
      `${several} since ${since}`,
    )
  })
}

function sentence(services: readonly ServiceName[], one: string, several: string): string {
  const names = services.map((service) => NAMES[service])
  const last = names.at(-1) ?? ''
  const subject = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last
  return `${subject} ${names.length > 1 ? several : one}.`
}

function capitalise(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function durationInWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
