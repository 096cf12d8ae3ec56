import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export interface ServiceProcessOptions {
  entry: URL
  env: NodeJS.ProcessEnv
  /** Where it listens once it is ready. */
  url: string
  /** Ends the wait for that. */
  signal: AbortSignal
}

const LOOK_EVERY_MS = 30
const LAST_WORDS_LENGTH = 2_000

/**
 * Starts the service as a process of its own and resolves when it is ready.
 *
 * @throws its last words when it ends before that, or the reason of `signal`; it is gone then.
 */
export async function startServiceProcess({ entry, env, url, signal }: ServiceProcessOptions) {
  const child = spawn(
    process.execPath,
    // Under tsx these hold its loader, after a build they are empty.
    [...process.execArgv, fileURLToPath(entry)],
    // A group of its own: Ctrl-C is for the demo, which then ends the service in order.
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  )
  // However this process ends, the service does not outlive it.
  const endToo = () => child.kill()
  process.once('exit', endToo)
  const lastWords = collectEnd(child.stdout, child.stderr)
  const closed = once(child, 'close')
  const over = new AbortController()

  /** Rejects with its last words when it ends without having been told to. */
  const died = new Promise<never>((_resolve, reject) => {
    closed.then(() => {
      process.off('exit', endToo)
      if (!over.signal.aborted) reject(new Error(`The service has ended. ${lastWords()}`.trim()))
    }, reject)
  })
  async function end(signalName: NodeJS.Signals): Promise<number | null> {
    over.abort()
    child.kill(signalName)
    await closed
    return child.exitCode
  }
  /** Tells it to leave as a supervisor would; resolves with its exit code when it has. */
  const stop = () => end('SIGTERM')

  try {
    await Promise.race([died, untilReady(url, AbortSignal.any([signal, over.signal]))])
  } catch (error) {
    await stop()
    throw error
  }
  return {
    died,
    stop,
    /** Ends it where it stands, as a power cut would; resolves when it is gone. */
    kill: () => end('SIGKILL'),
  }
}

async function untilReady(url: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const response = await fetch(`${url}/ready`, { signal }).catch(() => undefined)
    if (response?.ok) return
    await setTimeout(LOOK_EVERY_MS, undefined, { signal })
  }
}

function collectEnd(...outputs: NodeJS.ReadableStream[]): () => string {
  let end = ''
  for (const output of outputs) {
    output.setEncoding('utf8')
    output.on('data', (text: string) => {
      end = (end + text).slice(-LAST_WORDS_LENGTH)
    })
  }
  return () => end.trim()
}
