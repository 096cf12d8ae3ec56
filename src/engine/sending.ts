import type { Logger } from 'pino'
import type { Breaker } from '../breaker.ts'
import { PHONE_CHANNELS } from '../db/column-types.ts'
import type { DeliveryReport } from '../db/delivery-reports.ts'
import { createDelivery, type DeliveryOptions } from '../sms/delivery.ts'
import { createTwilioGate, type Hold } from '../sms/twilio-gate.ts'
import { createLanes } from '../turns/lanes.ts'

export interface SendingOptions extends Pick<
  DeliveryOptions,
  'outbox' | 'sender' | 'now' | 'pause' | 'random' | 'timeZone'
> {
  /** Whether Twilio is called at all. */
  twilioBreaker: Breaker
  log: Logger
  onError: (error: unknown) => void
}

export type Sending = ReturnType<typeof createSending>

/** What brings the rows of the outbox to Twilio. */
export function createSending({ twilioBreaker, onError, ...options }: SendingOptions) {
  const { outbox, log, now } = options
  const gate = createTwilioGate({ breaker: twilioBreaker, log, now })
  const delivery = createDelivery({ ...options, gate })
  // One channel's trouble is none of another's: each has lanes of its own.
  const channels = PHONE_CHANNELS.map((channel) =>
    createLanes({
      next: (address) => delivery.next({ address, channel }),
      run: delivery.run,
      onError,
    }),
  )
  const wake = (address: string): void => {
    for (const lanes of channels) lanes.wake(address)
  }

  return {
    /** Looks whether there is something to send to this phone. */
    wake,

    /** Takes up everything that is due. */
    wakeDue: async (): Promise<void> => {
      for (const address of await outbox.dueAddresses()) wake(address)
    },

    /** What keeps back every text; undefined while Twilio takes them. */
    hold: (): Hold | undefined => gate.hold(),

    /** Keeps what the network says of a text that it took, and what that means for all others. */
    report: async (report: DeliveryReport): Promise<void> => {
      await outbox.record(report)
      if (report.errorCode) gate.holdFor(Number(report.errorCode))
    },

    /** Begins no send any more; resolves when those that are under way have ended. */
    drain: async (): Promise<void> => {
      await Promise.all(channels.map((lanes) => lanes.drain()))
    },
  }
}
