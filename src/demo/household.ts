import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { createFaults } from './faults.ts'
import { findFreePort } from './free-port.ts'
import { startKillableService } from './killable-service.ts'
import {
  hasModel,
  hasRadarr,
  hasSonarr,
  PUBLIC_BASE_URL,
  serviceSettings,
} from './service-settings.ts'
import { startSimulatedModel } from './simulated-model.ts'
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
    const neighbours = await startNeighbours(env, closers)
    const { twilio } = neighbours

    const port = await findFreePort()
    const url = `http://127.0.0.1:${port}`
    twilio.setWebhookTarget({ publicBaseUrl: PUBLIC_BASE_URL, localBaseUrl: url })
    const service = await startKillableService({
      entry: SERVICE,
      env: serviceSettings(env, {
        ...neighbours,
        port,
        databasePath: join(folder, 'usherr.db'),
        twilio: { url: twilio.url, ...ACCOUNT },
      }),
      url,
      signal,
    })
    closers.push(() => service.stop())
    // What Twilio is still reporting is taken before the service goes.
    closers.push(() => twilio.callbacksPlayed())
    const path = '/webhooks/twilio'
    return {
      twilio,
      service,
      webhook: { webhookUrl: url + path, publicUrl: PUBLIC_BASE_URL + path },
      faults: createFaults({ ...neighbours, kill: () => service.kill() }),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** What the service talks to, as far as no real one is set. */
async function startNeighbours(env: NodeJS.ProcessEnv, closers: Array<() => unknown>) {
  const twilio = await startSimulatedTwilio({ ...ACCOUNT, callbacks: true })
  closers.push(() => twilio.close())
  const radarr = hasRadarr(env) ? undefined : await startSimulatedRadarr()
  closers.push(() => radarr?.close())
  const sonarr = hasSonarr(env) ? undefined : await startSimulatedSonarr()
  closers.push(() => sonarr?.close())
  const model = hasModel(env) ? undefined : await startSimulatedModel()
  closers.push(() => model?.close())
  return { twilio, radarr, sonarr, model }
}
