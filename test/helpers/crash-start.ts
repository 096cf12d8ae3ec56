/**
 * Starts the bundled service that lies beside it with V8's compiled code of an earlier process, or
 * leaves that code behind when it ends in order. Compiling is most of the time of a start.
 */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'

const path = fileURLToPath(new URL('service.cjs', import.meta.url))
const codePath = `${path}.code`

const code = existsSync(codePath) ? readFileSync(codePath) : undefined
// esbuild writes nothing but ASCII.
const script = new Script(`(function (require, __filename) {${readFileSync(path, 'latin1')}\n})`, {
  filename: path,
  ...(code && { cachedData: code }),
})
if (!code) process.on('exit', leaveCode)
script.runInThisContext()(createRequire(path), path)

function leaveCode(): void {
  const unfinished = `${codePath}.${process.pid}`
  writeFileSync(unfinished, script.createCachedData())
  renameSync(unfinished, codePath)
}
