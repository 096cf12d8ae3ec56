import {
  type CrashHousehold,
  type CrashHouseholdOptions,
  type CrashService,
  type PhoneText,
  startCrashHousehold,
} from './crash-household.ts'
import { isInFull } from './faults-form.ts'

/** At which points these tests kill: said in the title of each. */
export const POINTS = isInFull ? 'in full' : 'in short: where something is left behind'

export interface Scenario<T> {
  setting?: CrashHouseholdOptions
  /** Does what comes before, and resolves with the texts during which the service is killed. */
  texts: (household: CrashHousehold, service: CrashService) => Promise<PhoneText[]>
  /** What is otherwise by the time another service is started. */
  whileDead?: (household: CrashHousehold) => void
  /** What became of it, when another service has come to rest. */
  outcome: (household: CrashHousehold, service: CrashService) => Promise<T>
}

export interface KilledRun<T> {
  killedAt: string
  /** How many of the texts had been acknowledged, and how many replies that led to. */
  acknowledged: number
  replied: number
  outcome: T
}

// Most of a run is the start of two processes.
const AT_ONCE = 2

/**
 * Runs `scenario` in a household of its own with a kill at the first event, at the second, … until
 * it comes to its end before that event. Resolves with the runs that were killed.
 *
 * In short, what is killed at an event that leaves nothing behind is left out: the next start finds
 * what it would have found after the event before.
 */
export async function killAtEachEvent<T>(scenario: Scenario<T>): Promise<KilledRun<T>[]> {
  const runs: KilledRun<T>[] = []
  let next = 1
  let isOver = false

  async function work(): Promise<void> {
    while (!isOver) {
      const killAt = next++
      const run = await runWithKill(scenario, killAt).catch((error: unknown) => {
        isOver = true
        throw error
      })
      if (run) runs.push(run)
      else isOver = true
    }
  }
  const workers = Array.from({ length: AT_ONCE }, work)
  // When one fails, the other still closes what it has opened.
  await Promise.allSettled(workers)
  await Promise.all(workers)
  return runs
}

/** Texts of several people, each of which is sent when the one before has been answered. */
export type Way = ReadonlyArray<(household: CrashHousehold) => PhoneText>

/** Kills at each event of the text at `step` (from 0), and goes the rest of the way afterwards. */
export function killAtEachEventOf<T>(
  way: Way,
  step: number,
  { outcome, ...scenario }: Omit<Scenario<T>, 'texts'>,
): Promise<KilledRun<T>[]> {
  return killAtEachEvent({
    ...scenario,
    async texts(household, service) {
      await go(way.slice(0, step), household, service)
      return way.slice(step, step + 1).map((text) => text(household))
    },
    async outcome(household, service) {
      await go(way.slice(step + 1), household, service)
      return outcome(household, service)
    },
  })
}

/** Sends the texts of a way, each when nothing is left to do about the one before. */
export async function go(
  way: Way,
  household: CrashHousehold,
  service: CrashService,
): Promise<void> {
  for (const text of way) {
    await service.deliver(text(household))
    await service.settled()
  }
}

async function runWithKill<T>(
  { setting, texts, whileDead, outcome }: Scenario<T>,
  killAt: number,
): Promise<KilledRun<T> | undefined> {
  const household = await startCrashHousehold(setting)
  try {
    const killed = await household.startService()
    const delivered = await texts(household, killed)
    const repliesBefore = household.sent().length
    await killed.killAt(killAt, isInFull ? 'all' : 'lasting')
    const acknowledged = await deliverUntilRefused(killed, delivered)
    if (await killed.settled()) return undefined

    whileDead?.(household)
    const restarted = await household.startService()
    await restarted.settled()
    const replied = household.sent().length - repliesBefore

    // What nobody acknowledged comes again, and so does what was acknowledged too late.
    await deliverUntilRefused(restarted, delivered)
    await restarted.settled()
    const killedAt = `event ${killAt}: ${killed.lastEvent}`
    return { killedAt, acknowledged, replied, outcome: await outcome(household, restarted) }
  } finally {
    await household.close()
  }
}

async function deliverUntilRefused(service: CrashService, texts: PhoneText[]): Promise<number> {
  let acknowledged = 0
  for (const text of texts) {
    if (!(await service.deliver(text))) break
    acknowledged += 1
  }
  return acknowledged
}
