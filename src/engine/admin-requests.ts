import { createAskAdmins } from '../turns/ask-admins.ts'
import { createOptOut } from '../turns/opt-out.ts'
import { createRequestNotices } from '../turns/request-notices.ts'
import { createRequestSweep } from '../turns/request-sweep.ts'
import { createRequests } from '../turns/requests.ts'
import { createSignUp } from '../turns/sign-up.ts'
import { createTurnAway } from '../turns/turn-away.ts'
import type { AnsweringParts, SharedParts } from './parts.ts'
import { createToolContext } from './tool-context.ts'

/**
 * Requests to the admins: the calls that put and decide them, the texts without a turn of which some
 * make one, and what ends them by itself.
 */
export function createAdminRequests(
  parts: AnsweringParts,
  { budget, channel, onNotice }: SharedParts,
) {
  const { config, store, randomInt, now, log } = parts
  const { inbox, requests, users } = store
  const { timeZone, signup, signupsPerDay: perDay } = config
  const noticeAbout = createRequestNotices({ users, channel })
  const askAdmins = createAskAdmins({ requests, channel, timeZone, onNotice, randomInt, now })
  const requestsFor = createRequests({ store, noticeAbout, timeZone, onNotice, now })
  const optOut = createOptOut({ inbox, users, channel, timeZone, onNotice, now, log })
  const isSpent = async () => (await budget.over()) !== undefined
  const signUp = createSignUp({ store, askAdmins, signup, perDay, isSpent, timeZone, log, now })
  return {
    turnAway: createTurnAway({ inbox, optOut, signUp, timeZone, log, now }),
    contextFor: createToolContext(parts, { askAdmins, requestsFor, channel, onNotice }),
    sweepRequests: createRequestSweep({ requests, users, noticeAbout, onNotice }),
  }
}
