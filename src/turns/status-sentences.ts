import { counted } from '../counted.ts'
import type { DownReason, ServiceName } from '../health/ping.ts'
import type { Services } from '../health/probes.ts'
import { momentInWords } from '../local-time.ts'
import type { Hold } from '../sms/twilio-gate.ts'

export interface Status {
  services: Services
  /** What keeps back every text, this one too, until it is over. */
  hold: Hold | undefined
  /** What there is to say of the limits, in sentences. */
  limits: readonly string[]
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

const NOTHING_SET_UP = 'Neither Sonarr nor Radarr is set up.'

/** What is said of one, and of several, before "since". */
const TROUBLES: Record<DownReason, [one: string, several: string]> = {
  unreachable: ["hasn't answered", "haven't answered"],
  unauthorized: ['has refused our key', 'have refused our key'],
  malformed: ['has sent nonsense', 'have sent nonsense'],
  misconfigured: ['has been set to a wrong address', 'have been set to wrong addresses'],
  rejected: ['has turned us down', 'have turned us down'],
  inactive: ['has been suspended', 'have been suspended'],
}

/**
 * How everything is, for an admin's phone: the bad news first, two segments at most, and what there
 * is to say of limits.
 */
export function statusSentences(status: Status): string {
  const { services, limits, waiting, uptimeSeconds, version } = status
  // Twilio carries this very text, so only its trouble is news.
  const asked = ORDER.filter((name) => name !== 'twilio')
  const up = asked.filter((name) => services[name].state === 'up')
  const unknown = asked.filter((name) => services[name].state === 'unknown')
  const troubles = troublesOf(status)

  const isSetUp = services.sonarr.state !== 'off' || services.radarr.state !== 'off'
  const isWell = isSetUp && troubles.length === 0 && unknown.length === 0
  const opening = isWell
    ? [`All is well: ${sentence(up, 'answers', 'answer')}`]
    : [
        ...(isSetUp ? [] : [NOTHING_SET_UP]),
        ...troubles,
        ...(unknown.length > 0
          ? [sentence(unknown, "isn't checked yet", "aren't checked yet")]
          : []),
        ...(up.length > 0 ? [sentence(up, 'is fine', 'are fine')] : []),
      ]
  const ending =
    troubles.length > 0 ? [] : [`Up ${uptimeInWords(uptimeSeconds)}, version ${version}.`]
  const queue = `${counted(waiting, 'text')} waiting.`
  return [...opening.map(capitalise), ...limits, queue, ...ending].join(' ')
}

/** One sentence for each kind of trouble, from when the first of its services had it. */
function troublesOf({ services, hold, now, timeZone }: Status): string[] {
  const down = ORDER.flatMap((name) => {
    const health = services[name]
    // What keeps the texts back says more of Twilio than its state does.
    if (name === 'twilio' && hold) return []
    return health.state === 'down' ? [{ name, ...health }] : []
  })
  const troubles = [...new Set(down.map(({ reason }) => reason))].map((reason) => {
    const alike = down.filter((service) => service.reason === reason)
    const since = momentInWords(Math.min(...alike.map(({ since }) => since)), now, timeZone)
    const [one, several] = TROUBLES[reason]
    return sentence(
      alike.map(({ name }) => name),
      `${one} since ${since}`,
      `${several} since ${since}`,
    )
  })
  if (!hold) return troubles
  const since = momentInWords(hold.since, now, timeZone)
  return [`Twilio has taken no texts since ${since} (error ${hold.code}).`, ...troubles]
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

function uptimeInWords(seconds: number): string {
  const minutes = Math.floor(seconds / 60)
  if (minutes < 1) return 'less than a minute'
  if (minutes < 60) return counted(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 24 ? counted(hours, 'hour') : counted(Math.floor(hours / 24), 'day')
}
