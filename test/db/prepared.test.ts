import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { given, prepared } from '../../src/db/prepared.ts'
import { milestones } from '../../src/db/schema/records.ts'
import type { Tx } from '../../src/db/tx.ts'

test('a prepared query is built once for each database, and each answers from its own rows', () => {
  const [one, other] = [openWithFirstStart(1), openWithFirstStart(2)]
  let built = 0
  const query = prepared((tx: Tx) => {
    built++
    return tx
      .select({ at: milestones.at })
      .from(milestones)
      .where(eq(milestones.name, given('name')))
  })

  const found = [one, other, one, other].map((tx) => query(tx).get({ name: 'first_start' })?.at)

  expect(found).toEqual([1, 2, 1, 2])
  expect(query(one).get({ name: 'restored' })).toBeUndefined()
  expect(built).toBe(2)
})

function openWithFirstStart(at: number) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-prepared-'))
  const db = openDatabase(join(folder, 'usherr.db'))
  onTestFinished(() => {
    db.$client.close()
    rmSync(folder, { recursive: true })
  })
  db.insert(milestones).values({ name: 'first_start', at }).run()
  return db
}
