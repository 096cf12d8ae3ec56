import type { Channel } from '../db/column-types.ts'
import { startOfDay } from '../local-time.ts'
import type { Store } from '../store/store.ts'
import type { ToolContext } from '../tools/tool.ts'
import { toBody } from './composer.ts'

export interface AskAdminsOptions {
  admins: Store['admins']
  /** Where an admin is texted who never wrote. */
  channel: Channel
  timeZone: string
  /** Told that something is waiting to be sent to a phone. */
  onNotice: (address: string) => void
  now: () => number
}

// Who did not ask for a text reads no more than this.
const MAX_SEGMENTS = 2

/** What a tool call may ask of the admins in the name of the person who texted. */
export function createAskAdmins(options: AskAdminsOptions) {
  const { admins, channel, timeZone, onNotice, now } = options

  return ({ user, sid }: Pick<ToolContext, 'user' | 'sid'>): ToolContext['admins'] => ({
    canBeAsked: () => admins.canBeAsked(user.id),
    ask: async (request) => {
      const dayBeganAt = startOfDay(now(), timeZone)
      const { wordings, ...about } = request
      const texts = wordings.map(toBody)
      const text = texts.find(({ segments }) => segments <= MAX_SEGMENTS) ?? toBody(wordings[0])
      const by = { userId: user.id, sid, channel, dayBeganAt }
      const asked = await admins.ask({ ...about, ...text, ...by })
      for (const phone of asked.phones) onNotice(phone)
      return asked
    },
  })
}
