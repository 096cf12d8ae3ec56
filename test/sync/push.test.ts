import { once } from 'node:events'
import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { createBackgroundSync } from '../../src/sync/background.ts'
import { push } from '../../src/sync/push.ts'
import { createRemote } from '../../src/sync/remote.ts'
import { copied, everyCopiedRow, everyRow } from '../helpers/copied.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { type Fate, startMeddler } from '../helpers/meddler.ts'
import { HAS_SQLD, IF_SQLD, startSqld } from '../helpers/sqld.ts'
import { databasePath, openStore } from '../helpers/store.ts'
import { eventually, until } from '../helpers/until.ts'

test.runIf(HAS_SQLD)(
  `what a household says and does stands on the server, row for row${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const household = await startHousehold({ env: { SYNC_URL: sqld.url } })
    const { databasePath } = household.config

    await household.text(SAM, 'add heat')
    await copied(databasePath, sqld)
    await household.text(KIM, 'is dune in?')
    await household.text(SAM, 'remove heat')
    await household.text(SAM, 'yes 4821')
    household.sql(
      'delete from conversations where user_id = (select id from users where phone = ?)',
      KIM,
    )

    await copied(databasePath, sqld)
    const { messages, media_requests, outbox } = everyRow(databasePath)
    expect([messages, media_requests, outbox].every((rows) => rows && rows.length > 0)).toBe(true)
    await eventually(async () => {
      const { body } = await household.get('/health')
      expect(body).toMatchObject({ sync: { state: 'up', lag: 0 } })
    })
  },
)

test.runIf(HAS_SQLD)(
  `of two that push without knowing of each other one is refused${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const path = databasePath()
    const { sync } = openStore({ path, isSynced: true })
    const pushTo = (url: string) =>
      push({
        local: sync,
        remote: createRemote({ url }),
        signal: new AbortController().signal,
        now: Date.now,
      })
    // The other is done just before the first step of this one is at the server.
    const meddler = await startMeddler(
      () => sqld.url,
      async (request): Promise<Fate> => {
        if (request === 6) await pushTo(sqld.url)
        return 'pass'
      },
    )

    await expect(pushTo(meddler.url)).rejects.toMatchObject({
      failure: 'taken',
      message: 'Another Usherr has just written to SYNC_URL.',
    })
    expect(await everyCopiedRow(sqld)).toEqual(everyRow(path))
  },
)

test.runIf(HAS_SQLD)(
  `a turn is copied once it has ended, not at the next look${IF_SQLD}`,
  async () => {
    const sqld = await startSqld()
    const path = databasePath()
    const { sync, users } = openStore({ path, isSynced: true })
    const waits: number[] = []
    const background = createBackgroundSync({
      local: sync,
      remote: createRemote({ url: sqld.url }),
      log: createLog('silent'),
      now: Date.now,
      // What lasts a minute ends when it is given up, and what lasts seconds at once.
      pause: async (ms, signal) => {
        waits.push(ms)
        if (ms === 60_000) await once(signal, 'abort')
      },
      random: () => 0.5,
    })
    onTestFinished(() => background.stop())
    background.start()
    await until(() => expect(waits).toEqual([60_000]))

    await users.seed([{ phone: SAM, role: 'admin' }])
    expect(waits).toEqual([60_000])
    background.wake()

    await copied(path, sqld)
    await until(() => expect(waits).toEqual([60_000, 2_000, 60_000]))
  },
)
