import type { Outcome } from './fault.ts'
import {
  createSimulatedAccount,
  type MessageListener,
  type ReceivedText,
} from './simulated-twilio-account.ts'
import { buildSimulatedApi, type SimulatedRequest } from './simulated-twilio-api.ts'
import type { SimulatedMessage } from './simulated-twilio-message.ts'
import { newNumber, type SimulatedSetup } from './simulated-twilio-setup.ts'
import {
  inboundFields,
  postSigned,
  statusFields,
  type WebhookUrls,
} from './simulated-twilio-webhooks.ts'

export interface SimulatedTwilioOptions {
  port?: number
  accountSid: string
  authToken: string
  now?: () => number
  /** Those of the account. */
  phones?: readonly string[]
  /** Whether every sent text is reported queued, sent and delivered to its StatusCallback. */
  callbacks?: boolean
}

/** The service that Twilio knows as `publicBaseUrl` listens on `localBaseUrl`. */
export interface WebhookTarget {
  publicBaseUrl: string
  localBaseUrl: string
}

export interface Delivery extends ReceivedText, WebhookUrls {
  /** Parameters to add or replace. */
  extra?: Record<string, string>
}

const pass: (request: SimulatedRequest) => Outcome | Promise<Outcome> = () => 'pass'

export type SimulatedTwilio = Awaited<ReturnType<typeof startSimulatedTwilio>>

/** Twilio's API on 127.0.0.1, and the calls that Twilio makes to a service. */
export async function startSimulatedTwilio({
  port = 0,
  accountSid,
  authToken,
  now = Date.now,
  phones = [],
  callbacks = false,
}: SimulatedTwilioOptions) {
  const account = createSimulatedAccount(accountSid, now)
  const setup: SimulatedSetup = {
    status: 'active',
    type: 'Full',
    numbers: phones.map(newNumber),
    services: [],
  }
  const closing = new AbortController()
  const playing: Promise<void>[] = []
  let target: WebhookTarget = { publicBaseUrl: '', localBaseUrl: '' }

  const post = (urls: WebhookUrls, fields: Record<string, string>) =>
    postSigned(authToken, urls, fields, closing.signal)

  async function playCallbacks(message: SimulatedMessage, publicUrl: string): Promise<void> {
    const webhookUrl = publicUrl.replace(target.publicBaseUrl, target.localBaseUrl)
    for (const status of ['queued', 'sent', 'delivered']) {
      message.status = status
      // A callback that nobody answers is lost, as Twilio's are.
      await post({ webhookUrl, publicUrl }, statusFields(message)).catch(() => {})
    }
  }

  if (callbacks) {
    account.onMessage((message, { StatusCallback: url }) => {
      if (url) playing.push(playCallbacks(message, url))
    })
  }

  const simulated = {
    /** Every text so far, sent and received, oldest first. */
    messages: account.messages,
    onMessage: (listener: MessageListener) => account.onMessage(listener),
    /** What an operator sets in the console. */
    setup,
    /** Replace it to make requests fail. */
    intercept: pass,
    setWebhookTarget(newTarget: WebhookTarget): void {
      target = newTarget
    },
    /** Resolves when the callbacks of all texts sent so far have been played. */
    async callbacksPlayed(): Promise<void> {
      await Promise.all(playing)
    },
    /** A phone sends a text; the answer is the webhook's. Rejects when it gives none. */
    deliver({ webhookUrl, publicUrl, extra, ...text }: Delivery) {
      const fields = { ...inboundFields(account.receive(text)), ...extra }
      return post({ webhookUrl, publicUrl }, fields)
    },
    async close(): Promise<void> {
      closing.abort()
      await Promise.all(playing)
      await app.close()
    },
  }

  const intercept = (request: SimulatedRequest) => simulated.intercept(request)
  const app = await buildSimulatedApi({ account, setup, accountSid, authToken, intercept, now })
  const url = await app.listen({ port, host: '127.0.0.1' })
  return Object.assign(simulated, { url })
}
