import { expect, test } from 'vitest'
import { ModelError } from '../../src/errors.ts'
import { withPlainCommands } from '../../src/model/fallback.ts'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model, ModelReply } from '../../src/model/model.ts'
import { usherr } from '../helpers/command-line.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { calls, says } from '../helpers/scripted-model.ts'

const NOON = Date.UTC(2026, 10, 20, 12)

function traceOf(household: Household) {
  const env = { DATABASE_PATH: household.config.databasePath, TZ: 'Europe/Berlin' }
  return (args: readonly string[], columns?: number) =>
    usherr(['trace', ...args], env, columns ? { columns } : {}, { now: () => NOON + 3_600_000 })
}

/** A household whose model takes 812 ms for each of these replies. */
async function startWith(...replies: ModelReply[]) {
  const usage = { promptTokens: 812, completionTokens: 20, totalTokens: 832 }
  const model: Model = async () => {
    household.advance(812)
    const reply = replies.shift()
    if (!reply) throw new Error('Unscripted model call')
    return { ...reply, usage }
  }
  const household = await startHousehold({ model })
  return household
}

test('a text is traced from its arrival to the report on its answer', async () => {
  const household = await startWith(
    calls(['find', { title: 'heat', read_first: true }]),
    says('Heat is here, since 1995.'),
  )
  await household.deliver(SAM, 'is heat\nin?', { sid: `SM${'1'.repeat(32)}` })
  await household.settled()
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  household.advance(86_400_000)
  await household.report(id, { MessageSid, MessageStatus: 'undelivered', ErrorCode: '30003' })

  const { code, stdout, stderr } = await traceOf(household)([SAM])

  expect(stdout).toBe(`SM11111111111111111111111111111111  +14155550101  Fri 20 Nov 2026, 13:00

13:00:00.000           received  over SMS: "is heat\\nin?"
13:00:00.000  +0 ms    turn      began, round 1
13:00:00.812  +812 ms  model     scripted, 812 + 20 tokens
13:00:00.812  +0 ms    call      find: title "heat", read_first true
13:00:00.812  +0 ms    result    find, answer: Heat (1995) is here.
13:00:01.624  +812 ms  model     scripted, 812 + 20 tokens, writes "Heat is here, since 1995."
13:00:01.624  +0 ms    queued    out-1, reply, 1 segment: "Heat is here, since 1995."
13:00:01.624  +0 ms    turn      ended with an answer
13:00:01.624  +0 ms    sending   out-1, attempt 1
13:00:01.624  +0 ms    sent      out-1 as ${MessageSid}
Sat 21 Nov
13:00:01.624  +1 day   report    out-1 undelivered, 30003: their phone is off or out of reach

in-1   done
out-1  undelivered  30003: their phone is off or out of reach, 1 attempt
`)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

test('a question and its answer are traced from either text, found by what went out too', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'remove heat')
  await household.text(SAM, 'YES 4821')
  const [asking, answering] = household.sql('select sid from inbox order by position')
  const [asked, told] = household.sql(
    'select id, provider_sid as sid from outbox order by position',
  )
  const QUESTION = 'Remove Heat (1995) and delete its file, 14 GB?'

  const first = await traceOf(household)([String(Object(asked).sid)])
  const second = await traceOf(household)([String(Object(told).id)])

  expect(linesOf(first.stdout)).toEqual([
    'received  over SMS: "remove heat"',
    'turn      began, round 1',
    'model     plain commands',
    'call      remove: title "heat"',
    `result    remove, question: ${QUESTION}`,
    `question  asked: ${QUESTION}`,
    `queued    out-1, reply, 1 segment: "${QUESTION} Reply YES 4821, or NO to keep it."`,
    'turn      ended with an answer',
    'sending   out-1, attempt 1',
    `sent      out-1 as ${Object(asked).sid}`,
    `question  ended as done, answered by ${Object(answering).sid}`,
  ])
  expect(first.stdout).toContain(`${Object(asking).sid}  ${SAM}`)
  expect(linesOf(second.stdout)).toEqual([
    'received  over SMS: "YES 4821"',
    'turn      began, round 2',
    'answer    YES to the open question',
    'call      remove: title "Heat", year 1995',
    'result    remove, change: Removed Heat (1995) and its file (14 GB).',
    `question  answered: ${QUESTION}`,
    `question  carried out: ${QUESTION}`,
    'question  settled as done',
    'queued    out-2, reply, 1 segment: "Removed Heat (1995) and its file (14 GB)."',
    'turn      ended with an answer',
    'sending   out-2, attempt 1',
    `sent      out-2 as ${Object(told).sid}`,
  ])
})

test('an add, and plain commands in place of a model that failed, are traced', async () => {
  const household = await startHousehold({
    model: withPlainCommands(failing, createKeywordModel(), { warn: () => {} }),
  })
  await household.text(KIM, 'add alien')

  const { stdout } = await traceOf(household)(['in-1'])

  expect(linesOf(stdout).slice(2, 7)).toEqual([
    'model     plain commands, because the model failed',
    'call      add: title "alien"',
    'result    add, change: Added Alien (1979) in 1080p. Searching for it now.',
    'add       Alien (1979) in Radarr, done',
    'added     Alien (1979)',
  ])
})

test('a text over the limit, and one of a stranger, are traced to their ends', async () => {
  const household = await startHousehold({ env: { TEXTS_PER_DAY: '1' } })
  await household.text(KIM, 'is heat in?')
  await household.text(KIM, 'is heat in?')
  await household.text(STRANGER, 'hi')

  const limited = await traceOf(household)([KIM])
  await household.deliver(KIM, 'is memento in?')
  await household.recorded("select 1 from inbox where position = 4 and state = 'done'")
  const again = await traceOf(household)([KIM])
  const stranger = await traceOf(household)([STRANGER])

  expect(linesOf(limited.stdout).slice(0, 4)).toEqual([
    'received  over SMS: "is heat in?"',
    'limit     over texts per day',
    `queued    out-2, reply, 1 segment: "That's today's limit of 1 text. It starts fresh at midnight."`,
    'turn      ended with an answer',
  ])
  expect(linesOf(again.stdout)).toEqual([
    'received  over SMS: "is memento in?"',
    'turn      ended without an answer: over a limit, which they had been told that day',
  ])
  expect(linesOf(stranger.stdout)).toEqual([
    'received  over SMS: "hi"',
    'turn      ended without an answer: no user has this phone',
  ])
})

test('what somebody at the door is answered is traced from their text, and from what went out', async () => {
  const household = await startHousehold({ env: { SIGNUP: 'request' } })
  for (const text of ['hi', 'Alex', 'hello?']) await household.text(STRANGER, text)
  const run = traceOf(household)

  const [asked, thanked, silent] = await Promise.all(
    ['in-1', 'in-2', 'in-3'].map(async (text) => linesOf((await run([text])).stdout)),
  )

  expect(asked).toContainEqual(
    expect.stringMatching(/^queued    out-1, reply, 1 segment: "Hi, this number/),
  )
  expect(thanked).toContainEqual(
    expect.stringMatching(/^queued    out-\d, reply, 1 segment: "Thanks, Alex/),
  )
  expect(asked).toContain('turn      ended with an answer')
  expect(thanked).toContain('turn      ended with an answer')
  expect(silent).toEqual([
    'received  over SMS: "hello?"',
    'turn      ended without an answer: they have yet to be let in',
  ])
  expect(linesOf((await run(['out-1'])).stdout)).toEqual(asked)
})

const rowOf = (status: string) => `update users set status = '${status}' where phone = '${KIM}'`

test.for<[body: string, why: string, change?: string]>([
  ['STOP', 'it asks for no more texts'],
  ['HELP', 'the network answers that word itself'],
  ['is heat in?', 'they are blocked', rowOf('blocked')],
  ['is heat in?', 'they have yet to be let in', rowOf('pending')],
  [
    'is heat in?',
    'they have opted out',
    `update users set opted_out_at = ${NOON} where phone = '${KIM}'`,
  ],
])('"%s" gets no answer, and its trace says why: %s', async ([body, why, change]) => {
  const household = await startHousehold()
  if (change) household.sql(change)
  await household.deliver(KIM, body)
  await household.recorded("select 1 from inbox where state = 'done'")

  const { stdout } = await traceOf(household)([KIM])

  expect(linesOf(stdout).at(-1)).toBe(`turn      ended without an answer: ${why}`)
})

test('whoever was let in since is said to have been no user then', async () => {
  const household = await startHousehold()
  await household.text(STRANGER, 'hi')
  household.advance(1_000)
  await household.store.users.seed([{ phone: STRANGER, role: 'member' }])

  const { stdout } = await traceOf(household)([STRANGER])

  expect(linesOf(stdout).at(-1)).toBe(
    'turn      ended without an answer: no user had this phone then',
  )
})

test('a text that an operator dropped is traced to that', async () => {
  const household = await startHousehold()
  await household.stop()
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state) values ('SMx', 'sms', ?, 'hi', 0, ?, 'parked')",
    SAM,
    NOON,
  )
  const { databasePath: DATABASE_PATH } = household.config
  await usherr(['queue', 'drop', 'in-1', '--yes'], { DATABASE_PATH }, {}, { now: () => NOON })

  const { stdout } = await traceOf(household)(['in-1'])

  expect(linesOf(stdout).at(-1)).toBe('turn      ended without an answer: an operator dropped it')
})

test('a text that had its turn again is traced through both, and through both sends', async () => {
  const household = await startWith(says('Hello.'))
  await household.stop()
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state, attempts) values ('SMx', 'sms', ?, 'boom', 1, ?, 'waiting', 3)",
    SAM,
    NOON,
  )
  await household.restart()
  await household.settled()
  const { databasePath: DATABASE_PATH } = household.config
  household.advance(10)
  await usherr(['queue', 'retry', 'in-1'], { DATABASE_PATH }, {}, { now: () => NOON + 5 })
  await household.told(SAM, 'Hello.')
  await household.settled()
  const [row] = household.sql("select id, provider_sid as sid from outbox where key = 'SMx:reply'")
  const { id, sid } = Object(row)
  await household.report(id, { MessageSid: sid, MessageStatus: 'failed', ErrorCode: '30008' })
  await usherr(['queue', 'retry', 'out-2'], { DATABASE_PATH }, {}, { now: () => NOON + 900 })
  await household.recorded("select 1 from outbox where state = 'sent' and position = 2")

  const { stdout } = await traceOf(household)([sid])

  const whats = linesOf(stdout).filter((line) => !/^(sending|sent) /.test(line))
  expect(whats).toEqual([
    'received  over SMS, with 1 attachment: "boom"',
    'turn      began, round 1',
    `queued    out-1, reply, 1 segment: "Sorry, something went wrong on my side. Please try that once more."`,
    'operator  retried',
    'turn      began, round 2',
    'model     scripted, 812 + 20 tokens, writes "Hello."',
    'queued    out-2, reply, 1 segment: "Hello."',
    'turn      ended with an answer',
    `report    out-2 failed, 30008: their network gave no reason, of ${sid}`,
    `operator  retried: ${id}`,
  ])
})

test('a phone is understood without its plus', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')

  const { stdout } = await traceOf(household)([SAM.slice(1)])

  expect(stdout).toContain(SAM)
})

test('a line ends where the terminal does', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'remove heat')

  const { stdout } = await traceOf(household)([SAM], 60)

  expect(stdout).toContain('question  asked: Remove Heat (1995) an…\n')
  expect(stdout.split('\n').filter((line) => line.length > 60)).toEqual([])
})

test('scripts read a trace as JSON', async () => {
  const household = await startWith(says('Hello.'))
  await household.text(SAM, 'hi')
  const [text] = household.sql('select sid from inbox')

  const { stdout } = await traceOf(household)([SAM, '--json'])

  const traced = JSON.parse(stdout)
  expect(traced).toMatchObject({
    sid: Object(text).sid,
    phone: SAM,
    state: 'done',
    outbox: [{ key: `${Object(text).sid}:reply`, state: 'sent', attempts: 1, errorCode: null }],
  })
  expect(traced.events[2]).toEqual({
    at: '2026-11-20T12:00:00.812Z',
    what: 'model',
    says: 'scripted, 812 + 20 tokens, writes "Hello."',
    data: { model: 'scripted', promptTokens: 812, completionTokens: 20, isStandIn: false },
  })
})

test.for(['SMnone', 'in-9', 'out-9', '+14155550177'])(
  '%s is no text, and that is told',
  async (named) => {
    const household = await startHousehold()

    const { code, stdout, stderr } = await traceOf(household)([named])

    expect(stderr).toBe(
      `There is no text of ${named}. Name a MessageSid, a phone such as +14155550123, or what \`usherr queue\` lists.\n`,
    )
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  },
)

const failing: Model = async () => {
  throw new ModelError('out')
}

/** What each line of a timeline says after its times. */
function linesOf(stdout: string): string[] {
  return stdout
    .split('\n')
    .flatMap((line) => /^\d\d:[\d:.]+ (?: *\+\d+ \w+)? +(.*)$/.exec(line)?.[1] ?? [])
}
