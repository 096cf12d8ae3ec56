import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { findFreePort } from './free-port.ts'
import { startServiceProcess } from './service-process.ts'
import { hasRadarr, hasSonarr, PUBLIC_BASE_URL, serviceSettings } from './service-settings.ts'
import { startSimulatedRadarr } from './simulated-radarr.ts'
import { startSimulatedSonarr } from './simulated-sonarr.ts'
import { startSimulatedTwilio } from './simulated-twilio.ts'

export interface HouseholdOptions {
  env: NodeJS.ProcessEnv
  /** Ends the wait for the service. */
  signal: AbortSignal
}

const ACCOUNT = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'the-token-of-the-demo' }
// server.ts here, server.js after a build.
const SERVICE = new URL(`../server${extname(import.meta.url)}`, import.meta.url)

/** The real service in a process of its own, on a database that goes with it, and its neighbours. */
export async function startHousehold({ env, signal }: HouseholdOptions) {
  const closers: Array<() => unknown> = []
  async function close(): Promise<void> {
    for (const closer of closers.toReversed()) await closer()
  }

  try {
    const folder = mkdtempSync(join(tmpdir(), 'usherr-demo-'))
    closers.push(() => rmSync(folder, { recursive: true }))
    const twilio = await startSimulatedTwilio({ ...ACCOUNT, callbacks: true })
    closers.push(() => twilio.close())
    const radarr = hasRadarr(env) ? undefined : await startSimulatedRadarr()
    closers.push(() => radarr?.close())
    const sonarr = hasSonarr(env) ? undefined : await startSimulatedSonarr()
    closers.push(() => sonarr?.close())

    const port = await findFreePort()
    const url = `http://127.0.0.1:${port}`
    twilio.setWebhookTarget({ publicBaseUrl: PUBLIC_BASE_URL, localBaseUrl: url })
    const service = await startServiceProcess({
      entry: SERVICE,
      env: serviceSettings(env, {
        port,
        databasePath: join(folder, 'usherr.db'),
        twilio: { url: twilio.url, ...ACCOUNT },
        radarr,
        sonarr,
      }),
      url,
      signal,
    })
    closers.push(() => service.stop())
    // What Twilio is still reporting is taken before the service goes.
    closers.push(() => twilio.callbacksPlayed())
    const path = '/webhooks/twilio'
    const webhook = { webhookUrl: url + path, publicUrl: PUBLIC_BASE_URL + path }
    return { twilio, webhook, died: service.died, close }
  } catch (error) {
    await close()
    throw error
  }
}
