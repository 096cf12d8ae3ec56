import { existsSync } from 'node:fs'

/**
 * Adds what stands in `.env`, and says whether there is one. The environment wins where both name a
 * setting.
 */
export function loadDotenv(): boolean {
  const isThere = existsSync('.env')
  if (isThere) process.loadEnvFile('.env')
  return isThere
}

/**
 * Whether this is the image, which says so itself. Not by `/.dockerenv`, which stands in a container
 * for development too, where Radarr may well be beside it.
 */
export function isInContainer(env: NodeJS.ProcessEnv): boolean {
  return env['USHERR_IN_CONTAINER'] === 'yes'
}
