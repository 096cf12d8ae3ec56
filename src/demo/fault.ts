import { Readable } from 'node:stream'
import { setImmediate, setTimeout } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export interface GivenAnswer {
  status: number
  /** A string is a page, such as a proxy's; anything else is JSON. */
  body?: unknown
  headers?: Record<string, string>
}

/** What becomes of a request to a simulated service. */
export type Fault =
  /** Resets the connection and does nothing. */
  | 'drop'
  /** Does nothing and never answers. */
  | 'hang'
  /** Does nothing and answers as the real service does when it is shown a wrong key. */
  | 'wrong-key'
  /** Does what was asked and closes the connection without an answer. */
  | 'act-then-drop'
  /** Does what was asked and answers a byte at a time, without end. */
  | 'drip'
  /** Does what was asked, answers with half of what it announces, and closes the connection. */
  | 'truncate'
  /** Does what was asked and answers well, with half of the JSON. */
  | 'garble'
  /** Does what was asked and answers as it should, so much later. */
  | { delayMs: number }
  /** Answers this in place of what is due, and does nothing unless told to. */
  | (GivenAnswer & { afterActing?: true })

/** `pass`: all is well. */
export type Outcome = Fault | 'pass'

/** Faults by a word to type. */
export const FAULT_BY_WORD = {
  down: 'drop',
  lost: 'act-then-drop',
  silent: 'hang',
  drip: 'drip',
  cut: 'truncate',
  garbled: 'garble',
  locked: 'wrong-key',
  429: { status: 429, headers: { 'retry-after': '5' } },
  500: { status: 500 },
  503: { status: 503 },
} as const satisfies Record<string, Fault>

const DRIP_MS = 10

/** Whether the service does what was asked of it, and only its answer is hurt. */
export function doesAct(outcome: Outcome): boolean {
  if (typeof outcome === 'object') return 'delayMs' in outcome || outcome.afterActing === true
  return outcome !== 'drop' && outcome !== 'hang' && outcome !== 'wrong-key'
}

/** Makes each request to `app` meet what `intercept` names for it. */
export function addFaults(
  app: FastifyInstance,
  {
    intercept,
    wrongKey,
  }: {
    intercept: (request: FastifyRequest) => Outcome | Promise<Outcome>
    wrongKey: GivenAnswer
  },
): void {
  const outcomes = new WeakMap<FastifyRequest, Outcome>()

  app.addHook('preHandler', async (request, reply) => {
    const outcome = await intercept(request)
    outcomes.set(request, outcome)
    if (!doesAct(outcome)) return refuse(outcome, reply, wrongKey)
    if (typeof outcome === 'object' && 'delayMs' in outcome) {
      // Not a reason to keep a process alive that has nothing else to do.
      await setTimeout(outcome.delayMs, undefined, { ref: false })
    }
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const outcome = outcomes.get(request) ?? 'pass'
    return doesAct(outcome) ? hurt(outcome, reply, bodyOf(payload)) : undefined
  })
}

function refuse(outcome: Outcome, reply: FastifyReply, wrongKey: GivenAnswer): FastifyReply {
  if (outcome === 'wrong-key') return send(reply, wrongKey)
  if (typeof outcome === 'object' && 'status' in outcome) return send(reply, outcome)
  if (outcome === 'drop') reply.raw.socket?.resetAndDestroy()
  return reply.hijack()
}

function send(reply: FastifyReply, { status, body, headers = {} }: GivenAnswer): FastifyReply {
  reply.code(status).headers(headers)
  return typeof body === 'string' ? reply.type('text/html').send(body) : reply.send(body)
}

/** What is sent in place of `body`; undefined where nothing is changed. */
function hurt(outcome: Outcome, reply: FastifyReply, body: string): unknown {
  if (typeof outcome === 'object') return 'status' in outcome ? replace(reply, outcome) : undefined
  if (outcome === 'act-then-drop') reply.raw.socket?.destroy()
  if (outcome === 'pass' || outcome === 'act-then-drop') return undefined

  asJson(reply)
  if (outcome === 'drip') return Readable.from(drip(body))
  const half = body.slice(0, body.length / 2) || '{'
  if (outcome === 'garble') return half
  reply.header('content-length', Buffer.byteLength(half) * 2)
  return Readable.from(breakOff(half))
}

function replace(reply: FastifyReply, { status, body, headers = {} }: GivenAnswer): string {
  asJson(reply).code(status).headers(headers)
  return body === undefined ? '' : JSON.stringify(body)
}

const asJson = (reply: FastifyReply) => reply.type('application/json')

const bodyOf = (payload: unknown) => (typeof payload === 'string' ? payload : '')

async function* drip(body: string) {
  // Blanks may stand before and after any JSON, so this is no answer until it ends.
  for (let sent = 0; ; sent++) {
    yield body.charAt(sent) || ' '
    await setTimeout(DRIP_MS, undefined, { ref: false })
  }
}

async function* breakOff(half: string) {
  yield half
  // What was written leaves before the connection is cut.
  await setImmediate()
  throw new Error('cut off')
}
