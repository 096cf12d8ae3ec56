import { expect, onTestFinished, test } from 'vitest'
import { openOwnStore } from '../../src/store/owned.ts'
import { databasePath } from '../helpers/store.ts'

test('whoever is refused a database is told since when it is owned, by the clock it was opened with', () => {
  const path = databasePath()
  const now = () => Date.UTC(2026, 10, 20, 12)
  const { lock, store } = openOwnStore({ path, now })
  onTestFinished(() => {
    store.close()
    lock.release()
  })

  expect(() => openOwnStore({ path })).toThrow(', since 2026-11-20 12:00 UTC) works on ')
})
