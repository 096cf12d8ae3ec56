import { z } from 'zod'
import { counted } from '../counted.ts'
import type { ToolCall } from '../db/column-types.ts'
import { type Message, OURS } from '../db/messages.ts'
import type { OutboxRow } from '../db/outbox.ts'
import { nameOf } from '../db/queue.ts'
import type { AuditRow, Report, Trace } from '../db/trace.ts'
import { AUDITED, limitInWords } from './audit-words.ts'
import { sendCodeInWords } from './send-codes.ts'
import { silenceInWords } from './silence.ts'

/** One thing that happened to a text. */
export interface TraceEvent {
  /** Epoch milliseconds. */
  at: number
  /** A word for its kind. */
  what: string
  says: string
  /** What a script would have to read out of `says`. */
  data?: Record<string, unknown>
}

const JsonObject = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown
    } catch {
      context.addIssue('not JSON')
      return z.NEVER
    }
  })
  .pipe(z.record(z.string(), z.unknown()))

const CAME = { sms: 'over SMS', whatsapp: 'over WhatsApp', cli: 'in a terminal' } as const

/** All that is known to have happened to a text, in order; days are those of `timeZone`. */
export function eventsOf(trace: Trace, timeZone: string): TraceEvent[] {
  const events = [
    ...receivedEvents(trace),
    ...trace.messages.flatMap(messageEvents),
    ...trace.requests.map(requestEvent),
    ...trace.audit.flatMap(auditEvents),
    ...trace.rows.map((row) => queuedEvent(row, trace.text?.address)),
    ...endEvents(trace, timeZone),
    ...trace.rows.flatMap(sendEvents),
    ...trace.reports.map((report) => reportEvent(report, trace.rows)),
    ...answeredElsewhere(trace),
  ]
  // What happened in one commit stays in the order above.
  return events.toSorted((one, other) => one.at - other.at)
}

function receivedEvents({ text }: Trace): TraceEvent[] {
  if (!text) return []
  const { receivedAt: at, channel, body, mediaCount } = text
  const pictures = mediaCount > 0 ? `, with ${counted(mediaCount, 'attachment')}` : ''
  const says = `${CAME[channel]}${pictures}: ${quoted(body)}`
  return [{ at, what: 'received', says, data: { channel, body, mediaCount } }]
}

function messageEvents(message: Message): TraceEvent[] {
  const { role, createdAt: at, round, content, name, metadata } = message
  if (role === 'user') return [{ at, what: 'turn', says: `began, round ${round}`, data: { round } }]
  if (role === 'tool') {
    const type = metadata?.outcome?.type
    const text = metadata?.outcome?.text ?? content
    return [{ at, what: 'result', says: `${name}, ${type}: ${text}`, data: { tool: name, type } }]
  }
  const calls = (message.toolCalls ?? []).map((call) => callEvent(call, at))
  return [...writerEvents(message), ...calls]
}

/** Who took a step: a model, or an answer that needed none. What we write is seen as it is sent. */
function writerEvents(message: Message): TraceEvent[] {
  const { createdAt: at, model, promptTokens, completionTokens, metadata, toolCalls } = message
  if (metadata?.answer) {
    const { choice } = metadata.answer
    return [{ at, what: 'answer', says: `${choice} to the open question`, data: metadata.answer }]
  }
  if (model === OURS) return toolCalls ? [{ at, what: 'choice', says: 'from the last list' }] : []
  const tokens = promptTokens !== null && `${promptTokens} + ${completionTokens} tokens`
  const isStandIn = metadata?.isStandIn === true
  const standIn = isStandIn && 'because the model failed'
  const wrote = !toolCalls && `writes ${quoted(metadata?.modelText ?? message.content)}`
  const says = [model === 'keyword' ? 'plain commands' : model, tokens, standIn, wrote].filter(
    (part) => typeof part === 'string',
  )
  const data = { model, promptTokens, completionTokens, isStandIn }
  return [{ at, what: 'model', says: says.join(', '), data }]
}

function callEvent({ function: { name, arguments: args } }: ToolCall, at: number): TraceEvent {
  const says = `${name}: ${inWords(args)}`
  return { at, what: 'call', says, data: { tool: name, arguments: args } }
}

/** `title "Heat", year 1995`; what is no JSON object stands as it was written. */
function inWords(args: string): string {
  const parsed = JsonObject.safeParse(args)
  if (!parsed.success) return args
  const entries = Object.entries(parsed.data)
  return entries.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(', ')
}

// One that found its title there, or could not be made, ends without an add.
const ADD_IN_WORDS = { started: 'begun', done: 'done', failed: 'nothing added' } as const

function requestEvent({ createdAt: at, service, title, year, state }: Trace['requests'][number]) {
  const name = service === 'radarr' ? 'Radarr' : 'Sonarr'
  const says = `${title} (${year}) in ${name}, ${ADD_IN_WORDS[state]}`
  return { at, what: 'add', says, data: { service, title, year, state } }
}

function auditEvents({ action, target, detail, createdAt: at }: AuditRow): TraceEvent[] {
  const [what, words] = AUDITED[action]
  const state = action === 'question.settled' && detail?.['after']
  const limit = limitInWords(detail)
  const about = typeof state === 'string' ? `as ${state}` : limit
  const says = [words, about ?? target].filter((part) => part).join(about ? ' ' : ': ')
  return [{ at, what, says, data: { action, target, detail } }]
}

function queuedEvent(row: OutboxRow, from: string | undefined): TraceEvent {
  const { createdAt: at, id, key, kind, segments, body, address } = row
  const to = address === from ? '' : ` to ${address}`
  const size = counted(segments, 'segment')
  const says = `${nameOf({ box: 'outbox', row })}, ${kind}${to}, ${size}: ${quoted(body)}`
  return { at, what: 'queued', says, data: { outboxId: id, key, kind, segments, body } }
}

/** As far as it is stored: when the last attempt began, and when Twilio took it. */
function sendEvents(row: OutboxRow): TraceEvent[] {
  const { id, sendingAt, attempts, sentAt, providerSid } = row
  const name = nameOf({ box: 'outbox', row })
  const events: TraceEvent[] = []
  if (sendingAt !== null) {
    const says = `${name}, attempt ${attempts}`
    events.push({ at: sendingAt, what: 'sending', says, data: { outboxId: id, attempts } })
  }
  if (sentAt !== null && providerSid !== null) {
    const says = `${name} as ${providerSid}`
    events.push({ at: sentAt, what: 'sent', says, data: { outboxId: id, providerSid } })
  }
  return events
}

function reportEvent(report: Report, rows: readonly OutboxRow[]): TraceEvent {
  const { receivedAt: at, outboxId, providerSid, status, errorCode } = report
  const row = rows.find(({ id }) => id === outboxId)
  const name = row ? nameOf({ box: 'outbox', row }) : outboxId
  const isOther = row?.providerSid !== providerSid && `of ${providerSid}`
  const code = errorCode !== null && sendCodeInWords(errorCode)
  const says = [`${name} ${status}`, code, isOther].filter((part) => typeof part === 'string')
  return { at, what: 'report', says: says.join(', '), data: { ...report } }
}

/** What became of a question of this text's reply, where another text had to do with it. */
function answeredElsewhere({ text, questions }: Trace): TraceEvent[] {
  const asked = questions.filter(({ sid, answeredBySid, state }) => {
    return sid === text?.sid && answeredBySid !== sid && state !== 'open'
  })
  return asked.map(({ id, updatedAt: at, state, answeredBySid }) => {
    const by = answeredBySid === null ? '' : `, answered by ${answeredBySid}`
    return { at, what: 'question', says: `ended as ${state}${by}`, data: { id, state } }
  })
}

function endEvents(trace: Trace, timeZone: string): TraceEvent[] {
  const { text, rows } = trace
  if (text?.doneAt == null) return []
  const { doneAt: at, state } = text
  if (state === 'parked') return [{ at, what: 'turn', says: 'ended with an apology' }]
  if (rows.some(({ kind }) => kind === 'reply')) {
    return [{ at, what: 'turn', says: 'ended with an answer' }]
  }
  const why = silenceInWords(trace, timeZone)
  const says = `ended without an answer${why ? `: ${why}` : ''}`
  return [{ at, what: 'turn', says, ...(why && { data: { why } }) }]
}

function quoted(text: string): string {
  return JSON.stringify(text)
}
