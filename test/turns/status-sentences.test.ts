import { expect, test } from 'vitest'
import type { Services } from '../../src/health/probes.ts'
import type { ServiceHealth } from '../../src/health/service-health.ts'
import { countSegments } from '../../src/sms/segments.ts'
import { type Status, statusSentences } from '../../src/turns/status-sentences.ts'

const NOW = Date.UTC(2026, 10, 20, 14, 30)
const up: ServiceHealth = { state: 'up', lastSuccess: { at: NOW, delayMs: 12 } }
const off: ServiceHealth = { state: 'off' }
const unknown: ServiceHealth = { state: 'unknown' }
type Down = Extract<ServiceHealth, { state: 'down' }>
const down = (reason: Down['reason'] = 'unreachable', since = NOW - 25 * 60_000): Down => ({
  state: 'down',
  reason,
  since,
  lastSuccess: undefined,
})

const sentences = (services: Partial<Services>, more: Partial<Status> = {}) =>
  statusSentences({
    services: { sonarr: up, radarr: up, model: up, twilio: up, ...services },
    hold: undefined,
    limits: [],
    waiting: 0,
    uptimeSeconds: 3 * 86_400 + 7,
    version: '0.1.0',
    timeZone: 'UTC',
    now: NOW,
    ...more,
  })

test.for<[Partial<Services>, string]>([
  [{}, 'All is well: Sonarr, Radarr and the model answer.'],
  [{ sonarr: off }, 'All is well: Radarr and the model answer.'],
  [{ sonarr: off, model: off }, 'All is well: Radarr answers.'],
  [{ twilio: unknown }, 'All is well: Sonarr, Radarr and the model answer.'],
  [{ sonarr: off, radarr: off, model: off }, 'Neither Sonarr nor Radarr is set up.'],
  [{ sonarr: off, radarr: off }, 'Neither Sonarr nor Radarr is set up. The model is fine.'],
  [{ model: unknown }, "The model isn't checked yet. Sonarr and Radarr are fine."],
  [
    { sonarr: unknown, radarr: unknown, model: unknown },
    "Sonarr, Radarr and the model aren't checked yet.",
  ],
])('%j while nothing is down: %s', ([services, opening]) => {
  expect(sentences(services)).toBe(`${opening} 0 texts waiting. Up 3 days, version 0.1.0.`)
})

test.for<[Partial<Services>, string]>([
  [{ radarr: down() }, "Radarr hasn't answered since 14:05. Sonarr and the model are fine."],
  [
    { radarr: down(), sonarr: down('unreachable', NOW - 40 * 60_000) },
    "Sonarr and Radarr haven't answered since 13:50. The model is fine.",
  ],
  [
    { radarr: down('unauthorized'), model: down() },
    "Radarr has refused our key since 14:05. The model hasn't answered since 14:05. Sonarr is fine.",
  ],
  [
    { radarr: down('unreachable', NOW - 86_400_000), sonarr: off, model: unknown },
    "Radarr hasn't answered since Thu 19 Nov. The model isn't checked yet.",
  ],
  [
    { twilio: down('inactive') },
    'Twilio has been suspended since 14:05. Sonarr, Radarr and the model are fine.',
  ],
])('%j: %s', ([services, opening]) => {
  expect(sentences(services, { waiting: 2 })).toBe(`${opening} 2 texts waiting.`)
})

test('the time is that of the household', () => {
  const said = sentences({ radarr: down() }, { timeZone: 'America/New_York' })

  expect(said).toContain("Radarr hasn't answered since 09:05.")
})

test.for([
  [5, 'less than a minute'],
  [60, '1 minute'],
  [59 * 60, '59 minutes'],
  [3600, '1 hour'],
  [86_399, '23 hours'],
  [86_400, '1 day'],
] as const)('%i seconds are %s', ([uptimeSeconds, words]) => {
  expect(sentences({}, { uptimeSeconds })).toContain(`Up ${words}, `)
})

test('one text is one text', () => {
  expect(sentences({}, { waiting: 1 })).toContain('1 text waiting.')
})

test('the worst news of all fit into two segments of GSM-7', () => {
  const long = NOW - 3 * 86_400_000
  const said = sentences(
    {
      sonarr: down('misconfigured', long),
      radarr: down('unauthorized', long),
      model: down('unreachable', long),
      twilio: down('inactive', long),
    },
    { waiting: 123_456 },
  )

  expect(countSegments(said)).toEqual({ segments: 2, encoding: 'GSM-7' })
})
