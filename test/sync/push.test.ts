import { expect, test } from 'vitest'
import { copied, everyRow } from '../helpers/copied.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { HAS_SQLD, IF_SQLD, startSqld } from '../helpers/sqld.ts'
import { eventually } from '../helpers/until.ts'

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
