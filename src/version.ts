import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** That of this very Usherr. `src` and `dist` are equally deep, so one relative path serves both. */
export const { version } = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')))
