import { assert, expect, test } from 'vitest'
import {
  ASKED,
  deletes,
  goDownAtDelete,
  MINUTE,
  REMOVED,
} from '../../conversation/open-questions/facts.ts'
import { type Typing, usherr } from '../../helpers/command-line.ts'
import { startCommand } from '../../helpers/command-process.ts'
import { type Household, KIM, SAM, startHousehold } from '../../helpers/household.ts'
import { says, scriptedModel } from '../../helpers/scripted-model.ts'
import { until } from '../../helpers/until.ts'

const HERE = 'Heat (1995) is here.'
/** `usherr sessions …` beside a household. */
function sessionsOf({ config, now }: Household) {
  const env = { DATABASE_PATH: config.databasePath, TZ: 'UTC' }
  return (line: string, typing: Typing = {}) =>
    usherr(['sessions', ...line.split(' ')], env, typing, { now })
}

function idsOf(household: Household): string[] {
  return household
    .sql('select id from conversations order by created_at, id')
    .map((row) => String(Object(row).id))
}

function onlyId(household: Household): string {
  const [id, ...others] = idsOf(household)
  assert(id && others.length === 0)
  return id
}

test('a session is deleted after a yes, with what was said in it, and its user begins anew', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const id = onlyId(household)

  const { code, stdout, stderr } = await sessionsOf(household)(`delete ${id}`, { typed: 'y\n' })

  expect(code).toBe(0)
  expect(stderr).toContain("Delete 'is heat in?', 4 messages, for good?")
  expect(stdout).toBe(
    "Deleted 'is heat in?'. What it cost stays counted. Sam's next text begins a new session.\n",
  )
  expect(household.sql('select * from messages')).toEqual([])
  expect(household.sql('select state, conversation_id as id from inbox')).toEqual([
    { state: 'done', id: null },
  ])
  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
  expect(onlyId(household)).not.toBe(id)
  const audited = household.sql("select target from audit_log where action = 'session.deleted'")
  expect(audited).toEqual([{ target: id }])
})

test('a cleared session goes on, and remembers nothing', async () => {
  const { model, requests } = scriptedModel(says('Hi Sam.'), says('Hi again.'))
  const household = await startHousehold({ model })
  await household.text(SAM, 'my name is Bond')
  const id = onlyId(household)

  const { code, stdout } = await sessionsOf(household)(`clear ${id}`, { typed: 'yes\n' })

  expect(code).toBe(0)
  expect(stdout).toContain("Cleared 'my name is Bond'.")
  expect(stdout).toContain("Sam's next text goes on in it.")
  expect(await household.text(SAM, 'hi')).toBe('Hi again.')
  expect(onlyId(household)).toBe(id)
  expect(JSON.stringify(requests[1])).not.toContain('Bond')
})

test('a script is told what is left of a session, or was there', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const sessions = sessionsOf(household)
  const id = onlyId(household)

  const cleared = await sessions(`clear ${id} --yes --json`)
  const deleted = await sessions(`delete ${id} --yes --json`)

  expect(JSON.parse(cleared.stdout)).toMatchObject({ id, title: null, messageCount: 0 })
  expect(JSON.parse(deleted.stdout)).toMatchObject({ id, status: 'active' })
})

test.for([
  ['a no', { typed: 'n\n' }, ' [y/N] Nothing was changed.\n'],
  ['the end of input', { typed: '' }, ' [y/N] \nNothing was changed.\n'],
  ['nobody at the terminal', {}, '\nNothing was changed. Add --yes to go on.\n'],
] as const)('after %s nothing is deleted or cleared', async ([, typing, says]) => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const id = onlyId(household)

  for (const command of ['delete', 'clear']) {
    const { code, stdout, stderr } = await sessionsOf(household)(`${command} ${id}`, typing)
    expect(stderr.slice(-says.length)).toBe(says)
    expect(stderr).toContain('Delete ')
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  }

  expect(household.sql('select role from messages')).toHaveLength(4)
  expect(household.sql('select * from audit_log')).toEqual([])
})

test.for(['delete', 'clear'])('a turn that runs is not broken off by %s', async (command) => {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => void lines.push(line) })
  const release = household.holdRadarr()
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from messages where role = 'assistant'")
  const sessions = sessionsOf(household)
  const id = onlyId(household)

  const during = await sessions(`${command} ${id} --yes`)
  release()
  await household.settled()
  const after = await sessions(`${command} ${id} --yes`)

  expect(during).toMatchObject({ code: 1, stdout: '' })
  expect(during.stderr).toBe(
    'A text is being answered in it, and nothing was changed. Try again once it is, or end it with `usherr queue drop in-1`.\n',
  )
  expect(household.sentTo(SAM)).toEqual([HERE])
  expect(after).toMatchObject({ code: 0, stderr: '' })
  expect(lines.filter((line) => /"level":[56]0/.test(line))).toEqual([])
})

test('a session whose text was dropped is deleted though a call of it is on its way', async () => {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => void lines.push(line) })
  const release = household.holdRadarr()
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from messages where role = 'assistant'")
  const { databasePath } = household.config
  await usherr(['queue', 'drop', 'in-1', '--yes'], { DATABASE_PATH: databasePath })

  const { code } = await sessionsOf(household)(`delete ${onlyId(household)} --yes`)
  release()
  await until(() => expect(lines.join('')).toContain('text was dropped'))

  expect(code).toBe(0)
  expect(lines.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  expect(await household.text(SAM, 'is heat in?')).toBe(HERE)
})

test('what was confirmed and has not ended is told before its session can be deleted', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })
  await household.text(SAM, 'YES 4821')
  const sessions = sessionsOf(household)
  const id = onlyId(household)

  const before = await sessions(`delete ${id} --yes`)
  household.radarr.intercept = () => 'pass'
  household.advance(MINUTE)
  await household.told(SAM, REMOVED)
  const after = await sessions(`delete ${id} --yes`)

  expect(before).toMatchObject({ code: 1, stdout: '' })
  expect(before.stderr).toMatch(
    /^What was confirmed in it has not ended yet, and nothing was changed: Remove Heat \(1995\)/,
  )
  expect(after.code).toBe(0)
})

test('an open question goes with its session, and a late yes removes nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  const { stderr } = await sessionsOf(household)(`delete ${onlyId(household)}`, { typed: 'y\n' })

  expect(stderr).toContain('A question that is open in it can no longer be answered.')
  await household.text(SAM, 'YES 4821')
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
})

test('a question that is open in a cleared session can still be answered', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  await sessionsOf(household)(`clear ${onlyId(household)} --yes`)

  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
})

test('a text that waits for its turn is answered in a new session', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  const id = onlyId(household)
  await household.stop()
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state) values ('SMwaits', 'sms', ?, 'is heat in?', 0, ?, 'waiting')",
    SAM,
    household.now(),
  )

  const { code } = await sessionsOf(household)(`delete ${id} --yes`)
  await household.restart()

  expect(code).toBe(0)
  await household.told(SAM, HERE)
  expect(onlyId(household)).not.toBe(id)
})

test('a parked text of a deleted session has its turn again in a new one', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const id = onlyId(household)
  household.sql("update inbox set state = 'parked'")
  household.sql('delete from outbox')

  await sessionsOf(household)(`delete ${id} --yes`)
  await usherr(['queue', 'retry', 'in-1'], { DATABASE_PATH: household.config.databasePath })

  await until(() => expect(household.sentTo(SAM)).toEqual([HERE, HERE]))
  expect(onlyId(household)).not.toBe(id)
  expect(household.sql('select texts from usage')).toEqual([{ texts: 1 }])
})

test('a reply that was not sent yet is sent after its session was deleted', async () => {
  const household = await startHousehold()
  household.twilio.intercept = ({ method }) =>
    method === 'POST'
      ? { status: 429, body: { code: 20429 }, headers: { 'retry-after': '2' } }
      : 'pass'
  await household.deliver(KIM, 'is heat in?')
  await household.recorded("select 1 from outbox where error_code = '20429'")

  const { code } = await sessionsOf(household)(`delete ${onlyId(household)} --yes`)
  household.twilio.intercept = () => 'pass'
  household.advance(MINUTE)

  expect(code).toBe(0)
  await household.told(KIM, HERE)
})

test('a branch leaves out the round that is being answered, and its user stays in the branch', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  const id = onlyId(household)
  const release = household.holdRadarr()
  household.advance(1)
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from messages where round = 2 and role = 'assistant'")
  const sessions = sessionsOf(household)

  household.advance(1)
  const refused = await sessions(`branch ${id} --round 2`)
  const branched = await sessions(`branch ${id} --id what-if`)
  household.advance(1)
  release()
  await household.settled()
  household.advance(1)
  await household.text(SAM, 'is heat in?')

  expect(refused.stderr).toContain('has no round 2 to branch from. It has only round 1.')
  expect(branched.stdout).toContain("Sam's next text goes on in it.")
  const rounds = household.sql('select id, round_count as rounds from conversations order by id')
  expect(rounds).toEqual([
    { id, rounds: 2 },
    { id: 'what-if', rounds: 2 },
  ])
})

test('a service that runs answers the next text as each command said', async () => {
  const { model } = scriptedModel(says('Hi.'), says('Hello again.'), says('Anew.'))
  const household = await startHousehold({ model })
  await household.text(SAM, 'hi')
  const sessions = sessionsOf(household)
  const id = onlyId(household)

  await sessions(`pause ${id}`)
  expect(await household.text(SAM, 'hi')).toBe("I'm taking a break here. What you write is kept.")
  await sessions(`resume ${id}`)
  expect(await household.text(SAM, 'hi')).toBe('Hello again.')
  await sessions(`archive ${id}`)
  expect(await household.text(SAM, 'hi')).toBe('Anew.')
  expect(idsOf(household)).toHaveLength(2)
})

test('the process needs a yes where nobody can be asked, and says when the database is held', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  const id = onlyId(household)
  const env = { DATABASE_PATH: household.config.databasePath }
  const asked = await startCommand(['sessions', 'delete', id], env).closed
  const release = household.lockDatabase()

  const listed = await sessionsOf(household)('list')
  const held = await startCommand(['sessions', 'delete', id, '--yes'], env).closed
  release()
  const done = await startCommand(['sessions', 'delete', id, '--yes'], env).closed

  expect(asked).toMatchObject({ code: 1, stdout: '' })
  expect(asked.stderr).toMatch(/^Delete .*\?.*\nNothing was changed\. Add --yes to go on\.\n$/)
  expect(held).toMatchObject({
    code: 1,
    stdout: '',
    stderr: 'Another process holds the database, and nothing was changed. Try again in a moment.\n',
  })
  expect(listed.stdout).toContain(id)
  expect(done).toMatchObject({ code: 0, stderr: '' })
  expect(idsOf(household)).toEqual([])
})
