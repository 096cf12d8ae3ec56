import type { FastifyPluginAsync } from 'fastify'
import { z } from 'zod'
import { MessageSidSchema } from '../sms/twilio-fields.ts'
import { readFields } from './twilio-form.ts'
import { twilioSignature, type TwilioSignatureOptions } from './twilio-signature.ts'

const StatusQuerySchema = z.object({ outbox: z.string().min(1).max(100) })

const StatusFieldsSchema = z.object({
  MessageSid: MessageSidSchema,
  // Not an enumeration: Twilio adds states, and whoever ranks them decides what an unknown one means.
  MessageStatus: z.string().regex(/^[a-z_-]{1,40}$/, 'must be one word in lower case'),
  ErrorCode: z
    .string()
    .regex(/^\d{0,9}$/, 'must be a number')
    .optional(),
})

/** What Twilio reports about a text we sent. Reports of one text arrive several and in any order. */
export interface DeliveryReport {
  outboxId: string
  providerSid: string
  /** Twilio's word, such as `queued`, `sent`, `delivered`, `undelivered` or `failed`. */
  status: string
  errorCode?: string
}

export interface TwilioStatusOptions extends TwilioSignatureOptions {
  record: (report: DeliveryReport) => Promise<void>
}

/** `POST /webhooks/twilio/status?outbox=ID`: the address the sender gives with every text. */
export const twilioStatus: FastifyPluginAsync<TwilioStatusOptions> = async (
  app,
  { accountSid, authTokens, publicBaseUrls, record },
) => {
  await app.register(twilioSignature, { accountSid, authTokens, publicBaseUrls })

  app.post('/webhooks/twilio/status', { config: { isUnlimited: true } }, async (request, reply) => {
    const { outbox } = readFields(StatusQuerySchema, request.query)
    const fields = readFields(StatusFieldsSchema, request.body)
    await record({
      outboxId: outbox,
      providerSid: fields.MessageSid,
      status: fields.MessageStatus,
      ...(fields.ErrorCode && { errorCode: fields.ErrorCode }),
    })
    if (fields.ErrorCode) {
      request.log.warn({ outboxId: outbox, code: fields.ErrorCode }, 'text was not delivered')
    }
    return reply.code(204).send()
  })
}
