import { expect, test } from 'vitest'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'
import { until } from '../helpers/until.ts'

const APOLOGY = 'Sorry, something went wrong on my side. Please try that once more.'
const HERE = 'Heat (1995) is here.'
const NOON = Date.UTC(2026, 10, 20, 12)
const TAKEN_UP = 'The service takes it up within a second, or when it starts.\n'

/** `usherr queue` beside a household, so long after noon. */
function queueOf(household: Household, ms = 0) {
  const env = { DATABASE_PATH: household.config.databasePath }
  return (args: readonly string[] = [], typing: { typed?: string; columns?: number } = {}) =>
    usherr(['queue', ...args], env, typing, { now: () => NOON + ms })
}

/** A text of theirs whose turn got nowhere three times. */
async function park(household: Household, phone: string, body: string) {
  await household.stop()
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state, attempts) values ('SMparked', 'sms', ?, ?, 0, ?, 'waiting', 3)",
    phone,
    body,
    NOON,
  )
  await household.restart()
  await household.recorded("select 1 from inbox where state = 'parked'")
}

/** Twilio says no to what is sent, with these codes, and then takes everything. */
function refuseSends({ twilio }: Household, ...codes: Array<[status: number, code: number]>) {
  twilio.intercept = ({ method }) => {
    const [status, code] = (method === 'POST' && codes.shift()) || []
    return status ? { status, body: { code }, headers: { 'retry-after': '2' } } : 'pass'
  }
}

const outbox = (household: Household) =>
  household.sql('select key, state, error_code, attempts from outbox order by position')

test('the queue lists what waits and what was given up, the oldest first', async () => {
  const household = await startHousehold()
  await park(household, KIM, 'boom')
  await household.settled()
  refuseSends(household, [400, 21614], [429, 20429], [400, 63016])
  household.advance(60_000)
  await household.text(SAM, 'is heat in?')
  household.advance(3_600_000)
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")
  household.advance(500)
  await household.deliver(`whatsapp:${KIM}`, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '63016'")

  const { code, stdout, stderr } = await queueOf(household, 3_661_000)()

  expect(stdout).toBe(`ID     Phone         Age     State    Why
in-1   +14155550102  1 h     parked   its turn began three times and got nowhere
out-2  +14155550101  1 h     failed   21614: not a mobile number, 1 attempt
out-3  +14155550101  1 s     to send  20429: too many requests at once, 1 attempt, next in 2 s
out-4  +14155550102  500 ms  held     until they write on WhatsApp again

1 parked, 1 to send, 1 held for WhatsApp, 1 not sent.
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('a terminal cuts the line where it ends', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 21614])
  await household.text(SAM, 'is heat in?')

  const { stdout } = await queueOf(household)([], { typed: '', columns: 60 })

  expect(stdout.split('\n')[1]).toBe('out-1  +14155550101  0 ms  failed  21614: not a mobile numb…')
})

test('what Twilio takes from nobody waits for that, and is not called due', async () => {
  const household = await startHousehold()
  refuseSends(household, [401, 20003])
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20003'")
  await household.deliver(KIM, 'is heat in?')
  await household.recorded("select 1 from inbox where state = 'done' and position = 2")

  const { stdout } = await queueOf(household)()
  const { stdout: json } = await queueOf(household)(['--json'])

  expect(stdout.split('\n').slice(1, 3)).toEqual([
    'out-1  +14155550101  0 ms  to send  20003: Twilio refuses the credentials, until Twilio takes texts again',
    'out-2  +14155550102  0 ms  to send  20003: Twilio refuses the credentials, until Twilio takes texts again',
  ])
  expect(JSON.parse(json)).toMatchObject([{ waitsFor: 'twilio' }, { waitsFor: 'twilio' }])

  household.advance(5_000)
  await household.settled()
  expect((await queueOf(household)()).stdout).toMatch(/^Nothing waits/)
})

test('an empty queue is one sentence, and what was dropped or is older than a week is gone', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 21614])
  await household.text(SAM, 'is heat in?')

  const { stdout } = await queueOf(household, 7 * 24 * 3_600_000)()

  expect(stdout).toBe('Nothing waits, and nothing was given up in the last 7 days.\n')
})

test('scripts read the queue as JSON, without what was written', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 21614])
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, key from outbox')

  const { stdout } = await queueOf(household)(['--json'])

  expect(JSON.parse(stdout)).toEqual([
    {
      id: 'out-1',
      phone: SAM,
      channel: 'sms',
      state: 'failed',
      attempts: 1,
      at: '2026-11-20T12:00:00.000Z',
      outboxId: Object(row).id,
      key: Object(row).key,
      kind: 'reply',
      errorCode: '21614',
      providerSid: null,
      nextAttemptAt: '2026-11-20T12:00:00.000Z',
      waitsFor: null,
    },
  ])
})

test('a parked text has its turn again, and its answer comes once beside the apology', async () => {
  const { model } = scriptedModel(says('Hello, Kim.'))
  const household = await startHousehold({ model, env: { TEXTS_PER_DAY: '1' } })
  await park(household, KIM, 'boom')
  await household.settled()

  const { code, stdout } = await queueOf(household)(['retry', 'SMparked'])

  expect({ code, stdout }).toEqual({ code: 0, stdout: `in-1: has its turn again.\n${TAKEN_UP}` })
  await household.told(KIM, 'Hello, Kim.')
  await household.settled()
  expect(household.sentTo(KIM)).toEqual([APOLOGY, 'Hello, Kim.'])
  expect(household.sql('select state, attempts, round from inbox')).toEqual([
    { state: 'done', attempts: 0, round: 2 },
  ])
  expect(household.sql('select texts from usage')).toEqual([{ texts: 1 }])
  expect(
    household.sql("select user_id, sid, action, detail ->> 'round' as round from audit_log"),
  ).toEqual([{ user_id: null, sid: 'SMparked', action: 'queue.retried', round: 1 }])
})

test('an apology that has not been sent is taken back when its text has its turn again', async () => {
  const { model } = scriptedModel(says('Hello, Sam.'))
  const household = await startHousehold({ model })
  refuseSends(household, [429, 20429])
  await park(household, SAM, 'boom')
  await household.recorded("select 1 from outbox where error_code = '20429'")

  await queueOf(household)(['retry', 'in-1'])

  await household.told(SAM, 'Hello, Sam.')
  await household.settled()
  household.advance(60_000)
  await household.settled()
  expect(household.sentTo(SAM)).toEqual(['Hello, Sam.'])
})

test('a text that was parked twice is answered after the second time too', async () => {
  const { model } = scriptedModel(says('Hello, Sam.'))
  const household = await startHousehold({ model })
  await park(household, SAM, 'boom')
  await household.settled()
  await household.stop()
  await queueOf(household)(['retry', 'in-1'])
  household.sql('update inbox set attempts = 3')
  await household.restart()
  await household.recorded("select 1 from inbox where state = 'parked'")
  await household.settled()

  await queueOf(household)(['retry', 'in-1'])

  await household.told(SAM, 'Hello, Sam.')
  expect(household.sentTo(SAM)).toEqual([APOLOGY, APOLOGY, 'Hello, Sam.'])
})

test('a text that Twilio did not deliver is sent again, and its first send says no more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid as sid from outbox')
  const { id, sid } = Object(row)
  const report = (MessageStatus: string, more = {}) =>
    household.report(String(id), { MessageSid: String(sid), MessageStatus, ...more })
  await report('undelivered', { ErrorCode: '30003' })

  // What the queue was told of is a MessageSid too.
  const { stdout } = await queueOf(household)(['retry', String(sid)])
  await report('undelivered', { ErrorCode: '30003' })
  await report('sent')

  expect(stdout).toContain('out-1: is sent again.')
  await until(() => expect(household.sentTo(SAM)).toEqual([HERE, HERE]))
  await household.recorded("select 1 from outbox where state = 'sent'")
  const second = household.twilio.messages.at(-1)?.sid
  expect(household.sql('select state, attempts, provider_sid from outbox')).toEqual([
    { state: 'sent', attempts: 1, provider_sid: second },
  ])
  expect(household.sql("select detail ->> 'providerSid' as sid from audit_log")).toEqual([{ sid }])
  expect(household.sql('select count(*) as reports from delivery_events')).toEqual([{ reports: 3 }])
})

test('a text whose first send arrived after all is not sent again', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid as sid from outbox')
  const { id, sid: MessageSid } = Object(row)
  await household.report(String(id), { MessageSid, MessageStatus: 'undelivered' })
  refuseSends(household, [429, 20429])
  await queueOf(household)(['retry', 'out-1'])
  await household.recorded("select 1 from outbox where error_code = '20429'")

  await household.report(String(id), { MessageSid, MessageStatus: 'delivered' })
  household.advance(60_000)
  await household.text(SAM, 'is memento in?')

  expect(household.sentTo(SAM)).toEqual([HERE, 'Memento (2000) is here.'])
  expect(outbox(household)).toMatchObject([{ state: 'delivered' }, { state: 'sent' }])
})

test('the lost answer of a second send is not looked for in the first', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const [row] = household.sql('select id, provider_sid as sid from outbox')
  const { id, sid: MessageSid } = Object(row)
  await household.report(String(id), { MessageSid, MessageStatus: 'failed', ErrorCode: '30008' })
  const faults = ['drop' as const]
  household.twilio.intercept = ({ method }) => (method === 'POST' && faults.shift()) || 'pass'

  await queueOf(household)(['retry', 'out-1'])

  await until(() => expect(household.sentTo(SAM)).toEqual([HERE, HERE]))
})

test('what is held, refused or put off is tried at once', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 63016], [429, 20429], [0, 0], [400, 21614])
  await household.deliver(`whatsapp:${KIM}`, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '63016'")
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")

  await queueOf(household)(['retry', 'out-1'])
  await household.told(`whatsapp:${KIM}`, HERE)
  await queueOf(household)(['retry', 'out-2', 'out-2'])
  await household.recorded("select 1 from outbox where error_code = '21614'")
  await queueOf(household)(['retry', 'out-2'])

  await household.told(SAM, HERE)
  await household.settled()
  expect(outbox(household)).toMatchObject([
    { state: 'sent', attempts: 1, error_code: null },
    { state: 'sent', attempts: 1, error_code: null },
  ])
})

test('a text that was dropped is not answered, and the next one is', async () => {
  const household = await startHousehold()
  await household.stop()
  for (const sid of ['SM1', 'SM2']) {
    household.sql(
      "insert into inbox (sid, channel, address, body, media_count, received_at, state) values (?, 'sms', ?, 'is heat in?', 0, ?, 'waiting')",
      sid,
      SAM,
      NOON,
    )
  }

  const { code, stdout } = await queueOf(household)(['drop', 'SM1', '--yes'])
  await household.restart()
  await household.settled()

  expect({ code, stdout }).toEqual({ code: 0, stdout: 'in-1: gets no answer.\n' })
  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(outbox(household)).toMatchObject([{ key: 'SM2:reply' }])
  expect(household.sql('select user_id, sid, action from audit_log')).toEqual([
    { user_id: null, sid: 'SM1', action: 'queue.dropped' },
  ])
})

test('what waits to be sent can be dropped, and is listed no more', async () => {
  const household = await startHousehold()
  refuseSends(household, [429, 20429])
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")

  const { stdout, stderr } = await queueOf(household)(['drop', 'out-1'], { typed: 'y\n' })
  household.advance(60_000)
  await household.text(SAM, 'is memento in?')

  expect(stderr).toBe('Drop 1 text (out-1)? They stay in the history. [y/N] ')
  expect(stdout).toBe('out-1: is not sent.\n')
  expect(household.sentTo(SAM)).toEqual(['Memento (2000) is here.'])
  expect(outbox(household)).toMatchObject([{ state: 'failed', error_code: 'dropped' }, {}])
  expect((await queueOf(household, 60_000)()).stdout).toMatch(/^Nothing waits/)
})

test.for([
  [{}, '\nNothing was changed. Add --yes to go on.\n'],
  [{ typed: 'n\n' }, ' [y/N] Nothing was changed.\n'],
  [{ typed: '' }, ' [y/N] \nNothing was changed.\n'],
] as const)('nothing is dropped without a yes: %j', async ([typing, words]) => {
  const household = await startHousehold()
  refuseSends(household, [429, 20429])
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")

  const { code, stderr } = await queueOf(household)(['drop', 'out-1'], typing)

  const question = 'Drop 1 text (out-1)? They stay in the history.'
  expect({ code, stderr }).toEqual({ code: 1, stderr: question + words })
  expect(outbox(household)).toMatchObject([{ state: 'pending' }])
})

test('of several that are named, all are changed or none', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 21614])
  await household.text(SAM, 'is heat in?')
  await household.text(SAM, 'is heat in?')
  household.sql("update outbox set state = 'sending' where position = 2")
  household.sql(
    "insert into outbox select 3, 'id', 'key', 'busy', channel, address, body, 1, 'failed', null, 1, 0, null, null, 0, null, null, null from outbox where position = 1",
  )
  const before = outbox(household)

  const retried = await queueOf(household)([
    'retry',
    'out-1',
    'out-2',
    'out-3',
    'in-1',
    'out-9',
    'x',
  ])
  const dropped = await queueOf(household)(['drop', 'out-1', 'out-2', 'in-2', 'y', '--yes'])

  expect(retried).toEqual({
    code: 1,
    stdout: '',
    stderr: `Nothing was changed.
out-2: It is being sent, or looked for at Twilio because nobody knows whether it was. Wait.
out-3: "Still on it..." is of no use any more.
in-1: That text has had its turn.
out-9: There is no such text. \`usherr queue\` lists what there is.
x: There is no such text. \`usherr queue\` lists what there is.
`,
  })
  expect(dropped).toEqual({
    code: 1,
    stdout: '',
    stderr: `Nothing was changed.
out-1: It has been given up already, and nothing waits for it.
out-2: It is being sent, or looked for at Twilio because nobody knows whether it was. Wait.
in-2: That text has had its turn.
y: There is no such text. \`usherr queue\` lists what there is.
`,
  })
  expect(outbox(household)).toEqual(before)
  expect(household.sql('select * from audit_log')).toEqual([])
})

test('a turn whose text is dropped beside it ends without an answer, and begins nothing more', async () => {
  const keyword = createKeywordModel()
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  let asked = 0
  const model: Model = async (request) => {
    if (asked++ === 0) await held
    return keyword(request)
  }
  const lines: string[] = []
  const household = await startHousehold({ model, onLog: (line) => lines.push(line) })
  await household.deliver(SAM, 'add alien')
  await until(() => expect(asked).toBe(1))
  await household.deliver(SAM, 'is heat in?')

  await queueOf(household)(['drop', 'in-1', '--yes'])
  release()
  await household.told(SAM, HERE)
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(lines.filter((line) => line.includes('"level":50'))).toEqual([])
  expect(household.radarr.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  expect(household.sql('select role, content from messages where round = 1')).toEqual([
    { role: 'user', content: 'add alien' },
  ])
})

test('a change that was being made when its text was dropped is looked into, and told once', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'remove heat')
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? held : 'pass')
  await household.deliver(SAM, 'YES 4821')
  await household.recorded("select 1 from pending_actions where state = 'executing'")
  const isRequested = () =>
    expect(household.radarr.requests.map(({ method }) => method)).toContain('DELETE')
  await until(isRequested)

  await queueOf(household)(['drop', 'in-2', '--yes'])
  // Not while the turn itself is still at it.
  expect(
    household.sql("select next_check_at from pending_actions where state = 'executing'"),
  ).toEqual([{ next_check_at: NOON + 120_000 }])
  release()
  await household.recorded("select 1 from messages where role = 'tool' and round = 2")
  household.advance(120_000)
  await household.recorded("select 1 from pending_actions where state = 'done'")
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual(['Removed Heat (1995) and its file (14 GB).'])
  expect(household.radarr.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1)
})

test('a yes whose text is dropped before anything was touched touches nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'remove heat')
  const release = household.holdRadarr()
  await household.deliver(SAM, 'YES 4821')
  await household.recorded("select 1 from pending_actions where state = 'claimed'")

  await queueOf(household)(['drop', 'in-2', '--yes'])
  release()
  await household.settled()
  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)

  expect(household.radarr.requests.map(({ method }) => method)).not.toContain('DELETE')
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'failed' }])
})

test('a database that another process holds is told, and nothing was changed', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 21614])
  await household.text(SAM, 'is heat in?')
  const release = household.lockDatabase()

  const listed = await queueOf(household)()
  const { code, stderr } = await queueOf(household)(['retry', 'out-1'])
  release()

  expect(listed.code).toBe(0)
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'Another process holds the database, and nothing was changed. Try again in a moment.\n',
  })
  expect(outbox(household)).toMatchObject([{ state: 'failed' }])
})

test('a database of another program is left alone', async () => {
  const household = await startHousehold()
  await household.stop()
  household.sql('update __drizzle_migrations set created_at = created_at - 1')
  const { databasePath } = household.config

  const { code, stderr } = await queueOf(household)(['retry', 'out-1'])

  expect(stderr).toBe(
    `DATABASE_PATH ${databasePath} is no database of Usherr's. Name another file.\n`,
  )
  expect(code).toBe(1)
})

test('scripts read as JSON what is sent again and what was dropped', async () => {
  const household = await startHousehold()
  refuseSends(household, [400, 21614])
  await household.text(SAM, 'is heat in?')
  await household.stop()

  const retried = await queueOf(household)(['retry', 'out-1', '--json'])
  const dropped = await queueOf(household)(['drop', 'out-1', '--yes', '--json'])

  expect(JSON.parse(retried.stdout)).toEqual([{ id: 'out-1' }])
  expect(JSON.parse(dropped.stdout)).toEqual([{ id: 'out-1' }])
})

test('ids are needed to retry and to drop', async () => {
  for (const command of ['retry', 'drop']) {
    const { code, stderr } = await usherr(['queue', command], {})

    expect(stderr).toContain("missing required argument 'id'")
    expect(code).toBe(2)
  }
})
