import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { takeLock } from '../../src/db/lock.ts'
import { goDownAtDelete, REMOVED } from '../conversation/open-questions/facts.ts'
import { usherr } from '../helpers/command-line.ts'
import { type HouseholdOptions, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const RowSchema = z.object({ id: z.string(), provider_sid: z.string() })

/** A household whose service owns the database, and a terminal beside it. */
async function startBoth(options: HouseholdOptions = {}) {
  const household = await startHousehold(options)
  const lock = takeLock(household.config.databasePath)
  onTestFinished(() => lock.release())
  const env = {
    DATABASE_PATH: household.config.databasePath,
    ADMIN_PHONES: `Sam:${SAM}`,
    TZ: 'UTC',
  }
  const { now } = household
  const films = () => [...household.radarr.library.values()].map(({ film }) => film.title)
  return {
    ...household,
    films,
    chat: (text: string, ...more: string[]) => usherr(['chat', text, ...more], env, {}, { now }),
  }
}

test('beside a service its engine answers, and Twilio hears nothing of it', async () => {
  const { chat, twilio, get, sql } = await startBoth()

  const { code, stdout, stderr } = await chat('is heat in')

  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Heat (1995) is here.\n' })
  expect(stderr).toMatch(/^Created session 'Session 2026-11-20'\n$/)
  expect(twilio.messages).toEqual([])
  expect(await get('/health')).toHaveProperty('body.queues.outbox.pending', 0)
  expect(sql('select channel, state, provider_sid from outbox')).toEqual([
    { channel: 'cli', state: 'delivered', provider_sid: null },
  ])
})

test('it is the same conversation by text and in a terminal', async () => {
  const { chat, text, sql } = await startBoth()
  await text(SAM, 'is heat in')

  const { stderr } = await chat('thanks')
  await text(SAM, 'thanks')

  expect(stderr).toBe('')
  expect(sql('select round_count from conversations')).toEqual([{ round_count: 3 }])
})

test('a text that came before is answered before what is said in a terminal', async () => {
  const { chat, deliver, holdRadarr, sql, settled } = await startBoth()
  const release = holdRadarr()
  await deliver(SAM, 'is heat in')

  const said = chat('thanks')
  await until(() => expect(sql("select sid from inbox where channel = 'cli'")).toHaveLength(1))
  await deliver(SAM, 'is dune in')
  // Only a sweep takes this one up, and it would have taken up Sam's out of order.
  await chat('thanks', '--as', KIM)
  release()
  await said
  await settled()

  const saidBySam = `select content from messages join conversations on conversations.id = conversation_id
    join users on users.id = user_id
    where messages.role = 'user' and phone = ? order by position`
  expect(sql(saidBySam, SAM)).toEqual(
    ['is heat in', 'thanks', 'is dune in'].map((content) => ({ content })),
  )
})

test('a question of a text is not answered in a terminal', async () => {
  const { chat, text, films, sql } = await startBoth({ codes: [4821] })

  const asked = await text(SAM, 'remove heat')
  expect(asked).toContain('Reply YES 4821')
  const bare = await chat('yes')
  const withCode = await chat('yes 4821')

  expect([bare.stdout, withCode.stdout].join()).not.toContain('Removed')
  expect(films()).toContain('Heat')
  expect(sql('select state from pending_actions')).toEqual([{ state: 'open' }])
  expect(await text(SAM, 'yes 4821')).toContain('Removed Heat (1995)')
})

test('a question of a terminal is not answered by text', async () => {
  const { chat, text, films } = await startBoth({ codes: [4821] })

  const asked = await chat('remove heat')
  expect(asked.stdout).toContain('Reply YES 4821')
  const answers = [await text(SAM, 'yes'), await text(SAM, 'yes 4821')]

  expect(answers.join()).not.toContain('Removed')
  expect(films()).toContain('Heat')
  expect((await chat('yes 4821')).stdout).toContain('Removed Heat (1995)')
})

test('an offer of a terminal is taken there alone', async () => {
  const { chat, text, films } = await startBoth()

  const offered = await chat('find dune 1984')
  expect(offered.stdout).toContain('Reply YES')
  await text(SAM, 'yes')
  expect(films().filter((title) => title === 'Dune')).toHaveLength(1)

  await chat('yes')
  expect(films().filter((title) => title === 'Dune')).toHaveLength(2)
})

test('an offer of a text is taken there alone', async () => {
  const { chat, text, films } = await startBoth()

  expect(await text(SAM, 'find dune 1984')).toContain('Reply YES')
  await chat('yes')
  expect(films().filter((title) => title === 'Dune')).toHaveLength(1)

  await text(SAM, 'yes')
  expect(films().filter((title) => title === 'Dune')).toHaveLength(2)
})

test('a number in a terminal is none of a list that was texted', async () => {
  const { chat, text } = await startBoth()

  await text(SAM, 'add dune')
  const { stdout } = await chat('1')

  expect(stdout).toMatch(/^I can't find a film or show called "1"\./)
})

test('that a reply takes a while is told on standard error', async () => {
  const { chat, holdRadarr, advance, waits, sql } = await startBoth()
  const release = holdRadarr()
  const { begun } = waits()
  const said = chat('is heat in')
  await until(() => expect(waits().begun).toBeGreaterThan(begun))

  advance(10_000)
  const shown = "select state from outbox where kind = 'busy'"
  await until(() => expect(sql(shown)).toEqual([{ state: 'delivered' }]))
  release()
  const { stdout, stderr } = await said

  expect(stdout).toBe('Heat (1995) is here.\n')
  expect(stderr).toMatch(/^Created session .*\nStill on it\.\.\.\n$/)
})

test('what is asked of the admins goes to their phones, wherever they wrote last', async () => {
  const { chat, text, sentTo, settled } = await startBoth()
  await chat('thanks')

  expect(await text(KIM, 'remove heat')).toBeDefined()
  await text(KIM, 'yes')
  await settled()

  expect(sentTo(SAM)).toEqual([expect.stringContaining('Heat (1995)')])
})

test('an outcome that is learnt later goes to the phone of who answered in a terminal', async () => {
  const household = await startBoth()
  const { chat, radarr, advance, told, sentTo, sql } = household
  await chat('remove heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })

  const { stdout } = await chat('yes 4821')
  expect(stdout).toContain("I'll keep looking and text you.")
  expect(sentTo(SAM)).toEqual([])

  radarr.intercept = () => 'pass'
  advance(60_000)

  await told(SAM, REMOVED)
  expect(sql("select channel from outbox where kind = 'notice'")).toEqual([{ channel: 'sms' }])
})

test('what the network refuses to a phone is still there for a terminal', async () => {
  const { chat, text, sql, report } = await startBoth()
  await chat('thanks')
  await text(SAM, 'thanks')
  // As it stands between the end of a turn and the next look of its terminal.
  sql("update outbox set state = 'pending' where channel = 'cli'")
  const [sent] = sql("select id, provider_sid from outbox where channel = 'sms'")
  const { id, provider_sid: sid } = RowSchema.parse(sent)

  await report(id, { MessageSid: sid, MessageStatus: 'failed', ErrorCode: '21610' })

  expect(sql('select opted_out_at is null as is_in from users where phone = ?', SAM)).toEqual([
    { is_in: 0 },
  ])
  expect(sql("select state from outbox where channel = 'cli'")).toEqual([{ state: 'pending' }])
})

test('what no terminal has fetched is pruned when it is old', async () => {
  const { chat, sql, jump, store } = await startBoth()
  await chat('thanks')
  sql("update outbox set state = 'pending', send_order = null, sent_at = null")

  jump(100 * 24 * 60 * 60_000)
  await store.prune({ queue: 'outbox', after: 0 }, Date.UTC(2027, 0, 1))

  expect(sql('select id from outbox')).toEqual([])
})
