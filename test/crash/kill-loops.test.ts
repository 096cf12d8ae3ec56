import { expect, test } from 'vitest'
import { setUpCrashTests } from '../helpers/crash-household.ts'
import { killUnderLoad, TEXTS_A_ROUND } from '../helpers/crash-load.ts'
import { isInFull, seed } from '../helpers/faults-form.ts'
import { createRandom } from '../helpers/random.ts'

setUpCrashTests()

const ROUNDS = isInFull ? 20 : 1

test.for([500, 0])(
  `order within a phone under kills at random moments (${ROUNDS} times 50 texts, a model that takes %d ms): none lost, none doubled`,
  async (modelMs) => {
    const tally = await killUnderLoad({ rounds: ROUNDS, modelMs, random: createRandom(seed) })

    const { roundsCut, ...rest } = tally
    expect(rest, `USHERR_SEED=${seed}`).toEqual({
      texts: ROUNDS * TEXTS_A_ROUND,
      lost: 0,
      doubled: 0,
      outOfOrder: 0,
      oddAdds: 0,
      unfinished: [],
      miscounted: [],
    })
    expect(roundsCut, `USHERR_SEED=${seed}`).toBeGreaterThanOrEqual(isInFull ? ROUNDS / 2 : 0)
  },
)
