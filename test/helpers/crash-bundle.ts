import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const SERVICE = fileURLToPath(new URL('crash-service.ts', import.meta.url))
const START = fileURLToPath(new URL('crash-start.ts', import.meta.url))

/** crash-service.ts as one file, and the small one that starts it, whose path this is. */
export async function bundleService(): Promise<{ path: string; remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-bundle-'))
  // What the bundled modules look for lies as far above it as above src/db.
  for (const name of ['node_modules', 'drizzle']) symlinkSync(join(ROOT, name), join(folder, name))
  mkdirSync(join(folder, 'test'))
  // And as far above src/version.ts.
  symlinkSync(join(ROOT, 'package.json'), join(folder, 'test', 'package.json'))
  const at = (name: string) => join(folder, 'test', 'crash', name)
  const common = { bundle: true, platform: 'node', logLevel: 'error' } as const
  await build({
    ...common,
    entryPoints: [SERVICE],
    outfile: at('service.cjs'),
    format: 'cjs',
    external: ['better-sqlite3'],
    minifyWhitespace: true,
    // Only an ES module has one.
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: `const moduleUrl = require('node:url').pathToFileURL(__filename).href` },
  })
  await build({ ...common, entryPoints: [START], outfile: at('start.mjs'), format: 'esm' })
  return { path: at('start.mjs'), remove: () => rmSync(folder, { recursive: true }) }
}
