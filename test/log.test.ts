import { expect, test } from 'vitest'
import { ModelError } from '../src/errors.ts'
import { createLog } from '../src/log.ts'
import { withPlainCommands } from '../src/model/fallback.ts'
import { createKeywordModel } from '../src/model/keyword.ts'
import { createLLMClient } from '../src/model/llm-client.ts'
import type { Model } from '../src/model/model.ts'
import { createOpenAIModel } from '../src/model/openai.ts'
import { KIM, SAM, startHousehold, STRANGER } from './helpers/household.ts'
import { ACCOUNT_SID, AUTH_TOKEN, USHERR } from './helpers/settings.ts'

const LLM_KEY = 'sk-a-key-for-tests'

/** Repeats the text in the body of its error, as providers do. */
const failing = createOpenAIModel({
  client: createLLMClient({
    apiKey: LLM_KEY,
    baseUrl: 'http://127.0.0.1:9/v1',
    timeoutMs: 1_000,
    fetch: async (_url, init) =>
      new Response(
        JSON.stringify({ error: { message: `bad prompt: ${JSON.stringify(init?.body)}` } }),
        {
          status: 400,
          headers: { 'content-type': 'application/json' },
        },
      ),
  }),
  model: 'some-model',
})

/** Everything that can go wrong with one household, one thing after the other. */
async function liveThrough(lines: string[]) {
  let failure: ((words: string) => Error) | undefined
  const log = createLog('info', { write: (line: string) => lines.push(line) })
  const fallback = withPlainCommands(failing, createKeywordModel(), log)
  const model: Model = async (request) => {
    if (failure) throw failure(JSON.stringify(request.messages))
    return fallback(request)
  }
  const household = await startHousehold({ model, onLog: (line) => lines.push(line) })
  const { radarr, twilio } = household
  const said: (string | undefined)[] = []
  const text = async (from: string, body: string) => {
    said.push(body, await household.text(from, body))
  }

  await text(SAM, 'find heat')
  await text(SAM, 'add alien')
  await text(SAM, 'remove heat')
  await text(SAM, 'YES 4821')
  await text(STRANGER, 'zebra crossing')
  await text(`whatsapp:${SAM}`, 'find memento')
  await household.deliver(SAM, 'forged quokka', { extra: { AccountSid: `AC${'f'.repeat(32)}` } })
  await household.deliver(SAM, 'unreadable quokka', { extra: { NumMedia: 'wombat' } })

  const repeat = (status: number) => {
    radarr.intercept = ({ path }) => ({
      status,
      body: [{ errorMessage: `no ${path} of Memento for ${radarr.apiKey}`, message: 'Memento' }],
    })
  }
  for (const status of [401, 500, 400, 200]) {
    repeat(status)
    household.advance(60 * 60_000)
    await text(SAM, 'find memento')
    await text(SAM, 'add interstellar')
  }
  radarr.intercept = () => 'pass'

  const refusals = [{ code: 21211, message: `Invalid 'To' ${SAM}: Memento` }, `To ${SAM} Memento`]
  for (const body of refusals) {
    const faults = [{ status: 400, body }]
    twilio.intercept = () => faults.shift() ?? 'pass'
    await text(SAM, 'find memento')
    household.advance(10 * 60_000)
    await household.settled()
  }
  const lost: Array<'drop' | { status: number; body: string }> = [
    'drop',
    { status: 200, body: `<p>${SAM} Memento` },
  ]
  twilio.intercept = () => lost.shift() ?? 'pass'
  await text(KIM, 'find memento')

  failure = (words) => new SyntaxError(`Unexpected token in ${words} of ${SAM}`)
  await text(SAM, 'okapi please')
  failure = (words) => new Error(words, { cause: new Error(words, { cause: words }) })
  await text(SAM, 'okapi again')
  failure = undefined
  await text(SAM, 'STOP')

  const bodies = household.sql('select body from outbox').map((row) => String(Object(row).body))
  return { household, words: [...said.filter((body) => body !== undefined), ...bodies] }
}

/** An ordinary day: what is asked, done, refused and reported, and a text that comes late. */
async function liveThroughADay(lines: string[]) {
  const household = await startHousehold({
    backfillEveryMs: 5,
    env: { TEXTS_PER_DAY: '2' },
    onLog: (line) => lines.push(line),
  })
  const said: string[] = []
  const text = async (from: string, body: string) => {
    said.push(body)
    await household.text(from, body)
  }

  for (const body of [
    'hi',
    'find heat',
    'add alien',
    'delete heat',
    'YES 1111',
    'YES 4821',
    'status',
  ])
    await text(SAM, body)
  for (const body of ['find memento', 'okapi please', 'okapi over the limit']) await text(KIM, body)
  await text(STRANGER, 'zebra crossing')

  const elsewhere = { publicUrl: 'https://other.example/webhooks/twilio' }
  await household.deliver(SAM, 'forged quokka', elsewhere)
  await household.deliver(SAM, 'unreadable quokka', { extra: { NumMedia: 'wombat' } })
  await fetch(`${household.url}/webhooks/twilio?Body=quokka&From=${SAM}`)
  const [row] = household.sql('select id, provider_sid from outbox')
  const { id, provider_sid: MessageSid } = Object(row)
  await household.report(id, { MessageSid, MessageStatus: 'undelivered', ErrorCode: '30003' })
  await household.report(id, { MessageSid, MessageStatus: 'quokka', ErrorCode: 'wombat' })

  await household.stop()
  household.advance(1_000)
  said.push('is interstellar here?')
  await expect(household.deliver(SAM, 'is interstellar here?')).rejects.toThrow('fetch failed')
  household.advance(60_000)
  await household.restart()
  await household.recorded("select 1 from inbox where body like '%interstellar%'")
  await household.settled()
  const bodies = household.sql('select body from outbox').map((sent) => String(Object(sent).body))
  return { household, words: [...said, ...bodies] }
}

test.for([
  ['an ordinary day', liveThroughADay],
  ['a day on which everything fails', liveThrough],
] as const)(
  'the log of %s holds no phone, no secret and no word of any text or reply',
  async ([, live]) => {
    const lines: string[] = []

    const { household, words } = await live(lines)

    const log = lines.join('')
    const phones = [SAM, KIM, STRANGER, USHERR]
    for (const phone of phones) expect(log).not.toContain(phone.slice(-7))
    for (const secret of [AUTH_TOKEN, LLM_KEY, household.radarr.apiKey, household.sonarr.apiKey])
      expect(log).not.toContain(secret)
    expect(words.length).toBeGreaterThan(10)
    // A word that is one of ours too, such as "hi", proves nothing.
    expect(words.filter((sentence) => sentence.length > 6 && log.includes(sentence))).toEqual([])
    expect(log).not.toMatch(/heat|alien|memento|interstellar|zebra|quokka|wombat|okapi|nolan/i)
    expect(log).not.toContain(ACCOUNT_SID)
  },
)

test('the log of an ordinary day tells what was done and refused', async () => {
  const lines: string[] = []

  await liveThroughADay(lines)

  const told = lines.map((line): string => JSON.parse(line).msg)
  expect(told).toEqual(
    expect.arrayContaining([
      'text stored',
      'text answered',
      'text sent',
      'text gets no answer',
      'text was not delivered',
      'refused: not signed by Twilio for this address',
    ]),
  )
  expect(lines.join('')).toContain('WEBHOOK_BODY_INVALID')
})

test('a failure is told in our words, with a code that is one word, and never in those of others', () => {
  const lines: string[] = []
  const log = createLog('info', { write: (line: string) => lines.push(line) })
  const answer = { status: 400, code: 'no film called "find heat"' }
  const cause = Object.assign(new Error('Invalid message: "find heat"'), answer)

  log.warn({ err: new ModelError('The model provider answered 400', { cause }) }, 'failed')
  log.warn({ err: Object.assign(new Error('find heat'), { code: 'ECONNRESET' }) }, 'failed')

  const [told, reset] = lines.map((line): unknown => JSON.parse(line))
  expect(told).toMatchObject({
    err: { type: 'ModelError', code: 'MODEL_FAILED', message: 'The model provider answered 400' },
  })
  expect(reset).toMatchObject({ err: { code: 'ECONNRESET' } })
  expect(lines.join()).not.toContain('find heat')
})

test('the log does tell what went wrong', async () => {
  const lines: string[] = []

  await liveThrough(lines)

  const told = lines.map((line): string => JSON.parse(line).msg)
  expect(told).toEqual(
    expect.arrayContaining([
      'text stored',
      'text answered',
      'text gets no answer',
      'text sent',
      'text refused',
      'text not taken yet',
      'text may have been sent',
      'refused: signed for another Twilio account',
      'the model failed; plain commands stand in',
      'a service gave no usable answer',
      'a turn failed; the sender gets an apology',
    ]),
  )
})
