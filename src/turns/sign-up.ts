import type { Logger } from 'pino'
import type { Text } from '../db/inbox.ts'
import type { DoorAnswer } from '../db/sign-ups.ts'
import type { User } from '../db/users.ts'
import { dayOf, startOfDay, WEEK_MS } from '../local-time.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'
import { strangerInWords } from '../tools/request-words.ts'
import { nameIn } from '../users/person-name.ts'
import type { AskAdmins } from './ask-admins.ts'

export interface SignUpOptions {
  store: Pick<Store, 'inbox' | 'requests' | 'signUps' | 'users'>
  askAdmins: AskAdmins
  signup: 'off' | 'invite' | 'request'
  /** How many strangers a day are asked for their name. */
  perDay: number
  /** Whether the month's money is spent. */
  isSpent: () => Promise<boolean>
  timeZone: string
  log: Pick<Logger, 'info' | 'warn'>
  now: () => number
}

const WHO_ARE_YOU =
  "Hi, this number looks after the films and shows of a household. What's your name? I'll ask if you can come in."
const STILL_WAITING = "Nobody has answered yet. I'll text you once you're in."

/**
 * Ends the text of somebody who is not in. Where they may ask for it, they are asked for a name,
 * and the admins for them; each text of it may be started again.
 */
export function createSignUp(options: SignUpOptions) {
  const { store, askAdmins, signup, perDay, isSpent, timeZone, log, now } = options
  const { silence, answer } = createDoor(options)

  async function nameOf(text: Text, { id }: User): Promise<string | undefined> {
    const name = nameIn(text.body)
    const isAnswer = name !== undefined && (await store.signUps.isAnswerToName(id, text))
    if (!isAnswer) return undefined
    await store.users.change(id, { name }, { userId: id, sid: text.sid })
    return name
  }

  /** Puts the request, or goes on with it where this text has put it. */
  async function waitFor(text: Text, user: User, name: string): Promise<void> {
    const { id: userId, phone } = user
    const open = await store.requests.open()
    const earlier = open.find((request) => request.kind === 'join' && request.userId === userId)
    if (earlier && earlier.sid !== text.sid) return answer(text, userId, 'waiting', STILL_WAITING)
    const who = strangerInWords({ name, phone }, await store.users.list())
    const asked = await askAdmins({
      kind: 'join',
      userId,
      subject: name,
      sid: text.sid,
      callId: 'join',
      wordings: (code) => [
        `${who} would like to use this. Reply APPROVE ${code} or BLOCK ${code}.`,
      ],
    })
    if (asked.type === 'nobody') {
      log.warn({ sid: text.sid }, 'somebody wants to be let in, and there is no admin to ask')
      return silence(text)
    }
    const thanks = `Thanks, ${name}. I've asked, and I'll text you once you're in.`
    await answer(text, userId, 'waiting', thanks)
  }

  return async (text: Text, known: User | undefined): Promise<void> => {
    if (signup !== 'request' || (await isSpent())) return silence(text)
    const arrival = {
      text,
      dayBeganAt: startOfDay(now(), timeZone),
      perDay,
      since: now() - WEEK_MS,
    }
    const isWaiting = known?.status === 'pending'
    const user = isWaiting ? known : await store.signUps.arrive(known, arrival)
    if (!user) return silence(text)
    const name = user.name ?? (await nameOf(text, user))
    return name === undefined
      ? answer(text, user.id, 'name', WHO_ARE_YOU)
      : waitFor(text, user, name)
  }
}

/** What somebody at the door hears: nothing, or one answer a day. */
function createDoor({ store, perDay, timeZone, log, now }: SignUpOptions) {
  return {
    silence: async ({ sid }: Text): Promise<void> => {
      log.info({ sid }, 'text gets no answer')
      await store.inbox.drop(sid)
    },

    answer: (
      text: Text,
      userId: string,
      about: DoorAnswer['about'],
      says: string,
    ): Promise<void> => {
      const day = dayOf(now(), timeZone)
      const dayBeganAt = startOfDay(now(), timeZone)
      const asked = { text, userId, about, day, dayBeganAt, perDay }
      return store.signUps.answer({ ...asked, ...toBody(says) })
    },
  }
}
