import type { Logger } from 'pino'
import type { Text } from '../db/inbox.ts'
import type { User } from '../db/users.ts'
import type { Store } from '../store/store.ts'
import type { Admission } from './admission.ts'
import { toBody } from './composer.ts'
import type { OptOut } from './opt-out.ts'

export interface TurnAwayOptions {
  inbox: Pick<Store['inbox'], 'drop' | 'optIn' | 'refuse'>
  optOut: OptOut
  /** Ends the text of somebody who is not in. */
  signUp: (text: Text, user: User | undefined) => Promise<void>
  textsPerDay: number
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
  const { inbox, optOut, signUp, textsPerDay, log } = options

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
        log.info({ sid }, 'text is over the limit of its day')
        const answer = toBody(limitReached(textsPerDay))
        return inbox.refuse({ text, user: admission.user, day, answer })
      }
    }
  }
}

function limitReached(texts: number): string {
  const amount = texts === 1 ? '1 text' : `${texts} texts`
  return `That's today's limit of ${amount}. It starts fresh at midnight.`
}
