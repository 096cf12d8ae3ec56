import type { Logger } from 'pino'
import type { Text } from '../db/inbox.ts'
import type { User } from '../db/users.ts'
import { toBody } from '../sms/body.ts'
import type { Store } from '../store/store.ts'
import type { Admission } from './admission.ts'
import { overLimitInWords } from './limit-answers.ts'
import type { OptOut } from './opt-out.ts'

export interface TurnAwayOptions {
  inbox: Pick<Store['inbox'], 'drop' | 'optIn' | 'refuse'>
  optOut: OptOut
  /** Ends the text of somebody who is not in. */
  signUp: (text: Text, user: User | undefined) => Promise<void>
  /** The household's, as an IANA name. */
  timeZone: string
  now: () => number
  log: Pick<Logger, 'info'>
}

interface TurnedAway {
  admission: Exclude<Admission, { type: 'turn' }>
  user: User | undefined
  /** `2026-11-20` */
  day: string
}

export type TurnAway = ReturnType<typeof createTurnAway>

/** Ends a text that gets no turn. */
export function createTurnAway(options: TurnAwayOptions) {
  const { inbox, optOut, signUp, timeZone, log, now } = options

  return async (text: Text, { admission, user, day }: TurnedAway): Promise<void> => {
    const { sid } = text
    switch (admission.type) {
      case 'silence':
        log.info({ sid }, 'text gets no answer')
        return inbox.drop(sid)
      case 'opt-out':
        return optOut(text, user)
      case 'opt-in':
        return inbox.optIn(text)
      case 'stranger':
        return signUp(text, user)
      case 'over-limit': {
        const { user: member, over } = admission
        log.info({ sid, limit: over.limit }, 'text is over a limit')
        const answer = toBody(overLimitInWords(over, { day, timeZone, now: now() }))
        return inbox.refuse({ text, user: member, over, day, answer })
      }
    }
  }
}
