import { expect, test } from 'vitest'
import { loadConfig } from '../../src/config.ts'
import { introduce } from '../../src/demo/introduction.ts'
import { hasRadarr, serviceSettings } from '../../src/demo/service-settings.ts'

const surroundings = {
  port: 4000,
  databasePath: '/tmp/usherr.db',
  twilio: { url: 'http://127.0.0.1:4001', accountSid: `AC${'0'.repeat(32)}`, authToken: 'token' },
  radarr: { url: 'http://127.0.0.1:4002', apiKey: 'key' },
  sonarr: { url: 'http://127.0.0.1:4003', apiKey: 'other-key' },
  model: { baseUrl: 'http://127.0.0.1:4004/v1' },
}
const realRadarr = { RADARR_URL: 'http://radarr:7878', RADARR_API_KEY: 'secret' }
const realSonarr = { SONARR_URL: 'http://sonarr:8989', SONARR_API_KEY: 'secret' }
const realModel = { LLM_MODEL: 'gpt-5-mini', LLM_API_KEY: 'secret' }

test('with no setting at all the service is reached by nobody but the demo', () => {
  const config = loadConfig(serviceSettings({}, surroundings))

  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 4000,
    databasePath: '/tmp/usherr.db',
    radarr: { baseUrl: 'http://127.0.0.1:4002', apiKey: 'key' },
    sonarr: { baseUrl: 'http://127.0.0.1:4003', apiKey: 'other-key' },
    twilio: { apiBaseUrl: 'http://127.0.0.1:4001' },
  })
  expect(config.llm).toMatchObject({ model: 'simulated', baseUrl: 'http://127.0.0.1:4004/v1' })
})

test('strangers may ask to be let in unless it is set otherwise', () => {
  const signupOf = (env: NodeJS.ProcessEnv) => loadConfig(serviceSettings(env, surroundings)).signup

  expect(signupOf({})).toBe('request')
  expect(signupOf({ SIGNUP: ' ' })).toBe('request')
  expect(signupOf({ SIGNUP: 'off' })).toBe('off')
})

test('a real Radarr, a real Sonarr and a real model are used', () => {
  const env = { ...realRadarr, ...realSonarr, ...realModel }

  const config = loadConfig(
    serviceSettings(env, {
      ...surroundings,
      radarr: undefined,
      sonarr: undefined,
      model: undefined,
    }),
  )

  expect(config.radarr).toEqual({ baseUrl: 'http://radarr:7878', apiKey: 'secret' })
  expect(config.sonarr).toEqual({ baseUrl: 'http://sonarr:8989', apiKey: 'secret' })
  expect(config.llm?.model).toBe('gpt-5-mini')
})

test('a real Radarr is used when its key stands in a file', () => {
  const env = { RADARR_API_KEY_FILE: '/run/secrets/radarr' }

  expect(hasRadarr(env)).toBe(true)
  expect(serviceSettings(env, { ...surroundings, radarr: undefined })).toMatchObject(env)
})

test('a real Twilio account, phone and database are left alone', () => {
  const env = {
    TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: 'secret',
    TWILIO_AUTH_TOKEN_FILE: '/run/secrets/twilio',
    TWILIO_MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}`,
    ADMIN_PHONES: 'Dana:+14155550155',
    DATABASE_PATH: './data/usherr.db',
  }

  const config = loadConfig(serviceSettings(env, surroundings))

  expect(config).toEqual(loadConfig(serviceSettings({}, surroundings)))
})

test('the introduction tells what is simulated', () => {
  expect(introduce({}).join(' ')).toBe(
    'Radarr, Sonarr and Twilio are simulated. Plain commands stand in for a language model. ' +
      'Try "is dune part two in?" or "delete heat". Commands: /as member, /as admin, ' +
      '/as stranger, /radarr down, /sonarr down, /model down (or up), /kill, /quit. In place of down: ' +
      'lost, silent, drip, cut, garbled, locked, 429, 500, 503.',
  )
})

test('the introduction warns of a real Radarr, and does not propose to delete from it', () => {
  const introduction = introduce({ ...realRadarr, ...realModel }).join(' ')

  expect(introduction).toContain('Sonarr and Twilio are simulated.')
  expect(introduction).toContain('Radarr at http://radarr:7878 is the real one')
  expect(introduction).toContain('The model is gpt-5-mini.')
  expect(introduction).not.toContain('delete heat')
})

test('the introduction tells when nothing but Twilio is simulated', () => {
  const introduction = introduce({ ...realRadarr, ...realSonarr }).join(' ')

  expect(introduction).toContain('Twilio is simulated. Radarr at http://radarr:7878')
  expect(introduction).toContain('Sonarr at http://sonarr:8989 is the real one')
})
