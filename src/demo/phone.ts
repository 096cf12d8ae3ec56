import { createExpectedSilence } from './expected-silence.ts'
import type { Person } from './people.ts'
import type { SimulatedTwilio } from './simulated-twilio.ts'

export interface PhoneOptions {
  twilio: Pick<SimulatedTwilio, 'deliver' | 'onMessage'>
  /** Where the service takes texts, and what Twilio knows that as. */
  webhook: { webhookUrl: string; publicUrl: string }
  /** The number that is texted, in E.164. */
  to: string
  patienceMs?: number
}

interface Waiter {
  phone: string
  end: (note?: string) => void
}

export type Phone = ReturnType<typeof createPhone>

// A turn may take a minute, with a slow model; only then is it certain that no reply comes.
const PATIENCE_MS = 75_000
// Whoever is not in is answered at once or not at all.
const STRANGERS_PATIENCE_MS = 5_000
const NOT_DELIVERED = 'not delivered'

/** Sends texts one after the other, and knows when each of them has had its reply. */
export function createPhone({ twilio, webhook, to, patienceMs = PATIENCE_MS }: PhoneOptions) {
  const expectedSilence = createExpectedSilence()
  const waiters = new Set<Waiter>()
  let lastDelivery: Promise<unknown> = Promise.resolve()

  // Nothing in a reply says what it answers, but the texts of a phone are answered in order.
  twilio.onMessage((message) => {
    const first = [...waiters].find(({ phone }) => phone === message.to)
    first?.end()
  })

  function deliver(from: string, body: string): Promise<boolean> {
    const delivery = lastDelivery.then(() => twilio.deliver({ ...webhook, from, to, body }))
    const isTaken = delivery.then(
      ({ status }) => status === 200,
      () => false,
    )
    lastDelivery = isTaken
    return isTaken
  }

  function untilReply(
    { phone, role }: Person,
    isTaken: Promise<boolean>,
  ): Promise<string | undefined> {
    const isStranger = role === 'stranger'
    const waitMs = isStranger ? Math.min(patienceMs, STRANGERS_PATIENCE_MS) : patienceMs
    // Once they have been let in, one may still come.
    const note = isStranger ? 'no reply so far' : 'no reply'
    return new Promise((resolve) => {
      const waiter: Waiter = {
        phone,
        end(why) {
          clearTimeout(timer)
          waiters.delete(waiter)
          resolve(why)
        },
      }
      const timer = setTimeout(() => waiter.end(note), waitMs).unref()
      waiters.add(waiter)
      void isTaken.then((taken) => taken || waiter.end(NOT_DELIVERED))
    })
  }

  return {
    /** Resolves once the reply has been sent, or with a note on why there is none. */
    async text(person: Person, body: string): Promise<string | undefined> {
      const { phone } = person
      const silence = expectedSilence(phone, body)
      const isTaken = deliver(phone, body)
      if (silence === undefined) return untilReply(person, isTaken)
      return (await isTaken) ? silence : NOT_DELIVERED
    },
  }
}
