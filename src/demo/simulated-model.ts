import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyReply } from 'fastify'
import { z } from 'zod'
import { JsonText } from '../json-text.ts'
import { createKeywordModel } from '../model/keyword.ts'
import type { AssistantMessage, ChatMessage } from '../model/llm-client.ts'
import { addFaults, type GivenAnswer, type Outcome } from './fault.ts'

const ChatMessageSchema = z.custom<ChatMessage>(
  (value) => z.looseObject({ role: z.string() }).safeParse(value).success,
)

const ChatRequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(ChatMessageSchema).min(1),
  tools: z
    .array(z.looseObject({ function: z.looseObject({ name: z.string() }) }))
    .min(1)
    .optional(),
})

export type SimulatedModel = Awaited<ReturnType<typeof startSimulatedModel>>

export type ChatRequest = z.infer<typeof ChatRequestSchema>

export interface SimulatedModelOptions {
  port?: number
  /** What it offers; any name is answered when left out. */
  models?: readonly string[]
  /** What the model says to a request; plain commands and polite repetition when left out. */
  answer?: (request: ChatRequest) => AssistantMessage | Promise<AssistantMessage>
}

const WRONG_KEY: GivenAnswer = {
  status: 401,
  body: {
    error: {
      message: 'Incorrect API key provided',
      type: 'invalid_request_error',
      param: null,
      code: 'invalid_api_key',
    },
  },
}

const pass: () => Outcome | Promise<Outcome> = () => 'pass'

const isChatRequest = (body: unknown): body is ChatRequest =>
  ChatRequestSchema.safeParse(body).success

/**
 * An OpenAI-compatible provider on the loopback, for the demo and for tests. Like the real one it
 * refuses a history in which a tool call has no result.
 */
export async function startSimulatedModel({
  port = 0,
  models,
  answer = answerLikeAGoodModel,
}: SimulatedModelOptions = {}) {
  const app = Fastify({ forceCloseConnections: true, bodyLimit: 16 * 1024 * 1024 })
  const requests: ChatRequest[] = []
  const simulated = {
    /** What to configure as the provider's address. */
    baseUrl: '',
    /** Every well-formed completion request, intercepted ones too, in order of arrival. */
    requests,
    /** The fault switch: assign another function to make the provider fail. */
    intercept: pass,
    close: () => app.close(),
  }

  addFaults(app, {
    wrongKey: WRONG_KEY,
    intercept({ method, body }) {
      if (method === 'POST' && isChatRequest(body)) requests.push(body)
      return simulated.intercept()
    },
  })

  app.get('/v1/models', async () => {
    const created = nowInSeconds()
    const offered = models ?? ['simulated']
    return {
      object: 'list',
      data: offered.map((id) => ({ id, object: 'model', created, owned_by: 'usherr' })),
    }
  })

  app.post('/v1/chat/completions', async (request, reply) => {
    const parsed = ChatRequestSchema.safeParse(request.body)
    if (!parsed.success) return refuse(reply, z.prettifyError(parsed.error))
    const { model } = parsed.data
    if (models && !models.includes(model)) {
      const error = { message: `The model ${model} does not exist`, code: 'model_not_found' }
      return reply.code(404).send({ error })
    }
    const unanswered = findUnansweredCall(parsed.data.messages)
    if (unanswered) return refuse(reply, `Tool call ${unanswered} has no tool message.`)
    return toCompletion(parsed.data, await answer(parsed.data))
  })

  simulated.baseUrl = `${await app.listen({ host: '127.0.0.1', port })}/v1`
  return simulated
}

function refuse(reply: FastifyReply, message: string): FastifyReply {
  const error = { message, type: 'invalid_request_error', param: 'messages', code: null }
  return reply.code(400).send({ error })
}

/** The id of a call whose result is missing, or doubled, in the messages right behind it. */
function findUnansweredCall(messages: readonly ChatMessage[]): string | undefined {
  for (const [index, message] of messages.entries()) {
    if (message.role !== 'assistant' || !message.tool_calls) continue
    const rest = messages.slice(index + 1)
    const end = rest.findIndex(({ role }) => role !== 'tool')
    const results = end === -1 ? rest : rest.slice(0, end)
    const answered = results.map((result) => (result.role === 'tool' ? result.tool_call_id : ''))
    const odd = message.tool_calls.find(({ id }) => answered.filter((a) => a === id).length !== 1)
    if (odd) return odd.id
  }
  return undefined
}

const keyword = createKeywordModel()

async function answerLikeAGoodModel({ messages }: ChatRequest): Promise<AssistantMessage> {
  const last = messages.at(-1)
  if (last?.role === 'tool') return { role: 'assistant', content: readResult(last) }

  const { signal } = new AbortController()
  const { text, list, name } = readTurn(messages)
  const { message } = await keyword({ messages, tools: [], text, list, name, signal })
  return message
}

/** What a result says, without the quotes in which it stands. */
function readResult({ content }: ChatMessage): string {
  const text = typeof content === 'string' ? content : ''
  return JsonText.pipe(z.string()).safeParse(text).data ?? text
}

/** The person's own words, behind the last blank line of their message, and the list before it. */
function readTurn(messages: readonly ChatMessage[]) {
  const content = messages.findLast(({ role }) => role === 'user')?.content
  const blocks = typeof content === 'string' ? content.trim().split(/\n\s*\n/) : []
  const [, shown = ''] = /list last shown: (.*?)(?: \||\]$)/m.exec(blocks[0] ?? '') ?? []
  const entries = shown.matchAll(/\d+ (.+?) \((\d+), (film|show)\)(?:; |$)/g)
  return {
    text: blocks.at(-1) ?? '',
    list: {
      isNumbered: true,
      items: Array.from(entries, ([, title = '', year, kind]) => ({
        title,
        year: Number(year),
        kind: kind === 'show' ? ('show' as const) : ('film' as const),
      })),
    },
    name: nameIn(messages),
  }
}

/** Who the prompt says it is talking with. */
function nameIn(messages: readonly ChatMessage[]): string | null {
  const prompt = messages.find(({ role }) => role === 'system')?.content
  if (typeof prompt !== 'string') return null
  return /You are talking with "(.+)"\.$/.exec(prompt)?.[1] ?? null
}

function toCompletion({ model, messages, tools = [] }: ChatRequest, message: AssistantMessage) {
  const prompt_tokens = countTokens({ messages, tools })
  const completion_tokens = countTokens(message)
  return {
    id: `chatcmpl-${randomUUID()}`,
    object: 'chat.completion',
    created: nowInSeconds(),
    model,
    choices: [
      {
        index: 0,
        message: { refusal: null, ...message },
        logprobs: null,
        finish_reason: message.tool_calls ? 'tool_calls' : 'stop',
      },
    ],
    usage: {
      prompt_tokens,
      completion_tokens,
      total_tokens: prompt_tokens + completion_tokens,
    },
  }
}

// Four characters a token, as providers say of English.
function countTokens(value: object): number {
  return Math.ceil(JSON.stringify(value).length / 4)
}

function nowInSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
