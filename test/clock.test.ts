import { expect, test } from 'vitest'
import { type Household, KIM, SAM, startHousehold } from './helpers/household.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const REMOVED = 'Removed Heat (1995) and its file (14 GB).'
const UNCLEAR =
  "Radarr stopped answering, so I can't tell yet what became of Heat (1995). I'll keep looking and text you."

const JUMPS = [
  ['an hour back', -HOUR],
  ['a day forward', DAY],
] as const

test.for(JUMPS)(
  'clock an hour back and a day forward: %s, each text that waits is answered once, in order',
  async ([, ms]) => {
    const household = await startHousehold()
    const release = household.holdRadarr()
    await household.deliver(SAM, 'is heat in?')
    await household.deliver(SAM, 'thanks')
    await household.deliver(KIM, 'thanks')
    await household.told(KIM, 'Any time.')

    household.jump(ms)
    await household.deliver(SAM, 'hi')
    release()
    await household.settled()

    expect(household.sentTo(SAM)).toEqual([
      'Heat (1995) is here.',
      'Any time.',
      expect.stringMatching(/^Hi Sam, /),
    ])
    expect(household.sentTo(KIM)).toEqual(['Any time.'])
  },
)

test('clock an hour back: an open question is answered as ever, once', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  household.jump(-HOUR)

  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
  expect(deletes(household)).toBe(1)
})

test('clock a day forward: an open question has lapsed, and removes nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  household.jump(DAY)

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That question has lapsed and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(deletes(household)).toBe(0)
})

test.for(JUMPS)(
  'clock %s: an outcome that is looked into is told as soon as it can be learnt',
  async ([, ms]) => {
    const household = await startHousehold()
    await loseSight(household)
    expect(await household.text(SAM, 'YES 4821')).toBe(UNCLEAR)

    household.jump(ms)
    household.radarr.intercept = () => 'pass'

    await household.told(SAM, REMOVED)
    await household.settled()
    expect(household.sentTo(SAM).filter((body) => body === REMOVED)).toHaveLength(1)
    expect(deletes(household)).toBe(1)
  },
)

test('clock an hour back: an outcome is looked for an hour from then, not two', async () => {
  const household = await startHousehold()
  await loseSight(household)
  await household.text(SAM, 'YES 4821')

  household.jump(-HOUR)
  await household.recorded(
    `select 1 from pending_actions where next_check_at < ${household.now() + 2 * MINUTE}`,
  )
  household.jump(HOUR)

  await household.recorded("select 1 from pending_actions where state = 'unknown'")
  await expect.poll(() => household.sentTo(SAM)).toHaveLength(3)
})

/** Radarr removes what it is told to, says nothing of it, and is away from then on. */
async function loseSight({ radarr, text }: Household): Promise<void> {
  await text(SAM, 'delete heat')
  radarr.intercept = ({ method }) => {
    if (method !== 'DELETE') return 'pass'
    radarr.intercept = () => 'drop'
    return 'act-then-drop'
  }
}

const deletes = ({ radarr }: Household) =>
  radarr.requests.filter(({ method, answer }) => method === 'DELETE' && answer?.status === 200)
    .length
