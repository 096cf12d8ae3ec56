import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { createStore, type Store } from '../src/store/store.ts'
import { measureAppends, measureExport, measureRemoval } from './conversation-writes.ts'
import { fillDatabase, TAG } from './fill-database.ts'
import { KNOWN_WORDS } from './known-words.ts'
import { percentile } from './latencies.ts'
import { type Row, rounded } from './report.ts'

const SIZE = { messages: 1_000_000, conversations: 10_000, users: 100 }
const FIRST_PAGE = { limit: 50, page: 1 }
const DAY_MS = 86_400_000

interface Filled {
  store: Store
  path: string
  userId: string
}

interface Measured {
  name: string
  runs: number
  run: () => Promise<unknown>
  limitMs?: number
}

/** What an operator waits for, and a text, with a million messages in ten thousand conversations. */
export async function measureConversations(folder: string): Promise<Row[]> {
  const path = join(folder, 'conversations.db')
  const ids = fillDatabase({ ...SIZE, path })
  const store = createStore({ path })
  const user = await store.users.findByPhone('+14155000005')
  if (!user) throw new Error('The database was filled without its users')
  const filled = { store, path, userId: user.id }
  try {
    const rows: Row[] = []
    for (const measured of [...lists(filled), ...searches(filled), ...accounts(filled)]) {
      rows.push(await timed(measured))
    }
    rows.push(measureAppends(path, ids))
    rows.push(...(await measureExport(path, user.id)), await measureRemoval(path))
    return rows
  } finally {
    store.close()
    rmSync(path)
  }
}

function lists({ store, userId }: Filled): Measured[] {
  const list = (name: string, filter: object, page = 1): Measured => ({
    name: `list of 50, ${name}`,
    runs: 50,
    run: () => store.conversations.list(filter, { limit: 50, page }),
    limitMs: 10,
  })
  return [
    list('all', {}),
    list('last page of 200', {}, 200),
    list('one user', { userId }),
    list('one status, last page', { status: 'archived' }, 198),
    list('a status that none has', { status: 'paused' }),
    list('one tag', { tag: TAG }),
  ]
}

function searches({ store, userId }: Filled): Measured[] {
  const { common, oneInFifty, rare } = KNOWN_WORDS
  const search = (words: string, filter: object, name: string, limitMs?: number): Measured => ({
    name: `search ${name}`,
    runs: 20,
    run: () => store.conversations.search(words, { order: 'newest', ...filter }, FIRST_PAGE),
    ...(limitMs !== undefined && { limitMs }),
  })
  const since = Date.UTC(2026, 2, 1)
  return [
    search(oneInFifty, { order: 'best' }, 'one in 50, ranked', 50),
    search(oneInFifty, {}, 'one in 50, newest', 50),
    search(common, {}, 'one in 2, newest', 50),
    search(rare, {}, 'a handful, newest', 50),
    search('xylophone', {}, 'said by nobody, newest', 50),
    search(common, { userId }, 'one in 2, one user', 50),
    search('xylophone', { userId }, 'by one who never said it', 50),
    search(common, { status: 'paused' }, 'one in 2, no such status', 50),
    search(common, { until: since }, 'one in 2, long ago', 50),
    search(common, { since, until: since + DAY_MS }, 'one in 2, one day', 50),
    search(common, { order: 'best' }, 'one in 2, ranked'),
    search('zq', {}, 'two letters that nobody said'),
  ]
}

function accounts({ store, path }: Filled): Measured[] {
  return [
    { name: 'accounts of all', runs: 10, run: () => store.conversations.stats({}) },
    { name: 'counters verified', runs: 2, run: () => store.conversations.miscounted() },
    {
      name: 'whose texts are old',
      runs: 2,
      run: () => store.conversations.prunable({ before: Date.UTC(2026, 1, 1) }),
    },
    { name: 'opened', runs: 10, run: async () => createStore({ path }).close() },
  ]
}

/** One after the other, once without its time taken. */
async function timed({ name, runs, run, limitMs }: Measured): Promise<Row> {
  await run()
  const timesMs: number[] = []
  const before = process.cpuUsage()
  for (let at = 0; at < runs; at++) {
    const startedAt = performance.now()
    await run()
    timesMs.push(performance.now() - startedAt)
  }
  const { user, system } = process.cpuUsage(before)
  const sorted = Float64Array.from(timesMs).sort()
  const ms = percentile(sorted, 50)
  return {
    name,
    figures: { ms, p99Ms: percentile(sorted, 99), cpuMs: (user + system) / 1000 / runs },
    ...(limitMs !== undefined && {
      target: `at most ${limitMs} ms`,
      isReached: rounded(ms) <= limitMs,
    }),
  }
}
