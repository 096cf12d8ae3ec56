import { takeLock } from '../db/lock.ts'
import { unusable } from '../db/unusable.ts'
import { createStore, type StoreOptions } from './store.ts'

/**
 * The store, owned by this process alone.
 *
 * @throws {DatabaseInUseError} that says who owns it
 * @throws {DatabaseUnusableError} that says why nobody can
 */
export function openOwnStore(options: StoreOptions) {
  const lock = takeLock(options.path, options.now)
  try {
    return { lock, store: createStore(options) }
  } catch (cause) {
    lock.release()
    throw unusable(options.path, cause)
  }
}
