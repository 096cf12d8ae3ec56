import { mkdtempSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { findFreePort } from '../src/demo/free-port.ts'
import type { SettingName } from '../src/settings.ts'
import { startChild } from './child.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PHONES, PUBLIC_URL, USHERR } from './people.ts'

export interface ServiceOptions {
  /** Where the folder of its database is made. */
  folder: string
  twilioUrl: string
  modelUrl: string
  /** A folder that an earlier one has worked in; a new one when left out. */
  home?: string
}

export type Service = Awaited<ReturnType<typeof startService>>

const UsageSchema = z.object({ cpuMs: z.number(), rssBytes: z.number() })

const ENTRY = new URL('../dist/server.js', import.meta.url)
const REPORTER = fileURLToPath(new URL('usage-reporter.mjs', import.meta.url))
const LOOK_EVERY_MS = 5
const READY_WITHIN_MS = 30_000

/** The built service in a process of its own, with its usual settings but for its limits; resolves when it is ready. */
export async function startService({ folder, twilioUrl, modelUrl, home }: ServiceOptions) {
  const cwd = home ?? mkdtempSync(join(folder, 'home-'))
  const port = await findFreePort()
  const env: Partial<Record<SettingName, string>> = {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_PATH: join(cwd, 'usherr.db'),
    PUBLIC_BASE_URL: PUBLIC_URL,
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: AUTH_TOKEN,
    TWILIO_PHONE_NUMBER: USHERR,
    TWILIO_API_BASE_URL: twilioUrl,
    LLM_BASE_URL: modelUrl,
    LLM_MODEL: 'simulated',
    LLM_TIMEOUT_SECONDS: '600',
    ADMIN_PHONES: PHONES.join(','),
    // They are looked at as ever, and nobody comes to them.
    TEXTS_PER_MINUTE: '1000',
    TEXTS_PER_DAY: '10000',
    TZ: 'UTC',
  }
  const startedAt = performance.now()
  // Its own flags alone, not those of this process: the built service needs no loader.
  const child = startChild(ENTRY, { cwd, env, execArgv: ['--import', REPORTER] })
  await untilReady(`http://127.0.0.1:${port}/ready`)
  return {
    port,
    home: cwd,
    startUpMs: performance.now() - startedAt,
    usage: () => child.ask(UsageSchema),
    stop: () => child.stop(),
  }
}

async function untilReady(url: string): Promise<void> {
  const signal = AbortSignal.timeout(READY_WITHIN_MS)
  for (;;) {
    const response = await fetch(url, { signal }).catch(() => undefined)
    if (response?.ok) return
    signal.throwIfAborted()
    await setTimeout(LOOK_EVERY_MS)
  }
}
