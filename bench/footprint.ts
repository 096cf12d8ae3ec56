import { setTimeout } from 'node:timers/promises'
import { median } from './latencies.ts'
import type { Outside } from './outside.ts'
import type { Row } from './report.ts'
import { startService } from './service.ts'

const STARTS = 5
const SETTLED_AFTER_MS = 3_000

/** From the start of the process until it can take texts, and its memory when nobody texts. */
export async function measureFootprint(folder: string, outside: Outside): Promise<Row[]> {
  const fresh: number[] = []
  const again: number[] = []
  let rssBytes = 0
  for (let start = 0; start < STARTS; start++) {
    const first = await startService({ folder, ...outside })
    fresh.push(first.startUpMs)
    await first.stop()
    const second = await startService({ folder, ...outside, home: first.home })
    again.push(second.startUpMs)
    if (start === STARTS - 1) {
      await setTimeout(SETTLED_AFTER_MS)
      rssBytes = (await second.usage()).rssBytes
    }
    await second.stop()
  }
  return [
    { name: 'start-up to ready, new database', figures: { ms: median(fresh) } },
    { name: 'start-up to ready, its own database', figures: { ms: median(again) } },
    { name: 'memory when nobody texts', figures: { rssMb: rssBytes / 1e6 } },
  ]
}
