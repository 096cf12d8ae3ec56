import { expect, test } from 'vitest'
import { parseExposition } from '../helpers/exposition.ts'
import { type Household, KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'
import { ACCOUNT_SID, AUTH_TOKEN, USHERR } from '../helpers/settings.ts'
import { until } from '../helpers/until.ts'

const MINUTE = 60_000

async function scrape({ url }: Household) {
  const response = await fetch(`${url}/metrics`)
  const text = await response.text()
  return { response, text, families: parseExposition(text) }
}

/** The samples of one family, without the buckets of a histogram. */
async function samplesOf(household: Household, name: string): Promise<Record<string, number>> {
  const { families } = await scrape(household)
  const samples = [...(families.get(name)?.samples ?? [])]
  return Object.fromEntries(
    samples
      .filter(([sample]) => !sample.startsWith(`${name}_bucket`))
      .map(([sample, value]) => [sample.replace(name, ''), value]),
  )
}

/** A household in which something of everything has happened. */
async function startBusyHousehold() {
  const household = await startHousehold({ codes: [4821] })
  const sid = `SM${'7'.repeat(32)}`
  await household.deliver(SAM, 'is heat in?', { sid })
  await household.deliver(SAM, 'is heat in?', { sid })
  await household.settled()
  for (const text of ['delete heat', 'YES 4821', 'add the brutalist'])
    await household.text(SAM, text)
  await household.text(KIM, 'what is coming?')
  await household.text(STRANGER, 'let me in')
  const [row] = household.sql('select id, provider_sid from outbox order by position limit 1')
  const { id, provider_sid: MessageSid } = Object(row)
  for (const MessageStatus of ['sent', 'delivered', 'read', 'unheard_of']) {
    await household.report(id, { MessageSid, MessageStatus })
  }
  return household
}

test('a scrape is what Prometheus reads', async () => {
  const household = await startBusyHousehold()

  const { response, families } = await scrape(household)

  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  const ours = [...families].filter(([name]) => name.startsWith('usherr_'))
  expect(ours.map(([name]) => name)).toContain('usherr_texts_received_total')
  for (const [, { help }] of ours) expect(help).toMatch(/^[A-Z1].*\.$/)
  expect(families.get('process_resident_memory_bytes')?.samples.size).toBe(1)
})

test('texts, turns and replies are counted once each', async () => {
  const household = await startBusyHousehold()

  expect(await samplesOf(household, 'usherr_texts_received_total')).toEqual({
    '{channel="sms",delivery="new"}': 6,
    '{channel="sms",delivery="redelivered"}': 1,
  })
  expect(await samplesOf(household, 'usherr_turn_duration_seconds')).toMatchObject({
    '_count{ending="answered"}': 5,
    '_count{ending="stranger"}': 1,
  })
  expect(await samplesOf(household, 'usherr_reply_delay_seconds')).toMatchObject({ _count: 5 })
  expect(await samplesOf(household, 'usherr_send_duration_seconds')).toMatchObject({
    '_count{outcome="sent"}': 5,
  })
  const [segments] = household.sql('select sum(segments) as sum from outbox')
  expect(await samplesOf(household, 'usherr_segments_sent_total')).toEqual({
    '': Object(segments).sum,
  })
  expect(await samplesOf(household, 'usherr_delivery_reports_total')).toEqual({
    '{status="sent"}': 1,
    '{status="delivered"}': 1,
    '{status="read"}': 1,
    '{status="other"}': 1,
  })
})

test('tools, the services and commits are counted', async () => {
  const household = await startBusyHousehold()

  expect(await samplesOf(household, 'usherr_tool_calls_total')).toMatchObject({
    '{tool="find",outcome="answer"}': 1,
    '{tool="remove",outcome="question"}': 1,
    '{tool="remove",outcome="change"}': 1,
    '{tool="add",outcome="change"}': 1,
    '{tool="coming",outcome="answer"}': 1,
  })
  const answered = household.radarr.requests.length
  expect(await samplesOf(household, 'usherr_arr_request_duration_seconds')).toMatchObject({
    '_count{service="radarr",status="2xx"}': answered - 1,
    // What was removed is gone.
    '_count{service="radarr",status="4xx"}': 1,
  })
  const commits = await samplesOf(household, 'usherr_commit_duration_seconds')
  const changes = await samplesOf(household, 'usherr_commit_changes')
  expect(commits['_count']).toBeGreaterThan(20)
  expect(changes['_count']).toBe(commits['_count'])
  expect(changes['_sum']).toBeGreaterThanOrEqual(changes['_count'] ?? Infinity)
})

test('what the model answers, costs and fails at is counted', async () => {
  const usage = { promptTokens: 900, completionTokens: 30, totalTokens: 930 }
  const { model } = scriptedModel(
    { ...says('One.'), usage },
    { ...says('Two.'), usage },
    { ...says('Three.'), isStandIn: true },
    new TypeError('a mistake of ours'),
  )
  const household = await startHousehold({ model })
  for (const text of ['one?', 'two?', 'three?', 'four?']) await household.text(SAM, text)

  expect(await samplesOf(household, 'usherr_model_call_duration_seconds')).toMatchObject({
    '_count{outcome="answered"}': 2,
    '_count{outcome="stand-in"}': 1,
    '_count{outcome="failed"}': 1,
  })
  expect(await samplesOf(household, 'usherr_model_tokens_total')).toEqual({
    '{kind="prompt"}': 1800,
    '{kind="completion"}': 60,
  })
  expect(await samplesOf(household, 'usherr_turn_duration_seconds')).toMatchObject({
    '_count{ending="answered"}': 2,
    '_count{ending="stand-in"}': 1,
    '_count{ending="apology"}': 1,
  })
})

test('a text that is over its limit, opts out or is given up ends as that', async () => {
  const household = await startHousehold({ env: { TEXTS_PER_DAY: '1' } })
  await household.text(KIM, '?')
  await household.text(KIM, '?')
  await household.text(KIM, 'STOP')
  await household.text(KIM, 'START')
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state, attempts) values ('SMx', 'sms', ?, 'boom', 0, 0, 'waiting', 3)",
    SAM,
  )
  await household.text(SAM, '?')

  expect(await samplesOf(household, 'usherr_turn_duration_seconds')).toMatchObject({
    '_count{ending="answered"}': 2,
    '_count{ending="over-limit"}': 1,
    '_count{ending="opt-out"}': 1,
    '_count{ending="opt-in"}': 1,
    '_count{ending="parked"}': 1,
  })
  expect(await samplesOf(household, 'usherr_texts_refused_total')).toEqual({
    '{limit="texts_per_day"}': 1,
  })
  expect(await samplesOf(household, 'usherr_queue_length')).toMatchObject({ '{queue="parked"}': 1 })
})

test('how long a reply took is measured from its text', async () => {
  const household = await startHousehold()
  const release = household.holdRadarr()
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(household.radarr.requests).not.toEqual([]))
  household.advance(4_000)
  release()
  await household.settled()

  expect(await samplesOf(household, 'usherr_turn_duration_seconds')).toMatchObject({
    '_sum{ending="answered"}': 4,
  })
  expect(await samplesOf(household, 'usherr_reply_delay_seconds')).toEqual({ _sum: 4, _count: 1 })
})

test('sends that Twilio puts off or refuses are told apart', async () => {
  const household = await startHousehold()
  const faults = [
    { status: 429, body: { code: 20429 } },
    { status: 400, body: { code: 21211 } },
  ]
  household.twilio.intercept = () => faults.shift() ?? 'pass'
  await household.text(SAM, 'is heat in?')
  await household.text(KIM, 'is heat in?')

  expect(await samplesOf(household, 'usherr_send_duration_seconds')).toMatchObject({
    '_count{outcome="deferred"}': 1,
    '_count{outcome="refused"}': 1,
  })
  expect(await samplesOf(household, 'usherr_segments_sent_total')).toEqual({ '': 0 })
})

test('queues are as long and as old as they are at the time of the scrape', async () => {
  const household = await startHousehold()
  household.twilio.intercept = () => ({ status: 429, body: { code: 20429 } })
  await household.text(KIM, 'is heat in?')
  household.twilio.intercept = () => ({ status: 400, body: { code: 63016 } })
  await household.text(`whatsapp:${KIM}`, 'is heat in?')
  await household.drain()
  household.advance(MINUTE)
  await household.deliver(SAM, 'hello')
  household.advance(15_500)

  expect(await samplesOf(household, 'usherr_queue_length')).toEqual({
    '{queue="inbox"}': 1,
    '{queue="outbox"}': 1,
    '{queue="held"}': 1,
    '{queue="parked"}': 0,
  })
  expect(await samplesOf(household, 'usherr_queue_oldest_age_seconds')).toEqual({
    '{queue="inbox"}': 15.5,
    '{queue="outbox"}': 75.5,
    '{queue="held"}': 75.5,
    '{queue="parked"}': 0,
  })
})

test('nothing of anybody stands in it', async () => {
  const household = await startBusyHousehold()
  const stored = ['inbox', 'outbox', 'messages', 'users', 'conversations'].flatMap((table) =>
    household.sql(`select * from ${table}`).flatMap((row) => Object.values(Object(row))),
  )

  const { text } = await scrape(household)

  const said = stored.filter((value): value is string => typeof value === 'string')
  const ids = said.filter((value) => /^(\+|SM|[0-9a-f-]{20,})/.test(value))
  expect(ids.length).toBeGreaterThan(20)
  const secrets = [SAM, KIM, STRANGER, USHERR, ACCOUNT_SID, AUTH_TOKEN, household.radarr.apiKey]
  for (const secret of [...secrets, ...ids]) expect(text).not.toContain(secret)
  for (const word of ['Heat', 'Brutalist', 'let me in', 'Sam', 'Kim', '4821', '127.0.0.1']) {
    expect(text.toLowerCase()).not.toMatch(new RegExp(`\\b${word.toLowerCase()}\\b`))
  }
})

test('names that a model makes up are one series, however many they are', async () => {
  const invented = Array.from({ length: 10 }, (_, at) => `heat_${at}"} 1\n`)
  const { model } = scriptedModel(
    calls(...invented.map((name): [string, object] => [name, {}])),
    says('Sorry.'),
  )
  const household = await startHousehold({ model })
  await household.text(SAM, 'do something odd')

  expect(await samplesOf(household, 'usherr_tool_calls_total')).toEqual({
    '{tool="unknown",outcome="refusal"}': 10,
  })
})

test('a scrape waits for no other service', async () => {
  const household = await startHousehold()
  const release = household.holdRadarr()
  await household.deliver(SAM, 'is heat in?')
  await until(() => expect(household.radarr.requests).not.toEqual([]))

  expect(await samplesOf(household, 'usherr_queue_length')).toMatchObject({ '{queue="inbox"}': 1 })
  release()
})

test('the rest is told with a database that cannot be read', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')
  expect(await samplesOf(household, 'usherr_queue_length')).not.toEqual({})
  household.sql('drop view conversation_rounds')
  household.sql('drop table inbox')

  expect(await samplesOf(household, 'usherr_queue_length')).toEqual({})
  expect(await samplesOf(household, 'usherr_database_size_bytes')).toEqual({})
  expect(await samplesOf(household, 'usherr_texts_received_total')).toEqual({
    '{channel="sms",delivery="new"}': 1,
  })
})
