import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { compareAcknowledgements, measureBesideTurns } from './acknowledgements.ts'
import { measureConversations } from './conversations.ts'
import { measureFootprint } from './footprint.ts'
import { startLoad } from './load.ts'
import { startOutside } from './outside.ts'
import { type Row, rounded, toTable } from './report.ts'
import { measureTurnCost } from './turn-cost.ts'
import { measureWindowReads } from './window-read.ts'

// Four minutes on a quiet machine.
const GIVE_UP_AFTER_MS = 15 * 60_000
const RESULTS = new URL('results.json', import.meta.url)

/** Everything in one run, so that its figures can stand beside each other. */
async function measure(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-bench-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const outside = await startOutside()
  const load = startLoad()
  try {
    const sections = [
      () => compareAcknowledgements({ folder, outside, load }),
      () => measureBesideTurns({ folder, outside, load }),
      () => measureTurnCost(folder, outside),
      () => measureFootprint(folder, outside),
      () => measureWindowReads(folder),
      () => measureConversations(folder),
    ]
    const rows: Row[] = []
    for (const section of sections) {
      const measured = await section()
      process.stdout.write(`${toTable(measured)}\n`)
      rows.push(...measured)
    }
    return rows
  } finally {
    await Promise.all([load.stop(), outside.stop()])
  }
}

function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: new URL('..', import.meta.url), encoding: 'utf8' }).trim()
  return git('rev-parse', '--short', 'HEAD') + (git('status', '--porcelain') ? ' and changes' : '')
}

setTimeout(() => {
  process.stderr.write('The bench takes too long and is given up.\n')
  process.exit(1)
}, GIVE_UP_AFTER_MS).unref()

const commitId = commit()
const startedAt = new Date()
const rows = await measure()
const results = {
  date: startedAt.toISOString(),
  seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
  node: process.version,
  cores: cpus().length,
  cpu: cpus()[0]?.model,
  commit: commitId,
  rows: rows.map((row) => ({
    ...row,
    figures: Object.fromEntries(
      Object.entries(row.figures).map(([what, value]) => [what, rounded(value)]),
    ),
  })),
}
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`)
