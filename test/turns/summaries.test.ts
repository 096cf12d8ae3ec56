import { assert, expect, onTestFinished, test } from 'vitest'
import { SYSTEM_PROMPT } from '../../src/conversation/system-prompt.ts'
import { startSimulatedModel } from '../../src/demo/simulated-model.ts'
import { ModelError } from '../../src/errors.ts'
import type { Model, ModelReply, ModelRequest } from '../../src/model/model.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { until } from '../helpers/until.ts'

const ENV = { HISTORY_MESSAGES: '20', LLM_MODEL: 'small', LLM_BASE_URL: 'http://127.0.0.1:9/v1' }
const USAGE = { promptTokens: 300, completionTokens: 40, totalTokens: 340 }
// Twenty messages are the text and nine rounds; so the eleventh round is the first whose window moves.
const MOVES_AT = 11

const says = (content: string): ModelReply => ({
  message: { role: 'assistant', content },
  model: 'small',
})

function requestOf({ messages }: ModelRequest): string {
  const { content } = messages.at(-1) ?? {}
  assert(typeof content === 'string')
  return content
}

/** A model that chats, and notes as `write` says; with what it was asked of either kind. */
function chattingModel(write: (request: ModelRequest, times: number) => Promise<ModelReply>) {
  const replies: ModelRequest[] = []
  const summaries: ModelRequest[] = []
  const model: Model = async (request) => {
    if (request.needsProvider) return write(request, summaries.push(request))
    replies.push(request)
    return says(`Talk ${replies.length}.`)
  }
  return { model, replies, summaries }
}

const note = async (_: ModelRequest, times: number) => ({
  ...says(`Notes ${times}: they like crime.`),
  usage: USAGE,
})

async function talk(household: Household, from: number, to: number) {
  for (let text = from; text <= to; text++) await household.text(SAM, `text ${text}`)
}

async function conversationOf({ store }: Household) {
  const { rows } = await store.conversations.list({}, { limit: 1, page: 1 })
  const conversation = rows[0] && (await store.conversations.find(rows[0].id))
  assert(conversation)
  return conversation
}

const summarised = (household: Household, summary: string, round: number) =>
  until(async () =>
    expect(await conversationOf(household)).toMatchObject({ summary, summaryRound: round }),
  )

/** A household whose first summary is being written until something ends that. */
async function startWaiting() {
  const { model, summaries } = chattingModel(
    (request, times) =>
      new Promise((resolve, reject) => {
        if (times > 1) resolve(note(request, times))
        request.signal.addEventListener('abort', () => reject(new Error('given up')))
      }),
  )
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await until(() => expect(summaries).toHaveLength(1))
  return { household, summaries }
}

test('what falls out of the window is told by a summary, about every ten rounds', async () => {
  const { model, replies, summaries } = chattingModel(note)
  const household = await startHousehold({ model, env: ENV })

  await talk(household, 1, MOVES_AT - 1)
  expect(summaries).toEqual([])
  await talk(household, MOVES_AT, MOVES_AT)
  await summarised(household, 'Notes 1: they like crime.', 9)
  await talk(household, MOVES_AT + 1, 20)
  expect(summaries).toHaveLength(1)
  await talk(household, 21, 21)
  await summarised(household, 'Notes 2: they like crime.', 19)

  expect(replies).toHaveLength(21)
  const [first, second] = summaries.map(requestOf)
  expect(first).toMatch(/"notes":"","rounds":\[\{"round":1,"they":"text 1".*"round":9,/)
  expect(first).not.toContain('text 10')
  expect(second).toMatch(/"notes":"Notes 1: they like crime\.","rounds":\[\{"round":10,/)
})

test('it is given back ahead of the first text, the prompt before it the same as ever', async () => {
  const { model, replies } = chattingModel(note)
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await summarised(household, 'Notes 1: they like crime.', 9)

  await talk(household, MOVES_AT + 1, MOVES_AT + 3)

  const prefixes = replies.slice(MOVES_AT).map(({ messages }) => messages.slice(0, 4))
  expect(prefixes[0]?.map(({ content }) => content)).toEqual([
    `${SYSTEM_PROMPT}\n\nYou are talking with "Sam".`,
    '[what was said before, from your notes; no instruction: "Notes 1: they like crime."]\n\ntext 10',
    'Talk 10.',
    'text 11',
  ])
  for (const prefix of prefixes) expect(prefix).toEqual(prefixes[0])
})

test('what a summary cost is counted on its conversation, its user and its model', async () => {
  const { model } = chattingModel(note)
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await summarised(household, 'Notes 1: they like crime.', 9)

  const spent = { inputTokens: 300, outputTokens: 40, totalTokens: 340 }
  expect(await conversationOf(household)).toMatchObject({
    ...spent,
    outside: { rounds: 0, ...spent },
  })
  expect(await household.store.conversations.miscounted()).toEqual([])
  expect(household.sql('select day, model, input_tokens, output_tokens from token_usage')).toEqual([
    { day: '2026-11-20', model: 'small', input_tokens: 300, output_tokens: 40 },
  ])
  const metrics = await (await fetch(`${household.url}/metrics`)).text()
  expect(metrics).toMatch(/tokens_total\{kind="prompt"\} 300/)
})

test('plain commands write none', async () => {
  const household = await startHousehold({ env: { HISTORY_MESSAGES: '20' } })

  await talk(household, 1, MOVES_AT + 1)

  expect(await conversationOf(household)).toMatchObject({ summary: null, summaryRound: null })
})

test('a provider that fails costs a reply nothing, and is asked again with the next text', async () => {
  const { model, summaries } = chattingModel(async (request, times) => {
    if (times === 1) throw new ModelError('The model provider answered 503', { isOutage: true })
    return note(request, times)
  })
  const household = await startHousehold({ model, env: ENV })

  await talk(household, 1, MOVES_AT)
  await until(() => expect(summaries).toHaveLength(1))
  expect(await household.text(SAM, 'text 12')).toBe('Talk 12.')

  await summarised(household, 'Notes 2: they like crime.', 9)
  expect(await household.store.conversations.miscounted()).toEqual([])
})

test('a provider that wrote nothing of use is paid, and asked again when the window has moved', async () => {
  const { model, summaries } = chattingModel(async (request, times) =>
    times === 1 ? { ...says(' '), usage: USAGE } : note(request, times),
  )
  const household = await startHousehold({ model, env: ENV })

  await talk(household, 1, 20)
  expect(summaries).toHaveLength(1)
  expect(await conversationOf(household)).toMatchObject({ summary: null, totalTokens: 340 })
  await talk(household, 21, 21)

  await summarised(household, 'Notes 2: they like crime.', 19)
  expect(await household.store.conversations.miscounted()).toEqual([])
})

test('a text that comes while one is written ends that, and it is written afterwards', async () => {
  const { household, summaries } = await startWaiting()

  expect(await household.text(SAM, 'text 12')).toBe('Talk 12.')

  expect(summaries[0]?.signal.aborted).toBe(true)
  await summarised(household, 'Notes 2: they like crime.', 9)
  const metrics = await (await fetch(`${household.url}/metrics`)).text()
  expect(metrics).not.toContain('outcome="failed"')
})

test("somebody else's text ends it too, and it is written when they have their reply", async () => {
  const { household, summaries } = await startWaiting()

  await household.text(KIM, 'hi')

  expect(summaries[0]?.signal.aborted).toBe(true)
  await household.recorded('select 1 from conversations where summary_round = 9')
})

test('leaving ends what is being written, and the next start writes it with the next text', async () => {
  const { household, summaries } = await startWaiting()

  await household.restart()
  expect(summaries[0]?.signal.aborted).toBe(true)
  expect(await conversationOf(household)).toMatchObject({ summary: null })
  await talk(household, 12, 12)

  await summarised(household, 'Notes 2: they like crime.', 9)
})

test.for(['pause', 'archive', 'clear', 'delete'] as const)(
  'what was written of a conversation that met a %s meanwhile is paid and not kept',
  async (end) => {
    let release = () => {}
    const { model, summaries } = chattingModel(async (request, times) => {
      await new Promise<void>((resolve) => (release = resolve))
      return note(request, times)
    })
    const household = await startHousehold({ model, env: ENV })
    await talk(household, 1, MOVES_AT)
    await until(() => expect(summaries).toHaveLength(1))

    const { id } = await conversationOf(household)
    await household.store.conversations[end](id)
    release()
    await household.recorded('select 1 from token_usage where input_tokens = 300')

    expect(household.sql('select 1 from conversations where summary is not null')).toEqual([])
    expect(await household.store.conversations.miscounted()).toEqual([])
  },
)

test('none is written of a conversation that is paused', async () => {
  const { model, summaries } = chattingModel(async (_, times) => {
    if (times === 1) throw new ModelError('The model provider answered 503', { isOutage: true })
    return says('Notes.')
  })
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await until(() => expect(summaries).toHaveLength(1))
  const { id } = await conversationOf(household)

  await household.store.conversations.pause(id)
  await talk(household, 12, 14)
  await household.store.conversations.resume(id)
  expect(summaries).toHaveLength(1)
  await talk(household, 15, 15)

  await summarised(household, 'Notes.', 9)
})

test('NEW begins without it, and the old conversation keeps it', async () => {
  const { model, replies } = chattingModel(note)
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await summarised(household, 'Notes 1: they like crime.', 9)

  await household.text(SAM, 'NEW')
  await household.text(SAM, 'hello')

  expect(JSON.stringify(replies.at(-1)?.messages)).not.toContain('they like crime')
  expect(household.sql('select status, summary_round from conversations order by rowid')).toEqual([
    { status: 'archived', summary_round: 9 },
    { status: 'active', summary_round: null },
  ])
})

test('a branch keeps it where it tells of nothing that came after', async () => {
  const { model } = chattingModel(note)
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await summarised(household, 'Notes 1: they like crime.', 9)
  const from = await conversationOf(household)

  const { branch } = household.store.conversations
  expect(await branch({ from: from.id, round: 9 })).toMatchObject({
    conversation: { summary: from.summary, summaryRound: 9 },
  })
  expect(await branch({ from: from.id, round: 8 })).toMatchObject({
    conversation: { summary: null, summaryRound: null },
  })
  expect(await household.store.conversations.miscounted()).toEqual([])
})

test('a cleared conversation has none', async () => {
  const { model } = chattingModel(note)
  const household = await startHousehold({ model, env: ENV })
  await talk(household, 1, MOVES_AT)
  await summarised(household, 'Notes 1: they like crime.', 9)

  await household.store.conversations.clear((await conversationOf(household)).id)

  expect(await conversationOf(household)).toMatchObject({ summary: null, summaryRound: null })
  expect(await household.store.conversations.miscounted()).toEqual([])
})

test('a window that moves with every round is followed every tenth time', async () => {
  const { model, summaries } = chattingModel(note)
  const household = await startHousehold({ model, env: { ...ENV, HISTORY_MESSAGES: '6' } })

  await talk(household, 1, 32)
  await summarised(household, 'Notes 3: they like crime.', 29)

  expect(summaries).toHaveLength(3)
})

test('a provider over HTTP is asked for it without tools', async () => {
  const provider = await startSimulatedModel({
    answer: ({ tools }) => ({ role: 'assistant', content: tools ? 'Hi.' : 'They like crime.' }),
  })
  onTestFinished(() => provider.close())
  const household = await startHousehold({
    hasProvider: true,
    env: { ...ENV, LLM_BASE_URL: provider.baseUrl, LLM_API_KEY: 'key' },
  })

  await talk(household, 1, MOVES_AT)

  await summarised(household, 'They like crime.', 9)
  expect(provider.requests.filter(({ tools }) => !tools)).toHaveLength(1)
  expect(household.sentTo(SAM)).toEqual(Array(MOVES_AT).fill('Hi.'))
})

test('where the provider over HTTP refuses, plain commands do not write in its place', async () => {
  const provider = await startSimulatedModel({
    answer: ({ tools }) => {
      if (!tools) throw new Error('no notes')
      return { role: 'assistant', content: 'Hi.' }
    },
  })
  onTestFinished(() => provider.close())
  const lines: string[] = []
  const household = await startHousehold({
    hasProvider: true,
    env: { ...ENV, LLM_BASE_URL: provider.baseUrl, LLM_API_KEY: 'key' },
    onLog: (line) => lines.push(line),
  })

  await talk(household, 1, MOVES_AT)

  await until(() => expect(lines.join('')).toContain('a summary could not be written'))
  expect(await conversationOf(household)).toMatchObject({ summary: null })
  expect(household.sentTo(SAM)).toEqual(Array(MOVES_AT).fill('Hi.'))
})

test('no summary is written when the money of the month is spent', async () => {
  const { model, summaries } = chattingModel(note)
  const env = { ...ENV, MONTHLY_BUDGET: '1', LLM_PRICES: 'small=0/0', SEGMENT_PRICE: '0.091' }
  const household = await startHousehold({ model, env })

  // The eleventh reply spends the rest.
  await talk(household, 1, MOVES_AT)
  await household.drain()

  expect(summaries).toEqual([])
})
