import type { Logger } from 'pino'
import type { Channel } from '../db/column-types.ts'
import type { Text } from '../db/inbox.ts'
import type { User } from '../db/users.ts'
import { startOfDay } from '../local-time.ts'
import { toBody } from '../sms/body.ts'
import { optOutWord } from '../sms/keywords.ts'
import type { Store } from '../store/store.ts'
import { askerInWords } from '../tools/request-words.ts'

export interface OptOutOptions {
  inbox: Pick<Store['inbox'], 'optOut'>
  users: Pick<Store['users'], 'list'>
  /** Where an admin is texted who never wrote. */
  channel: Channel
  timeZone: string
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  now: () => number
  log: Pick<Logger, 'warn'>
}

export type OptOut = ReturnType<typeof createOptOut>

/**
 * Ends a text by which somebody opts out. Where that closed a question the admins are told how they
 * come back, because nobody can tell the person.
 */
export function createOptOut(options: OptOutOptions) {
  const { inbox, users, channel, timeZone, onNotice, now, log } = options
  return async (text: Text, user: User | undefined): Promise<void> => {
    const dayBeganAt = startOfDay(now(), timeZone)
    const who = user && askerInWords(user, await users.list())
    const news = await inbox.optOut(text, { ...noticeOf(text, who), channel, dayBeganAt })
    if (news.type === 'told') news.phones.forEach(onNotice)
    if (news.type === 'untold') {
      const { sid } = text
      log.warn({ sid }, 'who was asked something has opted out, and there is no admin to tell')
    }
  }
}

/** In one segment: a name that takes more than that, as in another script, gives way to the phone. */
function noticeOf({ body, address }: Text, called: string | undefined) {
  const word = optOutWord(body) ?? 'an opt-out word'
  const noticeAbout = (who: string) =>
    toBody(
      `${who} texted ${word} while I had a question open. That's a no, and they get no more texts. To come back, they text START to this number.`,
    )
  const named = noticeAbout(called ?? address)
  return named.segments === 1 ? named : noticeAbout(address)
}
