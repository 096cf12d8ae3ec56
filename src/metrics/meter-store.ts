import type { Store } from '../store/store.ts'
import type { Tool } from '../tools/tool.ts'
import type { Metrics } from './metrics.ts'

export interface MeterStoreOptions {
  store: Store
  metrics: Pick<
    Metrics,
    'textReceived' | 'textRefused' | 'toolCalled' | 'textSent' | 'deliveryReported'
  >
  tools: readonly Pick<Tool, 'name'>[]
  /** Epoch milliseconds. */
  now: () => number
}

/** `store`, with what becomes durable counted once it is. */
export function meterStore({ store, metrics, tools, now }: MeterStoreOptions): Store {
  const { inbox, rounds, outbox } = store
  const names = new Set(tools.map(({ name }) => name))
  // A model makes up names, and each would be a time series for good.
  const known = (name: string | null | undefined) => (name && names.has(name) ? name : 'unknown')

  return {
    ...store,
    inbox: {
      ...inbox,
      accept: async (text) => {
        const stored = await inbox.accept(text)
        metrics.textReceived(text.channel, stored.isNew)
        return stored
      },
      refuse: async (refusal) => {
        await inbox.refuse(refusal)
        metrics.textRefused(refusal.over.limit)
      },
    },
    rounds: {
      ...rounds,
      saveStep: async (round, step) => {
        const saved = await rounds.saveStep(round, step)
        const outcome = step.metadata?.outcome
        if (outcome) metrics.toolCalled(known(step.name), outcome.type)
        return saved
      },
    },
    outbox: {
      ...outbox,
      markSent: async (id, providerSid) => {
        await outbox.markSent(id, providerSid)
        const sent = await outbox.sentText(id)
        if (!sent) return
        const { segments, receivedAt } = sent
        metrics.textSent(segments, receivedAt === null ? undefined : now() - receivedAt)
      },
      record: async (report) => {
        await outbox.record(report)
        metrics.deliveryReported(report.status)
      },
    },
  }
}
