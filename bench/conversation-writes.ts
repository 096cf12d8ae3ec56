import { createConversation, findConversation } from '../src/db/conversations.ts'
import { newId } from '../src/db/ids.ts'
import { messagesInParts, saveMessage } from '../src/db/messages.ts'
import { openDatabase } from '../src/db/open.ts'
import { insertAsItWas } from '../src/db/transfer.ts'
import type { Tx } from '../src/db/tx.ts'
import { readSnapshotBeside } from '../src/store/beside.ts'
import { createStore } from '../src/store/store.ts'
import { exportJson } from '../src/transfer/export-json.ts'
import { median } from './latencies.ts'
import { type Row, rounded } from './report.ts'

const APPENDS = 1_000
// A round that none of the filled conversations has come to.
const LATER_ROUND = 1_000

/** What a message takes of a transaction, and what the commit takes that makes it durable. */
export function measureAppends(path: string, ids: readonly string[]): Row {
  const db = openDatabase(path)
  const appendMs: number[] = []
  const commitMs: number[] = []
  for (let at = -APPENDS / 4; at < APPENDS; at++) {
    const conversationId = ids[Math.abs(at * 7_919) % ids.length] ?? ''
    const content = `how far is The Wire (2002), the ${at}th time of asking?`
    const message = { conversationId, round: LATER_ROUND, role: 'user', content } as const
    db.$client.exec('BEGIN IMMEDIATE')
    const startedAt = performance.now()
    saveMessage(db, message, Date.now())
    const savedAt = performance.now()
    db.$client.exec('COMMIT')
    if (at < 0) continue
    appendMs.push(savedAt - startedAt)
    commitMs.push(performance.now() - savedAt)
  }
  db.$client.close()
  const ms = median(appendMs)
  return {
    name: 'append, beyond its durable commit',
    figures: { ms, commitMs: median(commitMs) },
    target: 'at most 1 ms',
    isReached: rounded(ms) <= 1,
  }
}

const LENGTHS = [1_000, 10_000]
// Not every object of a page is gone at once; a conversation held as a whole takes 10 MB and more.
const MOST_GROWTH_MB = 5

/** The most memory that an export holds at any time, of a short conversation and of a long one. */
export async function measureExport(path: string, userId: string): Promise<Row[]> {
  const peaks: Array<{ length: number; peakMb: number; ms: number }> = []
  for (const length of LENGTHS) {
    write(path, (tx) => insertLong(tx, { id: `long-${length}`, userId, length }))
    // The first run compiles the code.
    await exportPeak(path, `long-${length}`)
    peaks.push({ length, ...(await exportPeak(path, `long-${length}`)) })
  }
  const [short, long] = peaks
  const growthMb = (long?.peakMb ?? NaN) - (short?.peakMb ?? NaN)
  return [
    {
      name: 'export of 10,000 messages',
      figures: { ms: long?.ms ?? NaN, heapMb: long?.peakMb ?? NaN, moreThanOf1000Mb: growthMb },
      target: `at most ${MOST_GROWTH_MB} MB more than of 1,000`,
      isReached: growthMb <= MOST_GROWTH_MB,
    },
  ]
}

async function exportPeak(path: string, id: string) {
  return readSnapshotBeside(path, async (tx) => {
    const conversation = findConversation(tx, id)
    if (!conversation) throw new Error(`There is no conversation ${id}`)
    const messages = messagesInParts(tx, id)
    const user = { phone: '+14155000005', name: null }
    const before = heapUsed()
    const startedAt = performance.now()
    let peak = before
    let pieces = 0
    for (const piece of exportJson({ conversation, user, tags: [], messages })) {
      if (piece !== '' && ++pieces % 250 === 0) peak = Math.max(peak, heapUsed())
    }
    return { ms: performance.now() - startedAt, peakMb: (peak - before) / 1_048_576 }
  })
}

/** Of what is still in use; needs `--expose-gc`. */
function heapUsed(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** How long the pruning of a long conversation holds the lock that texts wait for. */
export async function measureRemoval(path: string): Promise<Row> {
  const heldMs: number[] = []
  const store = createStore({ path, onCommit: ({ durationMs }) => void heldMs.push(durationMs) })
  const before = process.cpuUsage()
  await store.conversations.prune('long-10000', Infinity)
  const { user, system } = process.cpuUsage(before)
  store.close()
  const maxMs = Math.max(...heldMs)
  return {
    name: 'pruning of 10,000 messages, the longest commit',
    figures: {
      ms: median(heldMs),
      maxMs,
      commits: heldMs.length,
      cpuMs: (user + system) / 1000,
    },
    target: 'at most 50 ms',
    isReached: rounded(maxMs) <= 50,
  }
}

interface Long {
  id: string
  userId: string
  length: number
}

function insertLong(tx: Tx, { id, userId, length }: Long): void {
  const now = Date.UTC(2026, 8, 1)
  createConversation(tx, { id, userId }, now)
  const empty = { toolCalls: null, toolCallId: null, name: null, model: null, metadata: null }
  const free = { promptTokens: null, completionTokens: null, totalTokens: null }
  for (let at = 0; at < length; at++) {
    const [role, content] =
      at % 2 === 0
        ? (['user', `how far is The Wire (2002), the ${at}th time of asking?`] as const)
        : (['assistant', 'The Wire (2002) is on its way: 62%, about 40 minutes left.'] as const)
    const place = { conversationId: id, round: Math.floor(at / 2) + 1, sequence: at % 2 }
    const message = { ...empty, ...free, ...place, role, content, reasoningContent: null }
    insertAsItWas(tx, { ...message, id: newId(), createdAt: now + at })
  }
}

function write(path: string, run: (tx: Tx) => void): void {
  const db = openDatabase(path)
  db.$client.transaction(() => run(db)).immediate()
  db.$client.close()
}
