import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { nextToSend } from '../../src/db/outbox.ts'

test('what goes next to a phone is found among what is unsent, however much was sent to it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-outbox-'))
  const db = openDatabase(join(folder, 'usherr.db'))
  onTestFinished(() => {
    db.$client.close()
    rmSync(folder, { recursive: true })
  })
  const prepare = vi.spyOn(db.$client, 'prepare')

  nextToSend(db, { address: '+14155550101', channel: 'sms' }, 1)

  const [query = ''] = prepare.mock.calls[0] ?? []
  const places = Array.from(query.matchAll(/\?/g), () => 1)
  const plan = db.$client.prepare(`EXPLAIN QUERY PLAN ${query}`).all(...places)
  expect(JSON.stringify(plan)).toContain('SEARCH outbox USING INDEX outbox_unsent (address=?)')
})
