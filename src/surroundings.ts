import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

/** That of this very Usherr. `src` and `dist` are equally deep, so one relative path serves both. */
export const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))

/** Adds what stands in `.env` to the environment, which goes first where both name a setting. */
export function loadDotenv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** Docker and Podman each leave a file that says so. */
export function isInContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv')
}
