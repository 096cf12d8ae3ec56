import { expect, test } from 'vitest'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { KIM, SAM, startHousehold, STRANGER } from '../helpers/household.ts'
import { says, scriptedModel } from '../helpers/scripted-model.ts'

const LONG = Array.from({ length: 60 }, (_, n) => `Sentence number ${n + 1} is here.`).join(' ')

test('a stranger costs nothing and hears nothing', async () => {
  const { model, requests } = scriptedModel()
  const household = await startHousehold({ model })

  expect(await household.text(STRANGER, 'add alien')).toBeUndefined()
  expect(requests).toEqual([])
  expect(household.radarr.requests).toEqual([])
  expect(household.sql('select state from inbox')).toEqual([{ state: 'done' }])
})

test('a blocked user hears nothing', async () => {
  const household = await startHousehold()
  household.sql("update users set status = 'blocked' where name = 'Kim'")

  expect(await household.text(KIM, 'is heat in?')).toBeUndefined()
})

test.for(['STOP', 'stop', 'Unsubscribe', 'CANCEL', 'optout'])(
  '%s opts out in silence, and START opts in again',
  async (word) => {
    const household = await startHousehold()

    expect(await household.text(SAM, word)).toBeUndefined()
    expect(await household.text(SAM, 'is heat in?')).toBeUndefined()
    expect(await household.text(SAM, 'START')).toBeUndefined()
    expect(await household.text(SAM, 'is heat in?')).toBe('Heat (1995) is here.')
  },
)

test('YES is an answer for everyone but those who opted out', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'STOP')

  expect(await household.text(SAM, 'YES')).toBeUndefined()
  expect(await household.text(SAM, 'YES')).toContain('not sure what that answers')
})

test.for(['HELP', 'info'])(
  'a bare %s was answered by Twilio and is not answered twice',
  async (word) => {
    const household = await startHousehold()

    expect(await household.text(SAM, word)).toBeUndefined()
  },
)

test('what Twilio’s own opt-out handling answered is left alone', async () => {
  const household = await startHousehold()

  await household.deliver(SAM, 'please leave me alone', { extra: { OptOutType: 'STOP' } })
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([])
  expect(await household.text(SAM, 'is heat in?')).toBeUndefined()
})

test('a question mark gets the help in one segment', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, '?')).toMatch(/^Text a title to find it/)
  expect(household.twilio.messages.at(-1)?.num_segments).toBe('1')
})

test('a long reply is cut at a sentence, and MORE brings every word of the rest once', async () => {
  const { model } = scriptedModel(says(LONG))
  const household = await startHousehold({ model })

  const parts = [await household.text(SAM, 'tell me everything')]
  while (parts.at(-1)?.endsWith('(Reply MORE)')) parts.push(await household.text(SAM, 'more'))

  expect(parts[0]).toMatch(/is here\. \(Reply MORE\)$/)
  expect(parts.map((part) => part?.replace(' (Reply MORE)', '')).join(' ')).toBe(LONG)
  expect(await household.text(SAM, 'MORE')).toBe(
    "There's no more of that. What are you looking for?",
  )
})

test('the rest of a long reply is gone with the next reply', async () => {
  const { model } = scriptedModel(says(LONG), says('Hi.'))
  const household = await startHousehold({ model })
  await household.text(SAM, 'tell me everything')
  await household.text(SAM, 'hi')

  expect(await household.text(SAM, 'MORE')).toBe(
    "There's no more of that. What are you looking for?",
  )
})

test('NEW keeps the old conversation and begins another', async () => {
  const { model, requests } = scriptedModel(says('Hi.'), says('Hello.'))
  const household = await startHousehold({ model })
  await household.text(SAM, 'tell me about heat')

  expect(await household.text(SAM, 'new')).toBe('Fresh start. What are you looking for?')
  await household.text(SAM, 'hello')

  expect(requests[1]?.messages).toHaveLength(2)
  expect(
    household.sql('select title, status, round_count from conversations order by created_at, id'),
  ).toEqual([
    { title: 'tell me about heat', status: 'archived', round_count: 2 },
    { title: 'hello', status: 'active', round_count: 1 },
  ])
})

test.for(['', '   '])('a picture or nothing (%j) gets one line', async (body) => {
  const household = await startHousehold()

  await household.deliver(SAM, body, { extra: { NumMedia: '1' } })
  await household.settled()

  expect(household.sentTo(SAM)).toEqual(['I can only read words. What are you looking for?'])
})

const PICTURE = { NumMedia: '1', MediaUrl0: 'https://m.example/1', MediaContentType0: 'image/png' }

test('a picture with words is read as the words', async () => {
  const household = await startHousehold()

  await household.deliver(SAM, 'is heat in?', { extra: PICTURE })
  await household.settled()

  expect(household.sentTo(SAM)).toEqual(['Heat (1995) is here.'])
})

test('a picture costs no model call, and over WhatsApp it gets the line there', async () => {
  const { model, requests } = scriptedModel()
  const household = await startHousehold({ model })

  await household.deliver(`whatsapp:${SAM}`, '', { extra: PICTURE })
  await household.settled()

  expect(household.sentTo(`whatsapp:${SAM}`)).toEqual([
    'I can only read words. What are you looking for?',
  ])
  expect(requests).toEqual([])
})

test.for(['a stranger', 'the blocked', 'the opted out'])(
  'a picture from %s gets nothing',
  async (who) => {
    const household = await startHousehold()
    household.sql("update users set status = 'blocked' where name = 'Kim'")
    household.sql("update users set opted_out_at = 1 where name = 'Sam'")
    const phone = who === 'a stranger' ? STRANGER : who === 'the blocked' ? KIM : SAM

    await household.deliver(phone, '', { extra: PICTURE })
    await household.settled()

    expect(household.sentTo(phone)).toEqual([])
  },
)

test('a text whose turn never gets anywhere is parked with an apology and frees its lane', async () => {
  const { model } = scriptedModel(says('Hi.'))
  const household = await startHousehold({ model })
  await household.stop()
  household.sql(
    "insert into inbox (sid, channel, address, body, media_count, received_at, state, attempts) values ('SMx', 'sms', ?, 'boom', 0, 0, 'waiting', 3)",
    SAM,
  )

  await household.restart()
  await household.settled()

  expect(household.sentTo(SAM)).toEqual([
    'Sorry, something went wrong on my side. Please try that once more.',
  ])
  expect(household.sql('select state from inbox')).toEqual([{ state: 'parked' }])
  expect(await household.text(SAM, 'hi')).toBe('Hi.')
})

test('a turn that was interrupted goes on after its last step when the service starts again', async () => {
  const keyword = createKeywordModel()
  let asked = 0
  const model: Model = async (request) => {
    asked++
    return keyword(request)
  }
  const household = await startHousehold({ model })
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  household.radarr.intercept = () => held.then(() => 'pass' as const)
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from messages where role = 'assistant'")

  const restarted = household.restart()
  release()
  await restarted
  await household.settled()

  expect(household.sentTo(SAM)).toEqual(['Heat (1995) is here.'])
  expect(asked).toBe(1)
})
