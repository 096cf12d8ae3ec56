import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import type { InboundText } from '../sms/inbound-text.ts'
import { AddressSchema, MediaCountSchema, MessageSidSchema } from '../sms/twilio-fields.ts'
import { readFields } from './twilio-form.ts'
import { twilioSignature, type TwilioSignatureOptions } from './twilio-signature.ts'

// The longest Body of any channel: WhatsApp's. An SMS ends at 1600.
const MAX_BODY_LENGTH = 4096

const InboundFieldsSchema = z.object({
  MessageSid: MessageSidSchema,
  From: AddressSchema,
  To: AddressSchema,
  // A place, a contact or a sticker has none.
  Body: z.string().max(MAX_BODY_LENGTH).default(''),
  NumMedia: MediaCountSchema,
  // A kind that Twilio adds one day is no reason to lose a text.
  OptOutType: z.enum(['STOP', 'START', 'HELP']).optional().catch(undefined),
})

export interface TwilioWebhookOptions extends TwilioSignatureOptions {
  /**
   * Resolves once the text is on disk; `isNew` is false for a redelivery.
   *
   * Rejects with `StoreUnavailableError` when it could not be stored, and Twilio sees a 503.
   */
  accept: (text: InboundText) => Promise<{ isNew: boolean }>
}

/**
 * `POST /webhooks/twilio`: verify, store, acknowledge. The answer is always empty TwiML, because
 * replies leave through the outbox and Twilio abandons a webhook after 15 seconds.
 */
export const twilioWebhook: FastifyPluginAsync<TwilioWebhookOptions> = async (
  app,
  { accountSid, authTokens, publicBaseUrls, accept },
) => {
  await app.register(twilioSignature, { accountSid, authTokens, publicBaseUrls })

  app.post('/webhooks/twilio', { config: { isUnlimited: true } }, async (request, reply) => {
    const text = toInboundText(readFields(InboundFieldsSchema, request.body))
    const { isNew } = await accept(text)
    request.log.info({ isNew }, 'text stored')
    return reply.type('text/xml').send('<Response/>')
  })
}

function toInboundText(fields: z.infer<typeof InboundFieldsSchema>): InboundText {
  return {
    sid: fields.MessageSid,
    channel: fields.From.channel,
    address: fields.From.phone,
    body: fields.Body,
    mediaCount: fields.NumMedia,
    ...(fields.OptOutType && { optOutType: fields.OptOutType }),
  }
}
