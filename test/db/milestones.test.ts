import { expect, onTestFinished, test } from 'vitest'
import { markFirst, markLast, milestoneAt } from '../../src/db/milestones.ts'
import { openDatabase } from '../../src/db/open.ts'
import { databasePath } from '../helpers/store.ts'

test('of a milestone the first time is kept, or the last, as it was marked', () => {
  const db = openDatabase(databasePath())
  onTestFinished(() => void db.$client.close())

  markFirst(db, 'first_start', 1000)
  markFirst(db, 'first_start', 2000)
  markLast(db, 'restored', 3000)
  markLast(db, 'restored', 4000)

  expect(milestoneAt(db, 'first_start')).toBe(1000)
  expect(milestoneAt(db, 'restored')).toBe(4000)
})
