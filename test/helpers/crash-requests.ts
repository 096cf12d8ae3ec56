import { type CrashHousehold, newText } from './crash-household.ts'
import type { Way } from './crash-points.ts'
import { STRANGER } from './household.ts'
import { KIM, SAM } from './settings.ts'

export const DANA = '+14155550103'

/** Sam and Dana are admins, whom strangers and members ask. */
export const WITH_TWO_ADMINS = {
  env: { ADMIN_PHONES: `Sam:${SAM},Dana:${DANA}`, SIGNUP: 'request', REQUESTS: 'approval' },
}

/** A member asks for a film. */
export const ASK: Way = [() => newText(KIM, 'add alien 1979')]

/** A stranger asks to be let in. */
export const KNOCK: Way = [() => newText(STRANGER, 'hi'), () => newText(STRANGER, 'Alex')]

/** Sam's answer to the first request that they were sent, `APPROVE` or `REFUSE`, with its code. */
export const decides =
  (decision: string, reason = ''): Way[number] =>
  ({ sent }) => {
    const [request = ''] = sent(SAM)
    const code = /APPROVE (\d{4})/.exec(request)?.[1]
    return newText(SAM, `${decision} ${code} ${reason}`)
  }

// On a slow machine a text waits for long enough while the service starts again.
const isBusyNote = (text: string) => text === 'Still on it...'

/** What was sent to a phone, oldest first, without the codes of requests. */
export const heard = ({ sent }: CrashHousehold, phone: string): string[] =>
  sent(phone)
    .filter((text) => !isBusyNote(text))
    .map((text) => text.replaceAll(/(APPROVE|REFUSE|BLOCK) \d{4}/g, '$1'))

/** How requests ended, all that was done, and what is left of it; each oldest first. */
export const recordOf = ({ select, unfinished, miscounted }: CrashHousehold) => ({
  requests: select('select state from requests order by id'),
  audit: select('select action from audit_log order by id'),
  unfinished: unfinished(),
  miscounted: miscounted(),
})

/** What everybody heard of a stranger who knocked, and what became of them. */
export function knockOf(household: CrashHousehold) {
  const described = `name || ' ' || role || ' ' || status`
  return {
    alex: heard(household, STRANGER),
    sam: heard(household, SAM),
    dana: heard(household, DANA),
    users: household.select(`select ${described} from users where phone = '${STRANGER}'`),
    ...recordOf(household),
  }
}

/** The same once the admins have been asked about them, and nobody has answered. */
export const KNOCKED = {
  alex: [
    "Hi, this number looks after the films and shows of a household. What's your name? I'll ask if you can come in.",
    "Thanks, Alex. I've asked, and I'll text you once you're in.",
  ],
  sam: ['Alex (+1 415 ... 0199) would like to use this. Reply APPROVE or BLOCK.'],
  dana: ['Alex (+1 415 ... 0199) would like to use this. Reply APPROVE or BLOCK.'],
  users: ['Alex member pending'],
  requests: ['open'],
  audit: ['user.added', 'user.arrived', 'user.changed', 'request.made'],
  unfinished: [],
  miscounted: [],
}

/** What everybody heard of what a member asked for, and what became of it. */
export const askOf = (household: CrashHousehold) => ({
  adds: household.radarr.requests.filter(
    ({ method, path, answer }) =>
      method === 'POST' && path === '/api/v3/movie' && answer?.status === 201,
  ).length,
  kim: heard(household, KIM),
  sam: heard(household, SAM),
  dana: heard(household, DANA),
  ...recordOf(household),
})

/** The same once the admins have been asked, and nobody has answered. */
export const ASKED = {
  adds: 0,
  kim: ["I've asked Sam and Dana for Alien (1979). I'll text you the answer."],
  sam: ['Kim asks for Alien (1979). Reply APPROVE, or REFUSE and a reason.'],
  dana: ['Kim asks for Alien (1979). Reply APPROVE, or REFUSE and a reason.'],
  requests: ['open'],
  audit: ['request.made'],
  unfinished: [],
  miscounted: [],
}
