import { join } from 'node:path'
import { z } from 'zod'
import { startChild } from './child.ts'
import { median } from './latencies.ts'
import type { Load, LoadFigures } from './load.ts'
import type { Outside } from './outside.ts'
import { countRawCommits } from './raw-commits.ts'
import type { Row } from './report.ts'
import { startService } from './service.ts'

export interface Surroundings {
  /** Holds everything that the bench writes. */
  folder: string
  outside: Outside
  load: Load
}

const BareSchema = z.object({ port: z.number(), cpuMs: z.number() })

// More texts than are sent in that time.
const CLOSED = { connections: 50, texts: 40_000, durationMs: 2_000 }
const ROUNDS = 3
const OPEN_RATES = [50, 100, 200]
const OPEN_SECONDS = 10
const TURN_MS = 500
// Longer than the bench runs: a lane whose turn waits begins no other.
const NEVER_MS = 600_000

/**
 * Acknowledgements without turns, beside the least that could be done with a text: verify it, or
 * store one row. They are measured by turns, so that a busy machine is busy for all of them.
 */
export async function compareAcknowledgements({ folder, outside, load }: Surroundings) {
  await outside.setModelMs(NEVER_MS)
  const bare = startChild(new URL('bare-route.ts', import.meta.url))
  const usage = () => bare.ask(BareSchema)
  const bareRoute = { port: (await usage()).port, usage }
  const service = await startService({ folder, ...outside })
  const rounds: Array<{ bare: LoadFigures; stored: LoadFigures; commits: number }> = []
  try {
    for (let round = -1; round < ROUNDS; round++) {
      const figures = {
        bare: await load.send(bareRoute, CLOSED),
        stored: await load.send(service, CLOSED),
        commits: countRawCommits(join(folder, `raw-${round}.db`), CLOSED.durationMs / 2),
      }
      // The first one warms them up.
      if (round >= 0) rounds.push(figures)
    }
  } finally {
    await Promise.all([bare.stop(), service.stop()])
  }
  const ofBareRoute = median(rounds.map((one) => one.stored.perSecond / one.bare.perSecond))
  return [
    { name: 'bare route: verified, not stored', figures: medians(rounds.map((one) => one.bare)) },
    {
      name: 'raw durable commits, one row each',
      figures: { perSecond: median(rounds.map(({ commits }) => commits)) },
    },
    {
      name: 'texts acknowledged, closed loop of 50, no turns',
      figures: { ...medians(rounds.map((one) => one.stored)), ofBareRoute },
      target: 'at least 0.5 of the bare route',
      isReached: ofBareRoute >= 0.5,
    },
  ] satisfies Row[]
}

/** Acknowledgements while twenty turns run at a time, in a closed loop and at rates of their own. */
export async function measureBesideTurns({ folder, outside, load }: Surroundings): Promise<Row[]> {
  await outside.setModelMs(TURN_MS)
  const service = await startService({ folder, ...outside })
  try {
    await load.send(service, CLOSED)
    const before = (await outside.state()).sent
    const startedAt = performance.now()
    const closed = await load.send(service, { ...CLOSED, durationMs: 5_000 })
    const turns = (await outside.state()).sent - before
    const turnsPerSecond = (turns / (performance.now() - startedAt)) * 1000
    const { rssBytes } = await service.usage()

    const open: Row[] = []
    for (const perSecond of OPEN_RATES) {
      const texts = perSecond * OPEN_SECONDS
      const figures = await load.send(service, { connections: 50, texts, perSecond })
      open.push(toOpenRow(perSecond, figures))
    }
    return [
      {
        name: 'the same with turns running, 20 at a time',
        figures: { ...closed, turnsPerSecond },
        target: 'at least 3,000 a second, and turns complete',
        isReached: closed.perSecond >= 3_000 && turns > 0,
      },
      ...open,
      { name: 'memory under that load', figures: { rssMb: rssBytes / 1e6 } },
    ]
  } finally {
    await service.stop()
  }
}

function toOpenRow(rate: number, figures: LoadFigures): Row {
  const row = { name: `open loop of ${rate} a second, turns running`, figures }
  if (rate !== 200) return row
  return { ...row, target: 'p99 at most 25 ms', isReached: figures.p99Ms <= 25 }
}

function medians(all: readonly LoadFigures[]): LoadFigures {
  return {
    perSecond: median(all.map(({ perSecond }) => perSecond)),
    p50Ms: median(all.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(all.map(({ p99Ms }) => p99Ms)),
    cpuMicros: median(all.map(({ cpuMicros }) => cpuMicros)),
  }
}
