import { existsSync } from 'node:fs'

/** Adds what stands in `.env`. The environment wins where both name a setting. */
export function loadDotenv(): void {
  if (existsSync('.env')) process.loadEnvFile('.env')
}

/** Docker and Podman each leave a file that says so. */
export function isInContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv')
}
