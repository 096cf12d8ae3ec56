import { assert, expect, test } from 'vitest'
import { countSegments } from '../../src/sms/segments.ts'
import { KIM, SAM, startHousehold, type Household } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'

const HOUR_MS = 3_600_000
const PAUSED = "I'm taking a break here. What you write is kept."
const NO_MORE = "There's no more of that. What are you looking for?"
const WHICH = /^Which one\? Reply a number\./
const LONG = 'Heat is long. '.repeat(60).trim()

const conversationsOf = (household: Household) =>
  household.sql('select title, status, round_count from conversations order by created_at, rowid')

async function currentOf({ store }: Household) {
  const { rows } = await store.conversations.list({}, { limit: 1, page: 1 })
  assert(rows[0])
  return rows[0].id
}

test('texts go on in one conversation, and after SESSION_IDLE_HOURS in another', async () => {
  const household = await startHousehold({ env: { SESSION_IDLE_HOURS: '2' } })

  await household.text(SAM, 'find heat')
  household.jump(2 * HOUR_MS)
  await household.text(SAM, 'find memento')
  household.jump(2 * HOUR_MS + 1)
  await household.text(SAM, 'find alien')
  await household.text(KIM, 'find heat')

  expect(conversationsOf(household)).toEqual([
    { title: 'find heat', status: 'archived', round_count: 2 },
    { title: 'find alien', status: 'active', round_count: 1 },
    { title: 'find heat', status: 'active', round_count: 1 },
  ])
})

test.for(['idle', 'NEW'] as const)(
  'an answer with a code finds its question in another conversation (%s), a bare yes does not',
  async (ending) => {
    const env = { SESSION_IDLE_HOURS: '1', CONFIRMATION_TTL_MINUTES: '180' }
    const household = await startHousehold({ env })
    await household.text(SAM, 'delete heat')
    if (ending === 'NEW') await household.text(SAM, 'NEW')
    else household.jump(HOUR_MS + 1)
    await household.text(SAM, 'hi')

    expect(await household.text(SAM, 'yes')).not.toMatch(/^Removed/)
    expect(await household.text(SAM, 'YES 4821')).toBe('Removed Heat (1995) and its file (14 GB).')
    expect(conversationsOf(household)).toHaveLength(2)
  },
)

test('MORE does not reach over into an earlier conversation', async () => {
  const { model } = scriptedModel(says(LONG))
  const household = await startHousehold({ model, env: { SESSION_IDLE_HOURS: '1' } })
  expect(await household.text(SAM, 'tell me about heat')).toMatch(/\(Reply MORE\)$/)
  household.jump(HOUR_MS + 1)
  expect(await household.text(SAM, 'MORE')).toBe(NO_MORE)
})

test('a number chooses nothing from the list of an earlier conversation', async () => {
  const { model, requests } = scriptedModel(
    calls(['add', { title: 'the office' }]),
    says('Hi.'),
    says('2 what?'),
  )
  const household = await startHousehold({ model, env: { SESSION_IDLE_HOURS: '1' } })
  expect(await household.text(SAM, 'add the office')).toMatch(WHICH)
  household.jump(HOUR_MS + 1)
  await household.text(SAM, 'hi')

  expect(await household.text(SAM, '2')).toBe('2 what?')
  expect(requests[2]?.messages.at(-1)?.content).not.toContain('list last shown')
})

test('who answers what they were asked last is answered, though their conversation has ended', async () => {
  const { model } = scriptedModel(calls(['add', { title: 'the office' }]))
  const household = await startHousehold({ model, env: { SESSION_IDLE_HOURS: '1' } })
  await household.text(SAM, 'add the office')
  household.jump(HOUR_MS + 1)

  expect(await household.text(SAM, '2')).toMatch(/^Added The Office \(UK\) \(2001\)/)
  expect(conversationsOf(household)).toHaveLength(2)
})

test('a paused conversation keeps its texts and answers each with one fixed segment', async () => {
  const { model, requests } = scriptedModel(says('Hi.'))
  const household = await startHousehold({ model, env: { SESSION_IDLE_HOURS: '1' } })
  await household.text(SAM, 'hi')
  await household.store.conversations.pause(await currentOf(household))

  for (const text of ['find heat', 'MORE', 'NEW', '?', 'status', '']) {
    expect(await household.text(SAM, text)).toBe(PAUSED)
    household.jump(HOUR_MS + 1)
  }

  expect(requests).toHaveLength(1)
  expect(countSegments(PAUSED)).toEqual({ segments: 1, encoding: 'GSM-7' })
  expect(conversationsOf(household)).toEqual([{ title: 'hi', status: 'paused', round_count: 7 }])
})

test('a question of a paused conversation is not answered, and is open again when it goes on', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  const id = await currentOf(household)
  await household.store.conversations.pause(id)

  expect(await household.text(SAM, 'YES 4821')).toBe(PAUSED)
  expect(household.radarr.requests.filter(({ method }) => method === 'DELETE')).toEqual([])
  await household.store.conversations.resume(id)
  expect(await household.text(SAM, 'YES 4821')).toBe('Removed Heat (1995) and its file (14 GB).')
})

test('STOP ends the texts of a paused conversation too', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'hi')
  await household.store.conversations.pause(await currentOf(household))

  expect(await household.text(SAM, 'STOP')).toBeUndefined()
  expect(await household.text(SAM, 'find heat')).toBeUndefined()
  expect(household.sql('select opted_out_at from users where phone = ?', SAM)).toEqual([
    { opted_out_at: household.now() },
  ])
})

test('a conversation that was resumed knows what was said meanwhile', async () => {
  const { model, requests } = scriptedModel(says('Hi.'), says('Tonight.'))
  const household = await startHousehold({ model })
  await household.text(SAM, 'hi')
  const id = await currentOf(household)
  await household.store.conversations.pause(id)
  await household.text(SAM, 'my mother comes tonight')
  await household.store.conversations.resume(id)

  expect(await household.text(SAM, 'when does she come?')).toBe('Tonight.')
  expect(requests[1]?.messages.slice(1, -1).map(({ content }) => content)).toEqual([
    'hi',
    'Hi.',
    'my mother comes tonight',
    PAUSED,
  ])
})

test('what was under way when its conversation was paused is carried to its end', async () => {
  const household = await startHousehold()
  const release = household.holdRadarr()
  await household.deliver(SAM, 'add alien')
  await household.recorded("select 1 from messages where role = 'assistant'")
  await household.store.conversations.pause(await currentOf(household))
  const drained = household.drain()
  release()
  await drained

  await household.restart()
  await household.settled()

  expect(household.sentTo(SAM)).toEqual(['Added Alien (1979) in 1080p. Searching for it now.'])
})

test('an archived conversation is found by what was said in it', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'find heat')
  await household.text(SAM, 'NEW')

  const hits = await household.store.conversations.search(
    'heat',
    { order: 'newest', status: 'archived' },
    { limit: 9, page: 1 },
  )
  expect(hits).toHaveLength(2)
})

test('a conversation is titled by its first words, and keeps the title it was given', async () => {
  const household = await startHousehold()
  const titleNow = () => household.sql('select title from conversations')
  await household.deliver(SAM, '', { extra: { NumMedia: '1' } })
  await household.settled()
  expect(titleNow()).toEqual([{ title: null }])
  await household.text(SAM, 'find heat')
  expect(titleNow()).toEqual([{ title: 'find heat' }])

  await household.store.conversations.rename(await currentOf(household), { title: 'Crime' })
  await household.text(SAM, 'find alien')

  expect(titleNow()).toEqual([{ title: 'Crime' }])
})

test('a conversation is about what was added in it last, or is asked about', async () => {
  const household = await startHousehold()
  const about = () => household.sql('select about_type, about_id from conversations')
  await household.text(SAM, 'find heat')
  expect(about()).toEqual([{ about_type: null, about_id: null }])

  await household.text(SAM, 'add alien')
  expect(about()).toEqual([{ about_type: 'film', about_id: '348' }])
  await household.text(SAM, 'add slow horses')
  expect(about()).toEqual([{ about_type: 'show', about_id: expect.stringMatching(/^\d+$/) }])
  await household.text(SAM, 'delete heat')

  expect(about()).toEqual([{ about_type: 'film', about_id: '949' }])
})

test('messages cannot be changed, and a round is read as who said what', async () => {
  const { model } = scriptedModel(
    calls(['find', { title: 'Heat', read_first: true }]),
    says('It is here.'),
  )
  const household = await startHousehold({ model })
  await household.text(SAM, 'find heat')

  expect(() => household.sql("update messages set content = 'no'")).toThrow(/written once/)
  const said = [
    { speaker: 'user', content: 'find heat', metadata: null },
    { speaker: 'agent:scripted', content: 'It is here.', metadata: null },
  ]
  expect(household.sql('select round_number, round_data from conversation_rounds')).toEqual([
    { round_number: 1, round_data: JSON.stringify(said) },
  ])
})

test('what a turn counts on its conversation is what its messages say', async () => {
  const household = await startHousehold()
  for (const text of ['find heat', 'delete heat', 'no', 'add alien', '?']) {
    await household.text(SAM, text)
  }

  expect(await household.store.conversations.miscounted()).toEqual([])
})
