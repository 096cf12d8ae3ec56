import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isInFull, seed } from '../helpers/faults-form.ts'
import { episode } from './actions.ts'
import { startScene } from './scene.ts'

const RUNS = isInFull ? 300 : 16
// What fails is made shorter, which takes longer than what holds.
const LONGEST_MS = (isInFull ? 60 : 10) * 60_000

test(
  'whatever is texted in whatever order, only the right answer deletes, and once',
  async () => {
    const walks = fc.array(episode, { minLength: 4, maxLength: 8, size: 'max' })
    const holds = fc.asyncProperty(walks, async (walk) => {
      const scene = await startScene()
      for (const action of walk.flat()) await scene.perform(action)
      await scene.stop()
    })

    const result = await fc.check(holds, { numRuns: RUNS, seed })

    // The report names the seed, the shortest walk that fails, and what was seen at its end.
    expect(result.failed && fc.defaultReportMessage(result)).toBe(false)
  },
  LONGEST_MS,
)
