import type { Logger } from 'pino'
import type { Breaker } from '../breaker.ts'
import { BreakerOpenError } from '../errors.ts'
import { isHolding } from './twilio-refusals.ts'
import type { SearchOutcome, SendOutcome } from './twilio-sender.ts'

/** Twilio takes no text of ours, whoever it is to. */
export interface Hold {
  /** Twilio's, such as 20003 for wrong credentials. */
  code: number
  /** Epoch milliseconds. */
  since: number
}

/** No call was made: Twilio is left alone for now, or this service is leaving. */
export interface Shut {
  type: 'shut'
}

/** `gone`: there was nothing to send any more. */
export type TwilioOutcome = SendOutcome | SearchOutcome | { type: 'gone' }

export interface TwilioGateOptions {
  breaker: Breaker
  log: Pick<Logger, 'error' | 'info'>
  /** Epoch milliseconds. */
  now: () => number
}

export type TwilioGate = ReturnType<typeof createTwilioGate>

// Twilio turns away who calls too often at once, and a number sends one segment a second anyway.
const CALLS_AT_ONCE = 10

const SHUT: Shut = { type: 'shut' }

/**
 * Every call to Twilio goes through here: ten at once, whoever came first, and none while it is out
 * or takes nothing from us. After a pause one call is tried, and if it goes well the others follow.
 */
export function createTwilioGate({ breaker, log, now }: TwilioGateOptions) {
  const inTurn = createSlots(CALLS_AT_ONCE)
  let hold: Hold | undefined

  function learn(outcome: TwilioOutcome | Shut): void {
    if (outcome.type === 'on-hold') {
      const { code } = outcome
      breaker.trip()
      if (code !== hold?.code) log.error({ code }, 'Twilio takes no texts from us: they wait')
      hold = { code, since: hold?.since ?? now() }
    } else if (hold && isAnswerToSend(outcome)) {
      log.info({ code: hold.code }, 'Twilio takes texts from us again')
      hold = undefined
    }
  }

  async function tryCall<T extends TwilioOutcome>(call: () => Promise<T>, signal: AbortSignal) {
    const callUnlessLeaving = async () => (signal.aborted ? SHUT : call())
    try {
      const outcome = await breaker.run<T | Shut>(callUnlessLeaving, { value: isOutage })
      learn(outcome)
      return outcome
    } catch (error) {
      if (error instanceof BreakerOpenError) return SHUT
      throw error
    }
  }

  return {
    /** Whether no call would be made now. */
    isShut: breaker.isPaused,

    /** Undefined while Twilio takes texts, as far as is known. */
    hold: (): Hold | undefined => hold,

    /** Twilio reported of a text that it had taken what it says here when it takes none. */
    holdFor: (code: number): void => {
      if (isHolding(code)) learn({ type: 'on-hold', code })
    },

    /** Makes the call when it is its turn. */
    call: <T extends TwilioOutcome>(call: () => Promise<T>, signal: AbortSignal) =>
      inTurn(() => tryCall(call, signal)),
  }
}

function isOutage(outcome: TwilioOutcome | Shut): boolean {
  if (outcome.type === 'unclear' || outcome.type === 'on-hold') return true
  // Anything below is the status of something on the way, or 0: Twilio was not reached.
  return outcome.type === 'deferred' && outcome.code < 10_000
}

/** A search that goes well says nothing about whether a text would. */
function isAnswerToSend({ type }: TwilioOutcome | Shut): boolean {
  return ['sent', 'refused', 'opted-out', 'window-closed'].includes(type)
}

/** Lets `count` pieces of work run at once, the others in the order in which they came. */
function createSlots(count: number) {
  let free = count
  const waiting: Array<() => void> = []

  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
