import { openStoreBeside, type StoreBeside } from '../../store/beside.ts'
import { loadUsableConfig, type UsableConfig } from '../usable-config.ts'

/** Runs a command on the conversations of the database that the settings name. */
export async function withStore<T>(
  env: NodeJS.ProcessEnv,
  run: (store: StoreBeside, config: UsableConfig) => Promise<T>,
): Promise<T> {
  const config = loadUsableConfig(env).usable
  const store = openStoreBeside(config.databasePath)
  try {
    return await run(store, config)
  } finally {
    store.close()
  }
}
