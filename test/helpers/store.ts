import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { createStore, type StoreOptions } from '../../src/store/store.ts'

/** A path for a database of the calling test's own; its folder goes when the test ends. */
export function databasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'usherr.db')
}

/** A store on a real file, closed when the calling test ends. */
export function openStore(options: Partial<StoreOptions> = {}) {
  const store = createStore({ path: databasePath(), ...options })
  onTestFinished(() => store.close())
  return store
}
