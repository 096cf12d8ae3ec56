import { takeLock } from '../db/lock.ts'
import { AppError, DatabaseUnusableError, messageOf } from '../errors.ts'
import { createStore, type StoreOptions } from './store.ts'

/**
 * The store, owned by this process alone.
 *
 * @throws {DatabaseInUseError} that says who owns it
 * @throws {DatabaseUnusableError} that says why nobody can
 */
export function openOwnStore(options: StoreOptions) {
  const lock = takeLock(options.path)
  try {
    return { lock, store: createStore(options) }
  } catch (cause) {
    lock.release()
    if (cause instanceof AppError) throw cause
    const message = `DATABASE_PATH ${options.path} cannot be used: ${messageOf(cause)}`
    throw new DatabaseUnusableError(message, { cause })
  }
}
