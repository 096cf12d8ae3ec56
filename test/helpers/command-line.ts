import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { onTestFinished } from 'vitest'
import { run, type RunOptions } from '../../src/cli/run.ts'
import type { ChatRequest } from '../../src/demo/simulated-model.ts'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { startSimulatedRadarr } from '../../src/demo/simulated-radarr.ts'
import { startSimulatedSonarr } from '../../src/demo/simulated-sonarr.ts'
import { startSimulatedTwilio } from '../../src/demo/simulated-twilio.ts'
import type { AssistantMessage } from '../../src/model/llm-client.ts'
import { inboundWebhookUrl } from '../../src/sms/inbound-webhook.ts'
import { ACCOUNT_SID, AUTH_TOKEN, PUBLIC_URL, settingsOf, USHERR } from './settings.ts'

export type Env = Record<string, string>
export type Neighbours = Awaited<ReturnType<typeof startNeighbours>>

export interface Typing {
  /** What somebody at a terminal types; without it nobody is there. */
  typed?: string
  /** How wide that terminal is. */
  columns?: number
  isInContainer?: boolean
  timeoutMs?: number
}

/** Runs one command line of `usherr` in this process. */
export async function usherr(
  args: readonly string[],
  env: Env,
  { typed, columns, isInContainer = false, timeoutMs = 5_000 }: Typing = {},
  more: Partial<RunOptions> = {},
) {
  const stdin = Object.assign(new PassThrough(), { isTTY: typed !== undefined })
  const stdout = Object.assign(new PassThrough(), columns !== undefined && { isTTY: true, columns })
  const stderr = new PassThrough()
  stdin.end(typed)
  const code = await run(args, {
    env,
    terminal: { stdin, stdout, stderr },
    hasDotenv: true,
    isInContainer,
    programName: 'usherr',
    start: async () => {},
    demo: async () => {},
    timeoutMs,
    modelTimeoutMs: timeoutMs,
    ...more,
  })
  const textOf = (stream: PassThrough) => String(stream.read() ?? '')
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) }
}

export interface NeighbourOptions {
  answer?: (request: ChatRequest) => AssistantMessage | Promise<AssistantMessage>
  /** What Twilio's clock says. */
  twilioNow?: () => number
}

/**
 * A household in which all is well: Radarr, Sonarr, a model and a Twilio that brings its texts
 * here, and the settings that say so. All of it is closed when the calling test ends.
 */
export async function startNeighbours({ answer, twilioNow }: NeighbourOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-cli-'))
  const [radarr, sonarr, model, twilio] = await Promise.all([
    startSimulatedRadarr(),
    startSimulatedSonarr(),
    startSimulatedModel({ models: ['small', 'large'], ...(answer && { answer }) }),
    startSimulatedTwilio({
      accountSid: ACCOUNT_SID,
      authToken: AUTH_TOKEN,
      phones: [USHERR],
      ...(twilioNow && { now: twilioNow }),
    }),
  ])
  onTestFinished(async () => {
    await Promise.all([radarr.close(), sonarr.close(), model.close(), twilio.close()])
    rmSync(folder, { recursive: true })
  })
  for (const number of twilio.setup.numbers) number.smsUrl = inboundWebhookUrl(PUBLIC_URL)

  const env: Env = {
    ...settingsOf({ twilio, radarr, sonarr }),
    DATABASE_PATH: join(folder, 'usherr.db'),
    LLM_BASE_URL: model.baseUrl,
    LLM_MODEL: 'small',
    LLM_API_KEY: 'the-key-of-the-model',
  }
  return { radarr, sonarr, model, twilio, env }
}
