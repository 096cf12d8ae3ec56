import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js'
import { z } from 'zod'
import { answerParent } from './child.ts'
import { AUTH_TOKEN, PUBLIC_URL } from './people.ts'

const FormSchema = z.custom<Record<string, string>>((value) => typeof value === 'object')

/** The least that a webhook of Twilio's can do: the signature is verified, nothing is stored. */
const app = Fastify()
await app.register(formbody)
app.post('/webhooks/twilio', async (request, reply) => {
  const signature = String(request.headers['x-twilio-signature'])
  const form = FormSchema.parse(request.body)
  const isGenuine = validateRequest(AUTH_TOKEN, signature, PUBLIC_URL + request.url, form)
  return reply
    .code(isGenuine ? 200 : 403)
    .type('text/xml')
    .send('<Response/>')
})
const url = await app.listen({ host: '127.0.0.1', port: 0 })

answerParent(z.object({}), async () => {
  const { user, system } = process.cpuUsage()
  return { port: Number(new URL(url).port), cpuMs: (user + system) / 1000 }
})
