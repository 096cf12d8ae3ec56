import type { TwilioSender } from '../sms/twilio-sender.ts'
import type { Metrics } from './metrics.ts'

/** `sender`, with what becomes of its attempts counted. */
export function meterSender(
  sender: TwilioSender,
  metrics: Pick<Metrics, 'sendEnded'>,
): TwilioSender {
  return {
    ...sender,
    send: async (text) => {
      const beganAt = performance.now()
      const outcome = await sender.send(text)
      metrics.sendEnded(outcome.type, performance.now() - beganAt)
      return outcome
    },
  }
}
