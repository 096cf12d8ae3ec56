import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadUsableConfig } from '../src/cli/usable-config.ts'
import { loadAnsweringConfig, loadConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'
import { SECRETS } from '../src/settings.ts'
import { startNeighbours, usherr } from './helpers/command-line.ts'

const complete = {
  PUBLIC_BASE_URL: 'https://usherr.example',
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'old-token, new-token',
  TWILIO_PHONE_NUMBER: '+14155550100',
  RADARR_URL: 'http://radarr:7878',
  RADARR_API_KEY: 'the-key-of-radarr',
  SONARR_URL: 'http://sonarr:8989',
  SONARR_API_KEY: 'the-key-of-sonarr',
  LLM_MODEL: 'small',
  LLM_API_KEY: 'the-key-of-the-model',
  SYNC_URL: 'https://copy.example',
  SYNC_AUTH_TOKEN: 'the-token-of-the-copy',
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'usherr-secrets-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

function fileWith(content: string | Buffer): string {
  const path = join(makeFolder(), 'secret')
  writeFileSync(path, content)
  return path
}

function messageFor(env: NodeJS.ProcessEnv): string {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

test.for(SECRETS)('%s may stand in a file', (name) => {
  const { [name]: secret, ...others } = complete
  const env = { ...others, [`${name}_FILE`]: fileWith(complete[name]) }

  expect(loadConfig(env)).toStrictEqual(loadConfig(complete))
  expect(loadAnsweringConfig(env)).toStrictEqual(loadAnsweringConfig(complete))
  expect(loadUsableConfig(env)).toStrictEqual(loadUsableConfig(complete))
})

test.for([
  ['a line', 'the-key-of-radarr\n'],
  ['a line as Windows ends it', '\ufeffthe-key-of-radarr\r\n'],
  ['space around it', '\n  the-key-of-radarr \n\n'],
] as const)('a secret is taken out of a file with %s', ([, content]) => {
  const env = { ...complete, RADARR_API_KEY: ' ', RADARR_API_KEY_FILE: fileWith(content) }

  expect(loadConfig(env).radarr?.apiKey).toBe('the-key-of-radarr')
})

test.for<[string, () => string, string]>([
  ['not there', () => join(makeFolder(), 'quokka'), 'that is not there: check the path'],
  ['below a file', () => join(fileWith('quokka'), 'quokka'), 'that is not there: check the path'],
  [
    'a folder, as Docker makes one',
    () => mkdirOf('quokka'),
    'folder: put the key or token alone in a file and name that',
  ],
  ['a link to itself', () => linkOf('quokka'), 'that cannot be read: check the path'],
  ['the secret itself', () => 'quokka'.repeat(100), 'that cannot be read: check the path'],
  ['empty', () => fileWith(' \n'), 'an empty file: write the key or token into it'],
  [
    'large',
    () => fileWith('quokka'.repeat(2_000)),
    'key or token: put the key or token alone in it',
  ],
  [
    'of several lines',
    () => fileWith('quokka\nquokka'),
    'not one line of text: put the key or token alone in it',
  ],
  [
    'binary',
    () => fileWith(Buffer.from([0, 255, 7])),
    'not one line of text: put the key or token alone in it',
  ],
  [
    'of letters no header takes',
    () => fileWith('“quokka”'),
    'not one line of text: put the key or token alone in it',
  ],
])('a file that is %s is the one problem, and nothing of it is told', ([, make, says]) => {
  const path = make()

  for (const name of SECRETS) {
    const message = messageFor({ ...complete, [name]: '', [`${name}_FILE`]: path })

    expect(message).toMatch(new RegExp(`^${name}_FILE names .*$`))
    expect(message).toContain(says)
    expect(message).not.toMatch(/quokka|usherr-secrets/)
  }
})

function mkdirOf(name: string): string {
  const path = join(makeFolder(), name)
  mkdirSync(path)
  return path
}

function linkOf(name: string): string {
  const path = join(makeFolder(), name)
  symlinkSync(path, path)
  return path
}

test.for(SECRETS)('%s in the environment and in a file at once is a problem', (name) => {
  const message = messageFor({ ...complete, [`${name}_FILE`]: fileWith(complete[name]) })

  expect(message).toBe(`${name}_FILE must be left out when ${name} is set, or the other way round`)
})

test('what a file holds is checked like a setting, and told along with everything else', () => {
  const { SONARR_API_KEY: _, ...others } = complete
  const file = fileWith('the-key-of-sonarr')

  const env = { ...others, SONARR_URL: '', SONARR_API_KEY_FILE: file, LLM_API_KEY_FILE: file }

  expect(messageFor({ ...env, PORT: 'x' }).split('\n')).toEqual([
    'SONARR_URL must be set when SONARR_API_KEY is',
    'PORT must be a whole number from 0 to 65535',
    'LLM_API_KEY_FILE must be left out when LLM_API_KEY is set, or the other way round',
  ])
})

test('the doctor takes keys from files, and looks at everything else where one is wrong', async () => {
  const { env } = await startNeighbours()
  const { RADARR_API_KEY = '', TWILIO_AUTH_TOKEN = '', ...others } = env
  const fromFiles = {
    ...others,
    RADARR_API_KEY_FILE: fileWith(RADARR_API_KEY),
    TWILIO_AUTH_TOKEN_FILE: fileWith(TWILIO_AUTH_TOKEN),
  }

  const well = await usherr(['doctor'], fromFiles)
  const unwell = await usherr(['doctor'], { ...fromFiles, RADARR_API_KEY_FILE: fileWith('') })

  expect(well).toMatchObject({ code: 0, stdout: expect.stringContaining('All good.') })
  expect(unwell.code).toBe(1)
  expect(unwell.stdout).toContain('RADARR_API_KEY_FILE names an empty file')
  expect(unwell.stdout).toMatch(/Radarr +not looked at: see its settings/)
  expect(unwell.stdout).toMatch(/ok +Sonarr/)
  expect(unwell.stdout).toMatch(/ok +Twilio/)
})
