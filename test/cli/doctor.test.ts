import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src/db/open.ts'
import { findFreePort } from '../../src/demo/free-port.ts'
import { type Env, type Neighbours, startNeighbours, usherr } from '../helpers/command-line.ts'
import { startHousehold } from '../helpers/household.ts'
import { SAM, USHERR } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

// Nothing listens there any more.
const closed = `http://127.0.0.1:${await findFreePort()}`
const SERVICE_SID = `MG${'3'.repeat(32)}`

/** The lines about what is wrong, each with its fix. */
function complaints(stdout: string): string[] {
  const lines = stdout.split('\n')
  return lines.flatMap((line, index) =>
    line.startsWith('!!') ? [`${line} > ${lines[index + 1]?.trim()}`.replaceAll(/ +/g, ' ')] : [],
  )
}

test('a household in which all is well is all good', async () => {
  const { env, radarr, sonarr } = await startNeighbours()

  const { code, stdout, stderr } = await usherr(['doctor'], env)

  expect(stdout.replace(/\d+\.\d s/, '0.0 s')).toBe(`ok  Settings    each of them can be read
ok  Database    will be made at the first start
ok  Public URL  https://usherr.example
ok  Radarr      6.0.4.10291 at ${radarr.url}: 1 root folder, 3 quality profiles
ok  Sonarr      4.0.16.2944 at ${sonarr.url}: 1 root folder, 3 quality profiles
ok  Model       small answers and calls tools (0.0 s)
ok  Twilio      the account is active
ok  Texts       the number ending 0100 sends them here
ok  Clock       agrees with Twilio's
ok  Users       1 admin, 1 member

All good.
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test.for([80, 60, 40])(
  'a report fits a terminal of %i columns, and loses no word',
  async (columns) => {
    const { env } = await startNeighbours()
    const wrong = { ...env, PUBLIC_BASE_URL: 'https://localhost', ADMIN_PHONES: '', NO_COLOR: '1' }

    const piped = await usherr(['doctor'], wrong)
    const shown = await usherr(['doctor'], wrong, { columns })

    const [words, wrapped] = [piped, shown].map(({ stdout }) =>
      stdout
        .replace(/\d+\.\d s/, '0.0 s')
        .split(/\s+/)
        .filter((word) => word !== ''),
    )
    expect(shown.stdout.split('\n').filter((line) => line.length > columns)).toEqual([])
    // A word longer than a line is broken, and only that.
    expect(wrapped?.join('')).toBe(words?.join(''))
  },
)

test('scripts read the findings as JSON, and the exit code', async () => {
  const { env } = await startNeighbours()

  const well = await usherr(['doctor', '--json'], env)
  const unwell = await usherr(['doctor', '--json'], { ...env, ADMIN_PHONES: '' })

  expect(JSON.parse(well.stdout)).toContainEqual({
    type: 'good',
    subject: 'Users',
    says: '1 admin, 1 member',
  })
  expect(JSON.parse(unwell.stdout)).toContainEqual({
    type: 'wrong',
    subject: 'Users',
    says: 'nobody is an admin',
    fix: 'Set ADMIN_PHONES, such as Sam:+14155550123, and restart.',
  })
  expect([well.code, unwell.code]).toEqual([0, 1])
})

test('a model whose tokens count toward no budget is told of', async () => {
  const { env } = await startNeighbours()

  const { stdout, code } = await usherr(['doctor', '--json'], {
    ...env,
    MONTHLY_BUDGET: '5',
    SEGMENT_PRICE: '0.01',
    LLM_PRICES: '',
  })

  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ type: 'wrong', subject: 'Budget' }),
  )
  expect(code).toBe(1)
})

type Mistake = [what: string, make: (of: Neighbours) => Env | void, complaint: string]

test.for<Mistake>([
  [
    'a wrong Radarr key',
    () => ({ RADARR_API_KEY: 'another' }),
    '!! Radarr refuses the API key > Copy it from Radarr, Settings, General, to RADARR_API_KEY.',
  ],
  [
    "Radarr's URL that is Sonarr's, with Sonarr's key",
    ({ sonarr }) => ({ RADARR_URL: sonarr.url, RADARR_API_KEY: sonarr.apiKey }),
    "!! Radarr RADARR_URL points at Sonarr > Set RADARR_URL to Radarr's own address, usually with port 7878.",
  ],
  [
    "Sonarr's URL that is Radarr's, with Sonarr's key",
    ({ radarr }) => ({ SONARR_URL: radarr.url }),
    "!! Sonarr SONARR_URL points at Radarr > Set SONARR_URL to Sonarr's own address, usually with port 8989.",
  ],
  [
    'a port where nothing listens',
    () => ({ SONARR_URL: closed }),
    '!! Sonarr not reached at CLOSED: nothing listens there (connection refused) > Start it, or correct the port in SONARR_URL.',
  ],
  [
    // `fetch` refuses such a port without trying it, so there is no code of the network's.
    'a port that is none of a web service',
    () => ({ SONARR_URL: 'http://127.0.0.1:25' }),
    '!! Sonarr not reached at http://127.0.0.1:25 > Check the address and the port in SONARR_URL.',
  ],
  [
    'a page in place of the API',
    ({ radarr }) => {
      radarr.intercept = () => ({ status: 200, body: '<html>Welcome</html>' })
    },
    "!! Radarr RADARR_AT is not Radarr's API > Check the port, https and the base path, such as /radarr, in RADARR_URL.",
  ],
  [
    'a base path that is missing',
    ({ radarr }) => {
      radarr.intercept = () => ({ status: 307 })
    },
    "!! Radarr RADARR_AT is not Radarr's API > Check the port, https and the base path, such as /radarr, in RADARR_URL.",
  ],
  [
    'https where there is none',
    ({ radarr }) => ({ RADARR_URL: radarr.url.replace('http:', 'https:') }),
    '!! Radarr not reached at RADARR_SECURELY_AT: no secure connection could be made (TLS) > Write http:// in RADARR_URL if it has no certificate, or give it a valid one.',
  ],
  [
    'a proxy in front of a Radarr that is down',
    ({ radarr }) => {
      radarr.intercept = () => ({ status: 502, body: '<html>Bad gateway</html>' })
    },
    "!! Radarr RADARR_AT answers with an error > Look at Radarr's log, and at the proxy in front of it if there is one.",
  ],
  [
    'no root folder',
    ({ radarr }) => void radarr.rootFolders.splice(0),
    '!! Radarr has no root folder > In Radarr, under Settings, Media Management, add one.',
  ],
  [
    'a root folder that is not mounted',
    ({ sonarr }) => {
      for (const folder of sonarr.rootFolders) folder.accessible = false
    },
    '!! Sonarr cannot reach its root folder > In Sonarr, under Settings, Media Management, correct its path, or mount its disk.',
  ],
  [
    'no quality profile',
    ({ radarr }) => void radarr.qualityProfiles.splice(0),
    '!! Radarr has no quality profile > In Radarr, under Settings, Profiles, add one.',
  ],
  [
    'LLM_BASE_URL without /v1',
    ({ model }) => ({ LLM_BASE_URL: model.baseUrl.replace('/v1', '') }),
    "!! Model MODEL_AT does not answer like a model's API > LLM_BASE_URL names no version of the API: add /v1.",
  ],
  [
    'a model that the provider does not have',
    () => ({ LLM_MODEL: 'medium' }),
    '!! Model MODEL_AT/v1 has no model named medium > Set LLM_MODEL to one it has, such as small, large.',
  ],
  [
    'a model server that is not running',
    () => ({ LLM_BASE_URL: `${closed}/v1` }),
    '!! Model not reached at CLOSED/v1: nothing listens there (connection refused) > Start it, or correct the port in LLM_BASE_URL.',
  ],
  [
    'a wrong key for the model',
    ({ model }) => {
      model.intercept = () => ({ status: 401, body: { error: { message: 'no' } } })
    },
    "!! Model MODEL_AT/v1 refuses the key > Set LLM_API_KEY to a key of that provider's.",
  ],
  [
    'a wrong auth token',
    () => ({ TWILIO_AUTH_TOKEN: 'another' }),
    "!! Twilio refuses the credentials > Copy TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN from the first page of Twilio's console.",
  ],
  [
    'a suspended account',
    ({ twilio }) => {
      twilio.setup.status = 'suspended'
    },
    "!! Twilio the account is suspended > Sign in to Twilio's console; it says there what is missing.",
  ],
  [
    'a number of another account',
    () => ({ TWILIO_PHONE_NUMBER: '+14155550777' }),
    '!! Texts the number ending 0777 is not in this account > Correct TWILIO_PHONE_NUMBER, or set the account that it belongs to.',
  ],
  [
    'a messaging service of another account',
    () => ({ TWILIO_PHONE_NUMBER: '', TWILIO_MESSAGING_SERVICE_SID: SERVICE_SID }),
    '!! Texts the messaging service is not in this account > Correct TWILIO_MESSAGING_SERVICE_SID, or set the account that it belongs to.',
  ],
  [
    'a webhook that points elsewhere',
    ({ twilio }) => setNumber(twilio, { smsUrl: 'https://sam:hush@else.example/sms?key=hush' }),
    '!! Texts the number ending 0100 sends them to https://else.example/sms > Run: usherr connect twilio',
  ],
  [
    'a number as it was bought',
    ({ twilio }) => setNumber(twilio, { smsUrl: 'https://demo.twilio.com/welcome/sms/reply' }),
    '!! Texts the number ending 0100 sends them nowhere > Run: usherr connect twilio',
  ],
  [
    'a webhook with GET',
    ({ twilio }) => setNumber(twilio, { smsMethod: 'GET' }),
    '!! Texts the number ending 0100 sends them here with GET, not POST > Run: usherr connect twilio',
  ],
  [
    'a webhook without retries',
    ({ twilio }) => setNumber(twilio, { smsUrl: 'https://usherr.example/webhooks/twilio' }),
    '!! Texts the number ending 0100 sends them here, but loses them while you are offline > Run: usherr connect twilio',
  ],
  [
    'a TwiML app that goes before the webhook',
    ({ twilio }) => setNumber(twilio, { smsApplicationSid: `AP${'4'.repeat(32)}` }),
    '!! Texts the number ending 0100 sends them to a TwiML app > Run: usherr connect twilio',
  ],
  [
    'PUBLIC_BASE_URL with http',
    () => ({ PUBLIC_BASE_URL: 'http://usherr.example' }),
    '!! Settings PUBLIC_BASE_URL must be https URLs without a user name or /webhooks/twilio, separated by commas > Correct it in .env. Where Twilio reaches this service, without /webhooks/twilio; several with commas.',
  ],
  [
    'an admin without a country code',
    () => ({ ADMIN_PHONES: '4155550101' }),
    '!! Settings ADMIN_PHONES entry 1 is no phone number; write it as +14155550123 > Correct it in .env. Who may do everything, such as Sam:+14155550123; several with commas.',
  ],
  [
    'a database below a file',
    () => ({ DATABASE_PATH: `${fileURLToPath(import.meta.url)}/data/usherr.db` }),
    `!! Database ${fileURLToPath(import.meta.url)} cannot be used: it is a file, not a folder > Set DATABASE_PATH to a file in a folder that this user may write to.`,
  ],
  [
    'a database that is none',
    ({ env }) =>
      writeFileSync(databaseOf(env), 'not a database, but long enough to be read as one'),
    '!! Database is damaged, or no database > Stop the service and restore a backup.',
  ],
  [
    'no admin',
    () => ({ ADMIN_PHONES: '' }),
    '!! Users nobody is an admin > Set ADMIN_PHONES, such as Sam:+14155550123, and restart.',
  ],
])('%s is named, with what to do', async ([, make, complaint]) => {
  const neighbours = await startNeighbours()
  const { env, radarr, model } = neighbours
  const changes = make(neighbours) ?? {}

  const { code, stdout } = await usherr(['doctor'], { ...env, ...changes })

  const expected = complaint
    .replace('CLOSED', closed)
    .replace('RADARR_AT', radarr.url)
    .replace('RADARR_SECURELY_AT', radarr.url.replace('http:', 'https:'))
    .replace('MODEL_AT', model.baseUrl.replace('/v1', ''))
    .replace('DATABASE ', `${env['DATABASE_PATH']} `)
  expect(complaints(stdout)).toContain(expected)
  expect(complaints(stdout).length).toBeLessThanOrEqual(2)
  expect(stdout).toMatch(/\n(1 thing|2 things) to mend\.\n$/)
  expect(code).toBe(1)
  expectNoSecrets(stdout, { ...env, ...changes })
})

function setNumber({ setup }: Neighbours['twilio'], change: object): void {
  for (const number of setup.numbers) Object.assign(number, change)
}

function databaseOf(env: Env): string {
  return env['DATABASE_PATH'] ?? ''
}

function expectNoSecrets(stdout: string, env: Env): void {
  const secrets = ['RADARR_API_KEY', 'SONARR_API_KEY', 'LLM_API_KEY', 'TWILIO_AUTH_TOKEN']
  for (const name of secrets) expect(stdout).not.toContain(env[name])
  for (const secret of [USHERR, SAM, 'hush', '    at ']) expect(stdout).not.toContain(secret)
}

test.for([
  ['says that it did', { content: 'Here is Heat (1995).' }, 'answers, but calls no tool'],
  ['calls a tool of its own', call('search_web', '{}'), 'with arguments that do not fit'],
  ['calls without a title', call('find', '{"name":"Heat"}'), 'with arguments that do not fit'],
  ['writes no JSON', call('find', 'Heat'), 'with arguments that do not fit'],
] as const)('a model that %s is not good enough', async ([, message, complaint]) => {
  const { env } = await startNeighbours({ answer: () => ({ role: 'assistant', ...message }) })

  const { code, stdout } = await usherr(['doctor'], env)

  expect(complaints(stdout)).toEqual([expect.stringContaining(complaint)])
  expect(stdout).toContain('Set LLM_MODEL to one that is made for tools')
  expect(code).toBe(1)
})

function call(name: string, args: string) {
  return {
    content: null,
    tool_calls: [{ id: 'call_1', type: 'function' as const, function: { name, arguments: args } }],
  }
}

test('a model that is slower than its time limit is told', async () => {
  let passedMs = 0
  const { env } = await startNeighbours({
    answer: () => {
      passedMs = 27_400
      return { role: 'assistant', ...call('find', '{"title":"Heat","year":1995}') }
    },
  })
  const now = () => 1_000 + passedMs

  const { stdout } = await usherr(['doctor'], env, {}, { now })

  expect(complaints(stdout)).toContain(
    '!! Model answers, but took 27.4 s > Raise LLM_TIMEOUT_SECONDS above that, or have the model stay loaded.',
  )
})

test.for([
  [90_000, "is 90 s ahead of Twilio's"],
  [-90_000, "is 90 s behind Twilio's"],
] as const)('a clock that is off by %i ms is told', async ([offMs, words]) => {
  const twilioNow = Date.UTC(2026, 10, 20, 12)
  const { env } = await startNeighbours({ twilioNow: () => twilioNow })

  const { stdout } = await usherr(['doctor'], env, {}, { now: () => twilioNow + offMs })

  expect(complaints(stdout)).toEqual([
    `!! Clock ${words} > Let this machine set its clock by the network (NTP).`,
  ])
})

test('a clock is not said to agree where Twilio tells no readable time', async () => {
  const { env } = await startNeighbours({ twilioNow: () => NaN })

  const { code, stdout } = await usherr(['doctor'], env)

  expect(stdout).toContain('--  Clock       not compared: Twilio told no time\n')
  expect(code).toBe(0)
})

test('Radarr, Sonarr and Twilio are asked beside each other', async () => {
  const { env, radarr, sonarr, twilio } = await startNeighbours()
  const waiting = new Set<object>()
  let release = () => {}
  const allAreAsked = new Promise<void>((resolve) => (release = resolve))
  for (const service of [radarr, sonarr, twilio]) {
    service.intercept = async (): Promise<'pass'> => {
      if (waiting.add(service).size === 3) release()
      await allAreAsked
      return 'pass'
    }
  }

  const { stdout } = await usherr(['doctor'], env)

  expect(complaints(stdout)).toEqual([])
})

test('services that never answer are told', async () => {
  const { env, radarr, sonarr, model, twilio } = await startNeighbours()
  radarr.intercept = () => 'hang'
  sonarr.intercept = () => 'hang'
  model.intercept = () => 'hang'
  twilio.intercept = () => 'hang'

  const { stdout } = await usherr(['doctor'], env, { timeoutMs: 200 })

  expect(complaints(stdout).map((line) => line.slice(0, 9))).toEqual([
    '!! Radarr',
    '!! Sonarr',
    '!! Model ',
    '!! Twilio',
  ])
  expect(stdout.match(/no answer in time/g)).toHaveLength(4)
  expect(stdout).toContain('4 things to mend.')
})

test('where nothing is set yet, it says what to begin with', async () => {
  const DATABASE_PATH = '/nowhere/usherr.db'
  const { env } = await startNeighbours()
  const copy = ' > Copy .env.example to .env and set it there. '
  const doctor = async (settings: Env, hasDotenv: boolean) =>
    complaints((await usherr(['doctor'], settings, {}, { hasDotenv })).stdout).join('\n')

  const none = await doctor({ DATABASE_PATH }, false)
  const written = await doctor({ DATABASE_PATH }, true)
  const brought = await doctor({ ...env, TWILIO_AUTH_TOKEN: '' }, false)

  expect(none.split(copy)).toHaveLength(2)
  expect(none).toContain(' > Set it there too. Where Twilio reaches this service')
  expect(written).not.toContain('.env.example')
  expect(brought).toContain(' > Correct it in .env. Its auth token')
  expect(brought).not.toContain('.env.example')
})

test('all wrong settings are told at once, and what is right is still looked at', async () => {
  const { env } = await startNeighbours()

  const { stdout } = await usherr(['doctor'], {
    ...env,
    PORT: 'x',
    LLM_BASE_URL: 'nowhere',
    SONARR_API_KEY: '',
  })

  expect(complaints(stdout)).toHaveLength(3)
  expect(stdout).toContain('ok  Radarr')
  expect(stdout).toContain('ok  Texts')
  expect(stdout).toContain('--  Sonarr      not looked at: see its settings above')
  expect(stdout).toContain('--  Model       not looked at: see its settings above')
})

test('what is not set up is no fault', async () => {
  const { env } = await startNeighbours()
  const without = { SONARR_URL: '', SONARR_API_KEY: '', LLM_MODEL: '', LLM_BASE_URL: '' }

  const { code, stdout } = await usherr(['doctor'], { ...env, ...without, LLM_API_KEY: '' })

  expect(stdout).toContain('--  Sonarr      not set up, so shows are off')
  expect(stdout).toContain('--  Model       not set up: plain commands are understood')
  expect(code).toBe(0)
})

test('localhost inside a container is told only where it does not work', async () => {
  const { env } = await startNeighbours()
  const local = { ...env, SONARR_URL: closed, LLM_BASE_URL: closed }

  const { stdout } = await usherr(['doctor'], local, { isInContainer: true })

  expect(complaints(stdout)).toEqual([
    expect.stringMatching(/^!! Sonarr .* host\.docker\.internal\.$/),
    expect.stringMatching(/^!! Model .* host\.docker\.internal\.$/),
  ])
})

test('an address that is reached but lacks its version is told that, wherever it is', async () => {
  const { env, model } = await startNeighbours()
  const cut = { ...env, LLM_BASE_URL: model.baseUrl.replace('/v1', '') }

  const { stdout } = await usherr(['doctor'], cut, { isInContainer: true })

  expect(complaints(stdout)).toEqual([expect.stringMatching(/ > LLM_BASE_URL .* add \/v1\.$/)])
})

test('a version is not missed where nobody is reached', async () => {
  const { env } = await startNeighbours()

  const { stdout } = await usherr(['doctor'], { ...env, LLM_BASE_URL: closed })

  expect(complaints(stdout)).toEqual([
    expect.stringMatching(/ > Start it, or correct the port in LLM_BASE_URL\.$/),
  ])
})

test.for([
  ['https://localhost', 'your own network'],
  ['https://usherr', 'your own network'],
  ['https://nas.local', 'your own network'],
  ['https://192.168.1.20', 'your own network'],
  ['https://172.20.0.3:3000', 'your own network'],
  ['https://[fd00::1]', 'your own network'],
  ['https://93.184.216.34', 'is an IP address'],
  ['https://usherr.example.com', 'is an example'],
  ['https://usherr.example/webhooks', 'has a path too many'],
] as const)('%s as the public URL: %s', async ([url, complaint]) => {
  const { env } = await startNeighbours()

  const { stdout } = await usherr(['doctor'], { ...env, PUBLIC_BASE_URL: url })

  expect(complaints(stdout)[0]).toMatch(/^!! Public URL /)
  expect(complaints(stdout)[0]).toContain(complaint)
})

test('a messaging service is looked at on its own host', async () => {
  const { env, twilio } = await startNeighbours()
  const service = {
    sid: SERVICE_SID,
    phones: [USHERR],
    inboundRequestUrl: 'https://usherr.example/webhooks/twilio#rp=all',
    inboundMethod: 'POST',
    useInboundWebhookOnNumber: false,
  }
  twilio.setup.services.push(service)
  const settings = { ...env, TWILIO_PHONE_NUMBER: '', TWILIO_MESSAGING_SERVICE_SID: SERVICE_SID }
  const texts = async () => {
    const { stdout } = await usherr(['doctor'], settings)
    return stdout.split('\n').find((line) => line.includes('Texts'))
  }

  expect(await texts()).toBe('ok  Texts       the messaging service sends them here')
  service.useInboundWebhookOnNumber = true
  expect(await texts()).toContain("sends them to each number's own webhook")
  service.phones = []
  expect(await texts()).toContain('has no number')
})

test('a running service is looked at without a lock and without a write', async () => {
  const household = await startHousehold({ env: { ADMIN_PHONES: `Sam:${SAM}` } })
  const { databasePath } = household.config
  const before = readFileSync(databasePath)
  const release = household.lockDatabase()

  const { stdout } = await usherr(['doctor'], { DATABASE_PATH: databasePath })
  release()

  expect(stdout).toContain('ok  Database    sound\n')
  expect(stdout).toContain('ok  Users       1 admin, 1 member\n')
  expect(readFileSync(databasePath).equals(before)).toBe(true)
  expect(existsSync(`${databasePath}.lock`)).toBe(false)
})

test('a database of a newer version is told apart', async () => {
  const { env } = await startNeighbours()
  const db = openDatabase(databaseOf(env))
  db.$client.exec('insert into __drizzle_migrations (hash, created_at) values (1, 9e12)')
  db.$client.close()

  const { stdout } = await usherr(['doctor'], env)

  expect(complaints(stdout)).toEqual([
    '!! Database was used by a newer Usherr than this one > Install that version again, or restore a backup from before it.',
  ])
})

test.for<[what: string, ageDays: number, backupAgeDays: number | undefined, line: string]>([
  ['none yet', 1, undefined, '--  Backups     none yet; one is made each night'],
  ['none for two days', 3, undefined, '!!  Backups     there is none'],
  ['one of last night', 9, 1, 'ok  Backups     the newest is of Thu 19 Nov 2026, 12:00'],
  ['an old one', 9, 3, '!!  Backups     the newest is of Tue 17 Nov 2026, 12:00'],
])('of a database with %s the doctor says so', async ([, age, backupAge, line]) => {
  const { env } = await startNeighbours()
  const noon = Date.UTC(2026, 10, 20, 12)
  const daysAgo = (days: number) => noon - days * 24 * 3_600_000
  const store = openStore({ path: databaseOf(env), now: () => daysAgo(age) })
  await store.users.seed([{ phone: SAM, role: 'admin' }])
  if (backupAge !== undefined) {
    const file = join(dirname(databaseOf(env)), 'backups', 'usherr-2026-11-19.db')
    mkdirSync(dirname(file))
    writeFileSync(file, '')
    utimesSync(file, daysAgo(backupAge) / 1000, daysAgo(backupAge) / 1000)
  }

  const { stdout } = await usherr(['doctor'], env, {}, { now: () => noon })

  expect(stdout).toContain(`${line}\n`)
  const fix = 'Start Usherr, which makes one each night; its log says why when that fails.'
  expect(stdout.includes(fix)).toBe(line.startsWith('!!'))
})

test('an older database is brought up to date at the next start', async () => {
  const { env } = await startNeighbours()
  const db = openDatabase(databaseOf(env))
  const last = 'select max(created_at) from __drizzle_migrations'
  db.$client.exec(`delete from __drizzle_migrations where created_at = (${last})`)
  db.$client.close()

  const { stdout } = await usherr(['doctor'], env)

  expect(stdout).toContain('ok  Database    sound, and brought up to date at the next start\n')
})

test('an admin who was blocked since is none', async () => {
  const household = await startHousehold()
  household.sql("update users set status = 'blocked' where phone = ?", SAM)

  const { stdout } = await usherr(['doctor'], {
    DATABASE_PATH: household.config.databasePath,
    ADMIN_PHONES: SAM,
  })

  expect(complaints(stdout)).toContainEqual(expect.stringContaining('nobody is an admin'))
})

test('an admin of the settings who is none any more is told, and nothing is wrong with that', async () => {
  const household = await startHousehold({ env: { ADMIN_PHONES: `Sam:${SAM},Dana:+14155550103` } })
  await household.text(SAM, 'demote Dana')
  const { databasePath } = household.config
  const env = { DATABASE_PATH: databasePath, ADMIN_PHONES: `${SAM},+14155550103` }

  const { stdout } = await usherr(['doctor'], env)

  expect(stdout).toContain('ok  Users       1 admin, 2 members. ADMIN_PHONES names somebody')
})
