import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { loadAnsweringConfig, loadConfig } from '../src/config.ts'
import { ConfigError } from '../src/errors.ts'
import { SettingsSchema } from '../src/settings.ts'

const ACCOUNT_SID = `AC${'0a'.repeat(16)}`
const SERVICE_SID = `MG${'0b'.repeat(16)}`

const required = {
  PUBLIC_BASE_URL: 'https://usherr.example',
  TWILIO_ACCOUNT_SID: ACCOUNT_SID,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_PHONE_NUMBER: '+14155550100',
}

function problemsOf(env: NodeJS.ProcessEnv): readonly string[] {
  try {
    loadConfig(env)
  } catch (error) {
    if (error instanceof ConfigError) {
      return error.problems.map(({ setting, says }) => `${setting} ${says}`)
    }
    throw error
  }
  return []
}

const namesIn = (problems: readonly string[]) =>
  problems.map((problem) => problem.split(' ', 1).join()).toSorted((a, b) => a.localeCompare(b))

test('the required settings alone give the defaults and nothing optional', () => {
  expect(loadConfig(required)).toStrictEqual({
    host: '0.0.0.0',
    port: 3000,
    logLevel: 'info',
    databasePath: './data/usherr.db',
    publicBaseUrls: ['https://usherr.example'],
    twilio: {
      accountSid: ACCOUNT_SID,
      authTokens: ['token'],
      sender: { phoneNumber: { channel: 'sms', phone: '+14155550100' } },
    },
    users: [],
    signup: 'off',
    signupsPerDay: 5,
    requests: 'direct',
    limits: {
      textsPerMinute: 10,
      textsPerDay: 40,
      tokensPerDay: Infinity,
      requestsPerWeek: Infinity,
      requestBytesPerWeek: Infinity,
      monthlyBudget: Infinity,
      segmentPrice: 0,
    },
    llmPrices: [],
    smsMaxSegments: 3,
    historyMessages: 50,
    historyTokens: Infinity,
    sessionIdleMs: 259_200_000,
    sessionAutoCreate: true,
    sessionNamePattern: 'Session {date}',
    confirmationTtlMs: 600_000,
    retentionDays: 90,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  })
})

test('every setting finds its place', () => {
  const config = loadConfig({
    PUBLIC_BASE_URL: 'https://a.example/usherr/, https://b.example',
    TWILIO_ACCOUNT_SID: ACCOUNT_SID,
    TWILIO_AUTH_TOKEN: 'new, old',
    TWILIO_MESSAGING_SERVICE_SID: SERVICE_SID,
    TWILIO_API_BASE_URL: 'http://localhost:4010/',
    ADMIN_PHONES: 'Sam: +1 (415) 555-0123',
    MEMBER_PHONES: '+14155550124, Mary Ann : +491701234567',
    RADARR_URL: 'http://nas/radarr/',
    RADARR_API_KEY: 'radarr-key',
    SONARR_URL: 'http://nas:8989',
    SONARR_API_KEY: 'sonarr-key',
    LLM_MODEL: 'gpt-5-mini',
    LLM_API_KEY: 'llm-key',
    LLM_BASE_URL: 'http://localhost:11434/v1',
    LLM_TIMEOUT_SECONDS: '60',
    LLM_CONTEXT_TOKENS: '32768',
    LLM_PRICES: 'gpt-5-mini=0.25/2',
    SMS_MAX_SEGMENTS: '2',
    HISTORY_MESSAGES: '20',
    HISTORY_TOKENS: '4000',
    SESSION_IDLE_HOURS: '24',
    SESSION_AUTO_CREATE: 'no',
    SESSION_NAME_PATTERN: 'Evening of {date}',
    CONFIRMATION_TTL_MINUTES: '5',
    SIGNUP: 'request',
    SIGNUP_DAILY_LIMIT: '3',
    REQUESTS: 'approval',
    TEXTS_PER_DAY: '100',
    TEXTS_PER_MINUTE: '6',
    TOKENS_PER_DAY: '50000',
    MONTHLY_BUDGET: '12.50',
    SEGMENT_PRICE: '0.0079',
    REQUESTS_PER_WEEK: '7',
    REQUEST_GB_PER_WEEK: '80',
    RETENTION_DAYS: '30',
    TZ: 'Europe/Berlin',
    HOST: '127.0.0.1',
    PORT: '8080',
    LOG_LEVEL: 'debug',
    DATABASE_PATH: '/var/lib/usherr.db',
  })

  expect(config).toStrictEqual({
    host: '127.0.0.1',
    port: 8080,
    logLevel: 'debug',
    databasePath: '/var/lib/usherr.db',
    publicBaseUrls: ['https://a.example/usherr', 'https://b.example'],
    twilio: {
      accountSid: ACCOUNT_SID,
      authTokens: ['new', 'old'],
      sender: { messagingServiceSid: SERVICE_SID },
      apiBaseUrl: 'http://localhost:4010',
    },
    llm: {
      model: 'gpt-5-mini',
      apiKey: 'llm-key',
      baseUrl: 'http://localhost:11434/v1',
      timeoutMs: 60_000,
      contextTokens: 32_768,
    },
    llmPrices: [{ model: 'gpt-5-mini', input: 0.25, output: 2 }],
    radarr: { baseUrl: 'http://nas/radarr', apiKey: 'radarr-key' },
    sonarr: { baseUrl: 'http://nas:8989', apiKey: 'sonarr-key' },
    users: [
      { name: 'Sam', phone: '+14155550123', role: 'admin' },
      { phone: '+14155550124', role: 'member' },
      { name: 'Mary Ann', phone: '+491701234567', role: 'member' },
    ],
    smsMaxSegments: 2,
    historyMessages: 20,
    historyTokens: 4000,
    sessionIdleMs: 86_400_000,
    sessionAutoCreate: false,
    sessionNamePattern: 'Evening of {date}',
    signup: 'request',
    signupsPerDay: 3,
    requests: 'approval',
    limits: {
      textsPerMinute: 6,
      textsPerDay: 100,
      tokensPerDay: 50_000,
      requestsPerWeek: 7,
      requestBytesPerWeek: 80e9,
      monthlyBudget: 12.5,
      segmentPrice: 0.0079,
    },
    confirmationTtlMs: 300_000,
    retentionDays: 30,
    timeZone: 'Europe/Berlin',
  })
})

test('what answers needs nothing of Twilio, and takes it where all of it is set', () => {
  expect(loadAnsweringConfig({})).not.toHaveProperty('twilio')
  expect(loadAnsweringConfig({ TWILIO_ACCOUNT_SID: ACCOUNT_SID })).not.toHaveProperty('twilio')
  expect(loadAnsweringConfig({ RADARR_URL: 'http://nas', RADARR_API_KEY: 'key' })).toMatchObject({
    radarr: { baseUrl: 'http://nas', apiKey: 'key' },
  })
  expect(loadAnsweringConfig(required)).toHaveProperty('twilio', loadConfig(required).twilio)
})

test('what is set wrongly is told to who needs nothing of Twilio, too', () => {
  const load = () =>
    loadAnsweringConfig({
      TWILIO_ACCOUNT_SID: 'AC1',
      TWILIO_PHONE_NUMBER: 'x',
      RADARR_URL: 'http://nas',
      SESSION_AUTO_CREATE: 'perhaps',
    })

  expect(load).toThrow('TWILIO_ACCOUNT_SID must be')
  expect(load).toThrow('TWILIO_PHONE_NUMBER must be')
  expect(load).toThrow('RADARR_API_KEY must be set when RADARR_URL is')
  expect(load).toThrow('SESSION_AUTO_CREATE must be yes or no')
})

test('empty and blank settings are unset, and blanks around a value do not count', () => {
  const config = loadConfig({
    ...required,
    PORT: ' 8080 ',
    HOST: '',
    LLM_MODEL: '  ',
    TWILIO_MESSAGING_SERVICE_SID: '\t',
    ADMIN_PHONES: ' ',
  })

  expect(config).toStrictEqual({ ...loadConfig(required), port: 8080 })
})

test('a WhatsApp sender is written with its prefix', () => {
  const config = loadConfig({ ...required, TWILIO_PHONE_NUMBER: 'whatsapp:+14155550100' })

  expect(config.twilio.sender).toEqual({
    phoneNumber: { channel: 'whatsapp', phone: '+14155550100' },
  })
})

test.for([
  ['+1 (415) 555-0123', {}],
  ['+1-415-555-0123', {}],
  ['+1.415.555.0123,', {}],
  ['+1 415\u2011555\u20110123', {}],
  ['\u202A+14155550123\u202C', {}],
  ['whatsapp:+14155550123', {}],
  ['WhatsApp: +1 415 555 0123', {}],
  ['Sam:whatsapp:+14155550123', { name: 'Sam' }],
  ['Sam : whatsapp:+1 415 555 0123', { name: 'Sam' }],
  ['Mary Ann: +1 415/555-0123', { name: 'Mary Ann' }],
] as const)('%j is a phone', ([written, name]) => {
  expect(loadConfig({ ...required, ADMIN_PHONES: written }).users).toStrictEqual([
    { ...name, phone: '+14155550123', role: 'admin' },
  ])
})

test('the zero that is not dialled from abroad is no part of a phone', () => {
  const { users } = loadConfig({ ...required, ADMIN_PHONES: '+44 (0)20 7946 0958' })

  expect(users).toMatchObject([{ phone: '+442079460958' }])
})

test.for([
  ['Sam', 'entry 1 is no phone number; write it as +14155550123'],
  ['4155550199', 'entry 1 is no phone number; write it as +14155550123'],
  [
    '+14155550123, Dana:0415 555 019',
    'entry 2 (Dana) is no phone number; write it as +14155550123',
  ],
  ['+14155550199:Dana', 'entry 1 is no phone number; write it as +14155550123'],
  [':+14155550199', 'entry 1 is no phone number; write it as +14155550123'],
  ['Sam:Ann:+14155550199', 'entry 1 is no phone number; write it as +14155550123'],
  [
    'Dana:555, +14155550199, Kim:1',
    'entries 1 (Dana) and 3 (Kim) are no phone numbers; write them as +14155550123',
  ],
  [
    '+14155550199, Bo:+14155550198, Sam:whatsapp:+1 415 555 0199',
    'entry 3 (Sam) has the phone of entry 1; leave one out',
  ],
] as const)(
  'ADMIN_PHONES %j names the entry that is wrong, and no number',
  ([written, problem]) => {
    const problems = problemsOf({ ...required, ADMIN_PHONES: written })

    expect(problems).toEqual([`ADMIN_PHONES ${problem}`])
  },
)

test.for([
  ['a slash at the end', 'https://a.example/', ['https://a.example']],
  ['a base path', 'https://a.example/usherr/', ['https://a.example/usherr']],
  ['a fragment', 'https://a.example/#rc=3', ['https://a.example']],
  [
    'a fragment with a comma',
    'https://a.example#rc=2&rp=5xx,ct,https://b.example',
    ['https://a.example', 'https://b.example'],
  ],
  ['capitals and a port', 'https://A.example:443', ['https://A.example:443']],
] as const)('PUBLIC_BASE_URL with %s is read', ([, written, publicBaseUrls]) => {
  expect(loadConfig({ ...required, PUBLIC_BASE_URL: written })).toMatchObject({ publicBaseUrls })
})

test('a local model needs no key', () => {
  const env = { ...required, LLM_MODEL: 'qwen3', LLM_BASE_URL: 'http://localhost:11434/v1' }

  expect(loadConfig(env).llm).toStrictEqual({
    model: 'qwen3',
    baseUrl: 'http://localhost:11434/v1',
    timeoutMs: 25_000,
    contextTokens: 8192,
  })
})

test.for([
  ['PUBLIC_BASE_URL', undefined],
  ['PUBLIC_BASE_URL', 'http://usherr.example'],
  ['PUBLIC_BASE_URL', 'usherr.example'],
  ['PUBLIC_BASE_URL', 'https://usherr.example/webhooks/twilio'],
  ['PUBLIC_BASE_URL', 'https://usherr.example?a=b'],
  ['PUBLIC_BASE_URL', 'https://sam:secret@usherr.example'],
  ['PUBLIC_BASE_URL', 'https://usherr.example, ftp://other.example'],
  ['TWILIO_ACCOUNT_SID', undefined],
  ['TWILIO_ACCOUNT_SID', 'AC123'],
  ['TWILIO_ACCOUNT_SID', SERVICE_SID],
  ['TWILIO_AUTH_TOKEN', undefined],
  ['TWILIO_AUTH_TOKEN', ','],
  ['TWILIO_PHONE_NUMBER', undefined],
  ['TWILIO_PHONE_NUMBER', '0800 555'],
  ['TWILIO_MESSAGING_SERVICE_SID', SERVICE_SID],
  ['TWILIO_MESSAGING_SERVICE_SID', 'MG123'],
  ['TWILIO_API_BASE_URL', 'localhost:4010'],
  ['ADMIN_PHONES', ','],
  ['SIGNUP', 'maybe'],
  ['SIGNUP_DAILY_LIMIT', '0'],
  ['REQUESTS', 'yes'],
  ['SONARR_URL', 'not a url'],
  ['SONARR_URL', 'http://sam:secret@sonarr:8989'],
  ['SONARR_URL', 'http://sonarr:8989/#/series'],
  ['LLM_TIMEOUT_SECONDS', '0'],
  ['LLM_PRICES', ','],
  ['SMS_MAX_SEGMENTS', '0'],
  ['SMS_MAX_SEGMENTS', '11'],
  ['SMS_MAX_SEGMENTS', '2.5'],
  ['SMS_MAX_SEGMENTS', 'three'],
  ['HISTORY_MESSAGES', '-1'],
  ['HISTORY_MESSAGES', 'all'],
  ['HISTORY_TOKENS', '0'],
  ['CONFIRMATION_TTL_MINUTES', '0x10'],
  ['TEXTS_PER_DAY', '0'],
  ['TEXTS_PER_DAY', '10001'],
  ['TEXTS_PER_MINUTE', 'none'],
  ['TOKENS_PER_DAY', '12'],
  ['MONTHLY_BUDGET', '-5'],
  ['MONTHLY_BUDGET', '5 EUR'],
  ['SEGMENT_PRICE', '.5'],
  ['REQUESTS_PER_WEEK', '0'],
  ['RETENTION_DAYS', '6'],
  ['TZ', 'Berlin'],
  ['PORT', '65536'],
  ['LOG_LEVEL', 'loud'],
] as const)('%s set to %s is one problem that begins with its name', ([name, value]) => {
  const key = name === 'SONARR_URL' ? { SONARR_API_KEY: 'key' } : {}

  const problems = problemsOf({ ...required, ...key, [name]: value })

  expect(problems).toHaveLength(1)
  expect(problems[0]).toMatch(
    new RegExp(`^${name} (must|or TWILIO_MESSAGING_SERVICE_SID must) be `),
  )
})

test('none stands for no limit on the history', () => {
  const config = loadConfig({ ...required, HISTORY_MESSAGES: 'none', HISTORY_TOKENS: 'None' })

  expect(config).toMatchObject({ historyMessages: Infinity, historyTokens: Infinity })
})

test.for([
  [{ RADARR_URL: 'http://radarr:7878' }, 'RADARR_API_KEY must be set when RADARR_URL is'],
  [{ RADARR_API_KEY: 'key' }, 'RADARR_URL must be set when RADARR_API_KEY is'],
  [{ SONARR_URL: 'http://sonarr:8989' }, 'SONARR_API_KEY must be set when SONARR_URL is'],
  [{ SONARR_API_KEY: 'key' }, 'SONARR_URL must be set when SONARR_API_KEY is'],
  [{ LLM_API_KEY: 'key' }, 'LLM_MODEL must be set when LLM_API_KEY is'],
  [{ LLM_BASE_URL: 'http://ollama:11434/v1' }, 'LLM_MODEL must be set when LLM_BASE_URL is'],
  [{ MONTHLY_BUDGET: '5' }, 'LLM_PRICES or SEGMENT_PRICE must be set when MONTHLY_BUDGET is'],
  [
    { MONTHLY_BUDGET: '5', SEGMENT_PRICE: '0' },
    'LLM_PRICES or SEGMENT_PRICE must be set when MONTHLY_BUDGET is',
  ],
  [{ LLM_MODEL: 'gpt-5-mini' }, 'LLM_API_KEY or LLM_BASE_URL must be set when LLM_MODEL is'],
  [
    { ADMIN_PHONES: 'Sam:+14155550123', MEMBER_PHONES: '+1 415 555 0123' },
    'MEMBER_PHONES entry 1 has the phone of ADMIN_PHONES entry 1 (Sam); leave one out',
  ],
] as const)('%o alone is a problem', ([settings, problem]) => {
  expect(problemsOf({ ...required, ...settings })).toEqual([problem])
})

test('a setting that misses two others, or is missed by two, is told once', () => {
  const problems = problemsOf({
    ...required,
    LLM_API_KEY: 'key',
    LLM_BASE_URL: 'http://ollama:11434/v1',
    ADMIN_PHONES: '+14155550123, +14155550124',
    MEMBER_PHONES: '+14155550123, +14155550124',
    TWILIO_MESSAGING_SERVICE_SID: 'MG123',
  })

  expect(namesIn(problems)).toEqual(['LLM_MODEL', 'MEMBER_PHONES', 'TWILIO_MESSAGING_SERVICE_SID'])
})

test('everything that is wrong is told at once, without repeating a value', () => {
  const env = {
    PUBLIC_BASE_URL: 'http://hush-1',
    TWILIO_ACCOUNT_SID: 'AC-hush-2',
    TWILIO_AUTH_TOKEN: ' ',
    ADMIN_PHONES: '+14155550123',
    MEMBER_PHONES: '+14155550123',
    RADARR_URL: 'hush-3',
    SONARR_API_KEY: 'hush-4',
    LLM_API_KEY: 'hush-5',
    PORT: 'hush-6',
    LOG_LEVEL: 'hush-7',
  }

  const problems = problemsOf(env)

  expect(namesIn(problems)).toEqual([
    'LLM_MODEL',
    'LOG_LEVEL',
    'MEMBER_PHONES',
    'PORT',
    'PUBLIC_BASE_URL',
    'RADARR_API_KEY',
    'RADARR_URL',
    'SONARR_URL',
    'TWILIO_ACCOUNT_SID',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_PHONE_NUMBER',
  ])
  expect(problems.join()).not.toMatch(/hush|\n/)
})

/** `# sentence`, then `NAME=value`, which is commented out where it shows a default. */
async function readExample() {
  const example = await readFile(new URL('../.env.example', import.meta.url), 'utf8')
  return [...example.matchAll(/^# (.+)\n(?:# )?([A-Z_]+)=(.*)$/gm)].map(
    ([, sentence = '', name = '', value = '']) => ({ name, sentence, value }),
  )
}

test('.env.example has every setting with its sentence', async () => {
  const example = await readExample()

  expect(example.map(({ name, sentence }) => [name, sentence])).toEqual(
    Object.entries(SettingsSchema.shape).map(([name, { description }]) => [name, description]),
  )
})

test('.env.example shows the defaults', async () => {
  const example = await readExample()
  const shown = Object.fromEntries(example.map(({ name, value }) => [name, value]))

  expect(loadConfig({ ...shown, ...required })).toStrictEqual(loadConfig(required))
  expect(shown).toMatchObject({ PORT: '3000', HISTORY_MESSAGES: '50', SMS_MAX_SEGMENTS: '3' })
})

test.for([
  ['libsql://home-sam.turso.io', 'https://home-sam.turso.io'],
  ['https://db.example.com/', 'https://db.example.com'],
  ['http://localhost:8080', 'http://localhost:8080'],
  ['http://sqld:8080', 'http://sqld:8080'],
  ['http://192.168.1.7:8080', 'http://192.168.1.7:8080'],
  ['http://[fd00::7]:8080', 'http://[fd00::7]:8080'],
  ['http://nas.local:8080', 'http://nas.local:8080'],
] as const)('a copy on %s is kept on %s', ([written, url]) => {
  const env = { ...required, SYNC_URL: written, SYNC_AUTH_TOKEN: 'key' }

  expect(loadConfig(env).sync).toEqual({ url, authToken: 'key', isAutomatic: true })
})

test('a copy may be kept by hand, and needs no token', () => {
  const env = { ...required, SYNC_URL: 'http://sqld:8080', SYNC_AUTO: 'no' }

  expect(loadConfig(env).sync).toEqual({ url: 'http://sqld:8080', isAutomatic: false })
})

test.for([
  'http://db.example.com',
  'http://172.32.0.1',
  'http://10.example.com',
  'ws://sqld:8080',
  'libsql://sam@home.turso.io',
  'https://db.example.com?authToken=key',
])('no copy is kept on %s', (SYNC_URL) => {
  expect(problemsOf({ ...required, SYNC_URL })).toEqual([
    'SYNC_URL must be a URL such as libsql://name.turso.io, with http:// only on your own network',
  ])
})

test('a token without a server, and an answer that is neither yes nor no, are told', () => {
  expect(problemsOf({ ...required, SYNC_AUTH_TOKEN: 'key', SYNC_AUTO: 'maybe' })).toEqual([
    'SYNC_URL must be set when SYNC_AUTH_TOKEN is',
    'SYNC_AUTO must be yes or no',
  ])
})
