import formbody from '@fastify/formbody'
import fp from 'fastify-plugin'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { WebhookSignatureError } from '../errors.ts'
import { MessageSidSchema } from '../sms/twilio-fields.ts'

export interface TwilioSignatureOptions {
  accountSid: string
  /** Every token that may have signed: two while one is being replaced by the other. */
  authTokens: readonly string[]
  /** The addresses Twilio knows this service by. A path in one is the part a proxy takes off. */
  publicBaseUrls: readonly string[]
}

type Form = Record<string, string>

// 4096 characters of four bytes each, percent-encoded, are 48 KiB; an SMS ends at 1600.
const BODY_LIMIT_BYTES = 64 * 1024

/**
 * Lets only requests from our own Twilio account reach the routes beside it. Anything but a form is
 * a 415, anything that is not signed for one of `publicBaseUrls` a 403.
 */
export const twilioSignature = fp<TwilioSignatureOptions>(
  async (app, { accountSid, authTokens, publicBaseUrls }) => {
    const baseUrls = publicBaseUrls.map((url) => url.replace(/\/+$/, ''))

    app.removeAllContentTypeParsers()
    await app.register(formbody, { bodyLimit: BODY_LIMIT_BYTES })

    // Before validation, so that no schema can drop a field the signature covers.
    app.addHook('preValidation', async (request) => {
      // Not from Host or X-Forwarded-*: whoever sends the request writes those.
      const expectedUrls = baseUrls.map((url) => url + request.originalUrl)
      // Of a stranger's request nothing is logged but which of our routes it came to.
      const expected = baseUrls.map((url) => url + (request.routeOptions.url ?? ''))
      const signature = request.headers['x-twilio-signature']
      const form = request.body

      const isGenuine =
        typeof signature === 'string' &&
        isPlainForm(form) &&
        expectedUrls.some((url) =>
          authTokens.some((token) => isSigned(token, signature, url, form)),
        )
      if (!isGenuine) {
        throw new WebhookSignatureError('not signed by Twilio for this address', expected)
      }
      // From here on it is Twilio's word, and whatever is logged of the request tells the text.
      const { data: sid } = MessageSidSchema.safeParse(form['MessageSid'])
      if (sid) request.log = request.log.child({ sid })
      if (form['AccountSid'] !== accountSid) {
        throw new WebhookSignatureError('signed for another Twilio account', expected)
      }
    })
  },
  { name: 'twilio-signature', fastify: '5.x' },
)

/**
 * The signature covers names and values run together, so a `+` in a name could make one text's
 * sender look like another's; and of a repeated field it covers every value but once.
 */
function isPlainForm(body: unknown): body is Form {
  return (
    typeof body === 'object' &&
    body !== null &&
    Object.entries(body).every(([name, value]) => /^\w+$/.test(name) && typeof value === 'string')
  )
}

function isSigned(token: string, signature: string, url: string, form: Form): boolean {
  try {
    return validateRequest(token, signature, url, form)
  } catch {
    // It parses the URL, and not every request target makes one.
    return false
  }
}
