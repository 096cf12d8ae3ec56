import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Breaker, BreakerState } from '../breaker.ts'
import type { Backlog } from '../db/backlog.ts'
import type { Channel, ToolOutcome } from '../db/column-types.ts'
import type { ServiceName } from '../health/ping.ts'
import type { TextLimit } from '../limits.ts'
import type { TokenUsage } from '../model/model.ts'
import type { SendOutcome } from '../sms/twilio-sender.ts'
import type { Batch } from '../store/commit-queue.ts'
import type { TurnEnding } from '../turns/run-turn.ts'

export interface MetricsOptions {
  breakers: Partial<Record<ServiceName, Pick<Breaker, 'state'>>>
}

/** What is counted and timed, by words that are few and say nothing of anybody. */
export type Metrics = ReturnType<typeof createMetrics>

const QUEUES = ['inbox', 'outbox', 'held', 'parked'] as const
const BREAKER_STATES: readonly BreakerState[] = ['closed', 'open', 'half-open']

// Of what Twilio reports; it adds words now and then.
const REPORTS = new Set(['queued', 'sent', 'delivered', 'read', 'undelivered', 'failed'])

// A commit takes a millisecond, a search of the indexers 40 seconds, a turn up to a minute.
const COMMIT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5]
const CALL_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 40]
const TURN_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60, 300, 3600]

/** For Prometheus, in a registry of its own. */
export function createMetrics({ breakers }: MetricsOptions) {
  const registry = new Registry()
  const gauges = createGauges(registry)
  collectDefaultMetrics({ register: registry })

  return {
    ...textMeters(registry),
    ...callMeters(registry),
    ...storeMeters(registry),

    contentType: registry.contentType,

    /** Everything, in Prometheus' text format; of a `backlog` that cannot be read nothing is said. */
    async expose(backlog: Backlog | undefined, now: number): Promise<string> {
      setBreakers(gauges, breakers)
      setBacklog(gauges, backlog, now)
      return registry.metrics()
    },
  }
}

function textMeters(registry: Registry) {
  const registers = [registry]
  const texts = new Counter({
    name: 'usherr_texts_received_total',
    help: 'Texts that were stored (new) or known already (redelivered).',
    labelNames: ['channel', 'delivery'],
    registers,
  })
  const turns = new Histogram({
    name: 'usherr_turn_duration_seconds',
    help: 'From a text being stored to the end of its turn, where its reply is queued, by how it ended.',
    labelNames: ['ending'],
    buckets: TURN_SECONDS,
    registers,
  })
  const refused = new Counter({
    name: 'usherr_texts_refused_total',
    help: 'Texts that had no turn because of a limit, by which.',
    labelNames: ['limit'],
    registers,
  })
  const replies = new Histogram({
    name: 'usherr_reply_delay_seconds',
    help: 'From a text being stored to its reply being taken by Twilio.',
    buckets: TURN_SECONDS,
    registers,
  })
  const segments = new Counter({
    name: 'usherr_segments_sent_total',
    help: 'Segments of the texts that were sent.',
    registers,
  })
  const reports = new Counter({
    name: 'usherr_delivery_reports_total',
    help: 'What Twilio reported of texts that were sent.',
    labelNames: ['status'],
    registers,
  })

  return {
    textReceived(channel: Channel, isNew: boolean): void {
      texts.inc({ channel, delivery: isNew ? 'new' : 'redelivered' })
    },
    turnEnded: (ending: TurnEnding, afterMs: number): void =>
      turns.observe({ ending }, toSeconds(afterMs)),
    textRefused: (limit: TextLimit): void => refused.inc({ limit }),
    /** `afterMs` of a reply only. */
    textSent(segmentCount: number, afterMs: number | undefined): void {
      segments.inc(segmentCount)
      if (afterMs !== undefined) replies.observe(toSeconds(afterMs))
    },
    deliveryReported(status: string): void {
      reports.inc({ status: REPORTS.has(status) ? status : 'other' })
    },
  }
}

function callMeters(registry: Registry) {
  const registers = [registry]
  const model = new Histogram({
    name: 'usherr_model_call_duration_seconds',
    help: 'Model calls: answered, failed, or failed with plain commands standing in.',
    labelNames: ['outcome'],
    buckets: CALL_SECONDS,
    registers,
  })
  const tokens = new Counter({
    name: 'usherr_model_tokens_total',
    help: 'Tokens that the model provider counted.',
    labelNames: ['kind'],
    registers,
  })
  const arr = new Histogram({
    name: 'usherr_arr_request_duration_seconds',
    help: 'Requests to Radarr and Sonarr, by the class of the answer; none where none came.',
    labelNames: ['service', 'status'],
    buckets: CALL_SECONDS,
    registers,
  })
  const sends = new Histogram({
    name: 'usherr_send_duration_seconds',
    help: 'Attempts to send a text, by what became of them.',
    labelNames: ['outcome'],
    buckets: CALL_SECONDS,
    registers,
  })

  return {
    modelAnswered: (outcome: 'answered' | 'stand-in' | 'failed', ms: number): void =>
      model.observe({ outcome }, toSeconds(ms)),
    tokensUsed({ promptTokens, completionTokens }: TokenUsage): void {
      tokens.inc({ kind: 'prompt' }, promptTokens)
      tokens.inc({ kind: 'completion' }, completionTokens)
    },
    arrAnswered(service: 'radarr' | 'sonarr', status: number | undefined, ms: number): void {
      const kind = status === undefined ? 'none' : `${Math.floor(status / 100)}xx`
      arr.observe({ service, status: kind }, toSeconds(ms))
    },
    sendEnded: (outcome: SendOutcome['type'], ms: number): void =>
      sends.observe({ outcome }, toSeconds(ms)),
  }
}

function storeMeters(registry: Registry) {
  const registers = [registry]
  const tools = new Counter({
    name: 'usherr_tool_calls_total',
    help: 'Tool calls by what they came to; all that name no tool of ours count as unknown.',
    labelNames: ['tool', 'outcome'],
    registers,
  })
  const durations = new Histogram({
    name: 'usherr_commit_duration_seconds',
    help: 'Commits to the database, each of one or more changes.',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const changes = new Histogram({
    name: 'usherr_commit_changes',
    help: 'How many changes shared a commit.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    registers,
  })

  return {
    toolCalled: (tool: string, outcome: ToolOutcome['type']): void => tools.inc({ tool, outcome }),
    committed: ({ size, durationMs }: Batch): void => {
      durations.observe(toSeconds(durationMs))
      changes.observe(size)
    },
  }
}

type Gauges = ReturnType<typeof createGauges>

function createGauges(registry: Registry) {
  const registers = [registry]
  return {
    lengths: new Gauge({
      name: 'usherr_queue_length',
      help: 'Texts to answer (inbox), to send (outbox), that wait for their person (held) and given up (parked).',
      labelNames: ['queue'],
      registers,
    }),
    ages: new Gauge({
      name: 'usherr_queue_oldest_age_seconds',
      help: 'How old the oldest of a queue is; 0 where it is empty.',
      labelNames: ['queue'],
      registers,
    }),
    databaseSize: new Gauge({
      name: 'usherr_database_size_bytes',
      help: "The database's file, without its log.",
      registers,
    }),
    breakers: new Gauge({
      name: 'usherr_breaker_state',
      help: '1 for the state that the breaker of a service is in; open means that it is left alone.',
      labelNames: ['service', 'state'],
      registers,
    }),
  }
}

function setBreakers({ breakers }: Gauges, states: MetricsOptions['breakers']): void {
  for (const [service, breaker] of Object.entries(states)) {
    const current = breaker.state()
    for (const state of BREAKER_STATES) breakers.set({ service, state }, current === state ? 1 : 0)
  }
}

function setBacklog(
  { lengths, ages, databaseSize }: Gauges,
  backlog: Backlog | undefined,
  now: number,
) {
  for (const gauge of [lengths, ages]) gauge.reset()
  databaseSize.remove({})
  if (!backlog) return
  for (const queue of QUEUES) {
    const { length, oldestAt } = backlog[queue]
    lengths.set({ queue }, length)
    ages.set({ queue }, oldestAt === null ? 0 : toSeconds(now - oldestAt))
  }
  databaseSize.set(backlog.sizeBytes)
}

// A wall clock that was set back is no reason for a negative time.
function toSeconds(ms: number): number {
  return Math.max(0, ms) / 1000
}
