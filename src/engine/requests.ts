import type { User } from '../db/users.ts'
import { radarrWithin, sonarrWithin } from '../media/within-rating.ts'
import { channelOf } from '../sms/twilio-sender.ts'
import type { AskedCall, ToolContext } from '../tools/tool.ts'
import { type AskAdmins, createAskAdmins } from '../turns/ask-admins.ts'
import type { Budget } from '../turns/budget.ts'
import { createDecisions, type DecisionsOf } from '../turns/decisions.ts'
import { createOptOut } from '../turns/opt-out.ts'
import { createPeople } from '../turns/people.ts'
import { createRequestLimit } from '../turns/request-limit.ts'
import { createRequestNotices } from '../turns/request-notices.ts'
import { createRequestSweep } from '../turns/request-sweep.ts'
import { createSignUp } from '../turns/sign-up.ts'
import { createTurnAway } from '../turns/turn-away.ts'
import type { AnsweringParts } from './parts.ts'

/**
 * What calls work with, requests to the admins among it; what becomes of texts without a turn, of
 * which some make a request; and what ends requests by itself.
 */
export function createRequests(
  parts: AnsweringParts,
  { budget, onNotice }: { budget: Budget; onNotice: (address: string) => void },
) {
  const { config, store, randomInt, now, log } = parts
  const { requests, users } = store
  const { timeZone } = config
  const channel = channelOf(config.twilio?.sender)
  const noticeAbout = createRequestNotices({ users, channel })
  const askAdmins = createAskAdmins({ requests, channel, timeZone, onNotice, randomInt, now })
  const decisionsOf = createDecisions({ store, noticeAbout, timeZone, onNotice, now })
  const signUp = createSignUp({
    store,
    askAdmins,
    signup: config.signup,
    perDay: config.signupsPerDay,
    isSpent: async () => (await budget.over()) !== undefined,
    timeZone,
    log,
    now,
  })
  return {
    turnAway: createTurnAway({
      inbox: store.inbox,
      optOut: createOptOut({ inbox: store.inbox, users, channel, timeZone, onNotice, now, log }),
      signUp,
      timeZone,
      log,
      now,
    }),
    contextFor: createContextFor(parts, { askAdmins, decisionsOf, onNotice }),
    sweepRequests: createRequestSweep({ requests, users, noticeAbout, onNotice }),
  }
}

function createContextFor(
  { config, store, radarr, sonarr, log, now }: AnsweringParts,
  {
    askAdmins,
    decisionsOf,
    onNotice,
  }: {
    askAdmins: AskAdmins
    decisionsOf: DecisionsOf
    onNotice: (address: string) => void
  },
) {
  const services = { radarr, sonarr }
  const limitsFor = createRequestLimit({
    store: store.limits,
    limits: config.limits,
    timeZone: config.timeZone,
    now,
  })
  const peopleFor = createPeople({
    people: store.people,
    listUsers: store.users.list,
    signup: config.signup,
    channel: channelOf(config.twilio?.sender),
    onNotice,
  })
  const { findRequest: find, beginRequest: begin } = store.rounds
  return (call: AskedCall): ToolContext => ({
    ...call,
    ...servicesFor(call.user, services),
    unlimited: services,
    now,
    timeZone: call.user.timeZone ?? config.timeZone,
    log,
    requests: { find, begin },
    people: peopleFor(call),
    changeSettings: (id, set, asked) =>
      store.people.changeSettings({ id, set, asked, by: { userId: call.user.id, sid: call.sid } }),
    admins: adminsFor(call, { requests: store.requests, askAdmins }),
    limits: limitsFor(call),
    decisions: decisionsOf(call),
    requestMode: config.requests,
  })
}

/** The admins, for somebody who asks them for a title. */
function adminsFor(
  { user: { id: userId }, sid, callId }: AskedCall,
  { requests, askAdmins }: { requests: AnsweringParts['store']['requests']; askAdmins: AskAdmins },
): ToolContext['admins'] {
  const reachable = () => requests.reachable({ userId, isAboutTitle: true })
  return {
    canBeAsked: async () => (await reachable()).length > 0,
    names: async () => (await reachable()).map(({ name }) => name),
    waiting: () => requests.waitingOf(userId),
    ask: (asking) => askAdmins({ ...asking, userId, sid, callId }),
  }
}

/** The services as far as someone's rating limit lets them see. */
function servicesFor(
  { ratingCap }: User,
  { radarr, sonarr }: ToolContext['unlimited'],
): ToolContext['unlimited'] {
  if (ratingCap === null) return { radarr, sonarr }
  return {
    radarr: radarr && radarrWithin(ratingCap, radarr),
    sonarr: sonarr && sonarrWithin(ratingCap, sonarr),
  }
}
