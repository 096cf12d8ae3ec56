import type { User } from '../db/users.ts'
import { radarrWithin, sonarrWithin } from '../media/within-rating.ts'
import type { AskedCall, ToolContext } from '../tools/tool.ts'
import type { AskAdmins } from '../turns/ask-admins.ts'
import { createPeople } from '../turns/people.ts'
import { createRequestLimit } from '../turns/request-limit.ts'
import type { RequestsFor } from '../turns/requests.ts'
import type { AnsweringParts, SharedParts } from './parts.ts'

interface Admins extends Pick<SharedParts, 'channel' | 'onNotice'> {
  askAdmins: AskAdmins
  requestsFor: RequestsFor
}

/** What each call may work with, in the name of whoever asks. */
export function createToolContext(parts: AnsweringParts, admins: Admins) {
  const { config, store, radarr, sonarr, log, now } = parts
  const { timeZone, limits, signup, requests: requestMode } = config
  const { findRequest: findBegun, beginRequest: begin } = store.rounds
  const { channel, onNotice, requestsFor } = admins
  const unlimited = { radarr, sonarr }
  const limitsFor = createRequestLimit({ store: store.limits, limits, timeZone, now })
  const listUsers = store.users.list
  const peopleFor = createPeople({ people: store.people, listUsers, signup, channel, onNotice })

  return (call: AskedCall): ToolContext => ({
    ...call,
    ...withinRating(call.user, unlimited),
    unlimited,
    now,
    timeZone: call.user.timeZone ?? timeZone,
    log,
    adds: { findBegun, begin },
    limits: limitsFor(call),
    admins: adminsFor(call, parts, admins),
    requests: requestsFor(call),
    requestMode,
    people: peopleFor(call),
    changeSettings: settingsFor(call, parts),
  })
}

/** The services as far as someone's rating limit lets them see. */
function withinRating(
  { ratingCap }: User,
  { radarr, sonarr }: ToolContext['unlimited'],
): ToolContext['unlimited'] {
  if (ratingCap === null) return { radarr, sonarr }
  return {
    radarr: radarr && radarrWithin(ratingCap, radarr),
    sonarr: sonarr && sonarrWithin(ratingCap, sonarr),
  }
}

function adminsFor(
  { user: { id: userId }, sid, callId }: AskedCall,
  { store }: AnsweringParts,
  { askAdmins }: Admins,
): ToolContext['admins'] {
  const reachable = () => store.requests.reachable({ userId, isAboutTitle: true })
  return {
    canBeAsked: async () => (await reachable()).length > 0,
    names: async () => (await reachable()).map(({ name }) => name),
    waiting: () => store.requests.waitingOf(userId),
    ask: (asking) => askAdmins({ ...asking, userId, sid, callId }),
  }
}

function settingsFor(
  { user: { id: userId }, sid }: AskedCall,
  { store }: AnsweringParts,
): ToolContext['changeSettings'] {
  return (id, set, asked) => store.people.changeSettings({ id, set, asked, by: { userId, sid } })
}
