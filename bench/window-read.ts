import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createStore } from '../src/store/store.ts'
import { fillDatabase, type Filling } from './fill-database.ts'
import { percentile } from './latencies.ts'
import { type Row, rounded } from './report.ts'

const SIZES: Omit<Filling, 'path'>[] = [
  { messages: 20, conversations: 1 },
  { messages: 10_000, conversations: 1 },
  { messages: 10_000, conversations: 100 },
  { messages: 1_000_000, conversations: 10_000 },
]

// HISTORY_MESSAGES as it is set by itself, and the text that is answered.
const LIMIT = 51
const READS = 2_000

/** What a turn reads of its conversation, with more and more of others' beside it. */
export async function measureWindowReads(folder: string): Promise<Row[]> {
  const rows: Row[] = []
  for (const size of SIZES) {
    const path = join(folder, 'filled.db')
    const ids = fillDatabase({ ...size, path })
    const { medianMs, p99Ms } = await readWindows(path, ids)
    const name = `window read, ${inWords(size.messages)} messages in ${inWords(size.conversations)}`
    rows.push({
      name,
      figures: { ms: medianMs, p99Ms },
      ...(size.messages === 1_000_000 && {
        target: 'at most 0.5 ms, and flat',
        isReached: rounded(medianMs) <= 0.5,
      }),
    })
    rmSync(path)
  }
  return rows
}

/** Conversations in an order of their own, so that no page is read because it just was. */
async function readWindows(path: string, ids: readonly string[]) {
  const store = createStore({ path })
  const timesMs: number[] = []
  // The first reads warm the code up.
  for (let read = -READS / 4; read < READS; read++) {
    const id = ids[Math.floor(Math.random() * ids.length)] ?? ''
    const startedAt = performance.now()
    await store.rounds.history(id, LIMIT)
    if (read >= 0) timesMs.push(performance.now() - startedAt)
  }
  store.close()
  const sorted = Float64Array.from(timesMs).sort()
  return { medianMs: percentile(sorted, 50), p99Ms: percentile(sorted, 99) }
}

function inWords(count: number): string {
  return count.toLocaleString('en')
}
