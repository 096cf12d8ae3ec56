import SQLite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { push } from '../../src/sync/push.ts'
import { createRemote } from '../../src/sync/remote.ts'
import { everyCopiedRow, everyRow } from '../helpers/copied.ts'
import { isInFull, seed } from '../helpers/faults-form.ts'
import { startMeddler } from '../helpers/meddler.ts'
import { HAS_SQLD, IF_SQLD, type Sqld, startSqld } from '../helpers/sqld.ts'
import { databasePath, openStore } from '../helpers/store.ts'

/** Writes beside the store, as whoever works on the database does: its triggers see it. */
function change(path: string, statement: string): void {
  const client = new SQLite(path)
  client.exec(statement)
  client.close()
}

/** Texts of one phone, from the first to the last number. */
const texts = (first: number, last: number) => `
  with recursive n(i) as (select ${first} union all select i + 1 from n where i < ${last})
  insert into inbox (sid, channel, address, body, media_count, received_at, state)
  select 'SM' || i, 'sms', '+14155550101', 'text ' || i, 0, i, 'done' from n`

const CHANGES = `${texts(251, 420)};
  update inbox set body = body || ', again' where position % 3 = 0;
  delete from inbox where position % 7 = 0;`

type Moment = 'amid' | 'after'

async function foundOn(sqld: Sqld) {
  const [state] = await sqld.rows('select tables from _usherr_sync').catch(() => [])
  return state && state['tables'] !== '[]' ? everyCopiedRow(sqld) : undefined
}

/**
 * Copies 250 texts and what else there is, then more than one step of changes, while the server is
 * killed once: at the request of that number, amid it or before its answer.
 */
async function pushOnceKilled(killAt: number, moment: Moment) {
  const sqld = await startSqld()
  let hasKilled = false
  const meddler = await startMeddler(
    () => sqld.url,
    async (request, forward) => {
      if (request !== killAt) return 'pass'
      hasKilled = true
      const forwarded = forward().catch(() => {})
      if (moment === 'after') await forwarded
      await sqld.kill()
      return 'lose'
    },
  )
  const path = databasePath()
  const { sync } = openStore({ path, isSynced: true })
  const remote = createRemote({ url: meddler.url })
  const { signal } = new AbortController()
  const pushNow = () => push({ local: sync, remote, signal, now: Date.now })

  const stood: Array<Record<string, string[]>> = []
  for (const statement of [texts(1, 250), CHANGES]) {
    change(path, statement)
    stood.push(everyRow(path))
    const isKilled = await pushNow().then(
      () => false,
      () => true,
    )
    if (isKilled) await sqld.start()
    // Whole, as it was at one of the moments; before the first of them there is nothing.
    expect([undefined, ...stood]).toContainEqual(isKilled ? await foundOn(sqld) : undefined)
    if (isKilled) await pushNow()
    expect(await everyCopiedRow(sqld)).toEqual(stood.at(-1))
  }
  expect((await sync.standing()).lag).toBe(0)
  return hasKilled
}

// In short one request in so many, from another one each time.
const STRIDE = 5

test.for<Moment>(['amid', 'after'])(
  `a server that is killed %s any request has every row after the next push, and is whole before it${IF_SQLD}`,
  { skip: !HAS_SQLD, timeout: 120_000 },
  async (moment) => {
    let killAt = isInFull ? 1 : 1 + (seed % STRIDE)
    while (await pushOnceKilled(killAt, moment)) killAt += isInFull ? 1 : STRIDE

    // Both the copy of everything and the changes after it took several requests.
    expect(killAt, `USHERR_SEED=${seed}`).toBeGreaterThan(11)
  },
)
