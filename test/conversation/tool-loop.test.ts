import { expect, test } from 'vitest'
import { SYSTEM_PROMPT } from '../../src/conversation/system-prompt.ts'
import { ModelError } from '../../src/errors.ts'
import { withPlainCommands } from '../../src/model/fallback.ts'
import { createKeywordModel } from '../../src/model/keyword.ts'
import type { Model } from '../../src/model/model.ts'
import { roomForRequest, tokensOfAll } from '../../src/model/tokens.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'

async function householdWith(...replies: Parameters<typeof scriptedModel>) {
  const { model, requests } = scriptedModel(...replies)
  return { household: await startHousehold({ model }), requests }
}

test('a text that needs one tool costs one model call', async () => {
  const { household, requests } = await householdWith(calls(['add', { title: 'Alien' }]))

  expect(await household.text(SAM, 'pls add alien')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now.',
  )
  expect(requests).toHaveLength(1)
})

test('a result that the model asked to read first is handed to it', async () => {
  const { household, requests } = await householdWith(
    calls(['find', { title: 'Heat', read_first: true }]),
    says('Yes, and it is nearly three hours long.'),
  )

  expect(await household.text(SAM, 'is heat long?')).toBe('Yes, and it is nearly three hours long.')
  expect(requests[1]?.messages.at(-1)).toEqual({
    role: 'tool',
    tool_call_id: 'call_1',
    content: '"Heat (1995) is here."',
  })
})

test('of several results the model writes the reply', async () => {
  const { household } = await householdWith(
    calls(['find', { title: 'Heat' }], ['find', { title: 'Memento' }]),
    says('Both are here.'),
  )

  expect(await household.text(SAM, 'heat and memento?')).toBe('Both are here.')
})

test('two changes in one step need no further words of the model', async () => {
  const { household, requests } = await householdWith(
    calls(['add', { title: 'Alien' }], ['add', { title: 'Aliens' }]),
  )

  expect(await household.text(SAM, 'add alien and aliens')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now. Added Aliens (1986) in 1080p. Searching for it now.',
  )
  expect(requests).toHaveLength(1)
})

test('lines about changes come first and from us, whatever the model says of them', async () => {
  const { household } = await householdWith(
    calls(['add', { title: 'Alien', read_first: true }]),
    says("I've added all four Alien films! It is a classic."),
  )

  expect(await household.text(SAM, 'add alien, is it good?')).toBe(
    'Added Alien (1979) in 1080p. Searching for it now. It is a classic.',
  )
  expect(
    household.sql(
      "select metadata ->> 'modelText' as words from messages order by position desc limit 1",
    ),
  ).toEqual([{ words: "I've added all four Alien films! It is a classic." }])
})

test('a model that claims a change and made none is corrected', async () => {
  const { household } = await householdWith(says("Done! I've removed Heat (1995)."))

  expect(await household.text(SAM, 'delete heat')).toBe(
    'Nothing has changed yet. Please text what to do and a title.',
  )
})

test.for([
  ['a tool that there is not', calls(['confirm', {}]), 'There is no tool called \\"confirm\\"'],
  ['arguments that are not JSON', calls(['find', '{"title":']), 'These arguments do not fit'],
  ['arguments of a wrong shape', calls(['find', { name: 'x' }]), 'These arguments do not fit'],
] as const)('%s is explained to the model, which may try again', async ([, wrong, reason]) => {
  const { household, requests } = await householdWith(wrong, calls(['find', { title: 'Heat' }]))

  expect(await household.text(SAM, 'heat?')).toBe('Heat (1995) is here.')
  expect(requests[1]?.messages.at(-1)?.content).toContain(reason)
})

test('a model that is wrong twice is given up politely', async () => {
  const { household } = await householdWith(calls(['x', {}]), calls(['y', {}]))

  expect(await household.text(SAM, 'heat?')).toBe(
    "Sorry, I couldn't work that out. Could you say it another way?",
  )
})

test('a model that never stops calling tools is stopped after eight steps', async () => {
  const again = calls(['find', { title: 'Heat', read_first: true }])
  const { household, requests } = await householdWith(...Array.from({ length: 9 }, () => again))

  expect(await household.text(SAM, 'heat?')).toBe(
    "Sorry, I couldn't work that out. Could you say it another way?",
  )
  expect(requests).toHaveLength(8)
})

test('a model that says nothing is answered for', async () => {
  const { household } = await householdWith(says(''))

  expect(await household.text(SAM, 'hm')).toBe(
    "Sorry, I didn't get that. Text a title and I'll look it up.",
  )
})

test('call ids that are missing or used before are rewritten, so that each has one result', async () => {
  const nameless = calls(['find', { title: 'Heat' }], ['find', { title: 'Memento' }])
  for (const call of nameless.message.tool_calls ?? []) call.id = 'call_1'
  const { household, requests } = await householdWith(nameless, says('One of them.'))

  await household.text(SAM, 'heat or memento?')

  const ids = requests[1]?.messages.flatMap((message) =>
    message.role === 'tool' ? message.tool_call_id : [],
  )
  expect(new Set(ids).size).toBe(2)
  expect(requests[1]?.messages.at(-3)).toMatchObject({
    tool_calls: ids?.map((id) => ({ id })),
  })
})

test('arguments that come as an object are understood', async () => {
  const reply = calls(['find', { title: 'Heat' }])
  for (const call of reply.message.tool_calls ?? []) {
    if (call.type === 'function') Object.assign(call.function, { arguments: { title: 'Heat' } })
  }
  const { household } = await householdWith(reply)

  expect(await household.text(SAM, 'heat?')).toBe('Heat (1995) is here.')
})

test('prompt and tools are the same bytes for every text, and the name comes last', async () => {
  const { household, requests } = await householdWith(says('Hi.'), says('Hello.'), says('Hey.'))
  await household.text(SAM, 'hi')
  household.advance(3_600_000)
  await household.text(SAM, 'hello')
  await household.text(KIM, 'hey')

  const prompts = requests.map(({ messages }) => messages[0]?.content)
  expect(prompts[1]).toBe(prompts[0])
  expect(prompts).toEqual([
    `${SYSTEM_PROMPT}\n\nYou are talking with "Sam".`,
    `${SYSTEM_PROMPT}\n\nYou are talking with "Sam".`,
    `${SYSTEM_PROMPT}\n\nYou are talking with "Kim".`,
  ])
  expect(JSON.stringify(requests[2]?.tools)).toBe(JSON.stringify(requests[0]?.tools))
})

test('time, role, list and question stand with the text, and not in its history', async () => {
  const { household, requests } = await householdWith(
    calls(['add', { title: 'Dune' }]),
    says('Dune (1984) is the older one.'),
    says('Any time.'),
  )
  await household.text(SAM, 'add dune')
  await household.text(SAM, 'which is older?')
  await household.text(SAM, 'thanks')

  expect(requests[1]?.messages.at(-1)?.content).toBe(
    '[Fri 20 Nov 2026, 12:00 | role: admin | list last shown: 1 Dune (2021, film); 2 Dune (1984, film) | ' +
      'open question: Which one? Reply a number. 1 Dune (2021) - here 2 Dune (1984) - not here]\n\nwhich is older?',
  )
  expect(requests[2]?.messages.at(-3)?.content).toBe('which is older?')
})

test('a service that is down is told in words', async () => {
  const { household } = await householdWith(calls(['add', { title: 'Alien' }]))
  household.radarr.intercept = () => ({ status: 503 })

  expect(await household.text(SAM, 'add alien')).toBe(
    "Radarr isn't answering, so films have to wait. Shows still work. Please try again in a while.",
  )
})

test('plain commands stand in for a provider that fails, and say so', async () => {
  const { model } = scriptedModel(new ModelError('The model provider answered 500'))
  const log = { warn: () => {} }
  const household = await startHousehold({
    model: withPlainCommands(model, createKeywordModel(), log),
  })

  expect(await household.text(SAM, 'find heat')).toBe(
    "Heat (1995) is here. (I'm on plain commands right now: find, add, remove, status, ?)",
  )
})

test('a bug ends in one apology, and the next text is answered', async () => {
  const { household } = await householdWith(new TypeError('x is not a function'), says('Hi Sam.'))

  expect(await household.text(SAM, 'hi')).toBe(
    'Sorry, something went wrong on my side. Please try that once more.',
  )
  expect(await household.text(SAM, 'hi')).toBe('Hi Sam.')
})

test('a provider’s own fields come back to it with the call they belong to', async () => {
  const reply = calls(['find', { title: 'Heat', read_first: true }])
  Object.assign(reply.message, { reasoning_details: ['r'] })
  for (const call of reply.message.tool_calls ?? [])
    Object.assign(call, { extra_content: { g: 1 } })
  const { household, requests } = await householdWith(reply, says('Yes.'))

  await household.text(SAM, 'heat?')

  expect(requests[1]?.messages.at(-2)).toMatchObject({
    reasoning_details: ['r'],
    tool_calls: [{ extra_content: { g: 1 } }],
  })
})

test('a service that fails every call is told once, and no model need say it', async () => {
  const { household, requests } = await householdWith(
    calls(['find', { title: 'Heat' }], ['find', { title: 'Alien' }]),
  )
  household.radarr.intercept = () => ({ status: 503 })

  expect(await household.text(SAM, 'heat and alien?')).toBe(
    "Radarr isn't answering, so films have to wait. Shows still work. Please try again in a while.",
  )
  expect(requests).toHaveLength(1)
})

test('a change that could not be made is told, whatever the model says', async () => {
  const { household } = await householdWith(
    calls(['add', { title: 'Alien' }], ['find', { title: 'Heat' }]),
    says('Both are on their way!'),
  )
  household.radarr.intercept = ({ method }) => (method === 'POST' ? { status: 400 } : 'pass')

  expect(await household.text(SAM, 'add alien; heat?')).toBe(
    'Radarr said no to that. An admin can see why in its log. Heat (1995) is here.',
  )
})

test.for([
  ['<think>They want Heat.</think>Heat is a fine film.', 'Heat is a fine film.'],
  ['so I call find.</think>Hello.', 'Hello.'],
  ['Let me look. {"name": "find", "arguments": {}}', 'Let me look.'],
  ['[REC] (2007) is a Spanish film.', '[REC] (2007) is a Spanish film.'],
  [
    '<tool_call> {"name": "find"} </tool_call>',
    "Sorry, I didn't get that. Text a title and I'll look it up.",
  ],
  [
    '```json\n{"title": "Heat"}\n```',
    "Sorry, I didn't get that. Text a title and I'll look it up.",
  ],
] as const)('of %j a person hears %j', async ([written, heard]) => {
  const { household } = await householdWith(says(written))

  expect(await household.text(SAM, 'heat')).toBe(heard)
})

test('of many calls at once only some are run, and each has one result', async () => {
  const many = Array.from({ length: 30 }, (): [string, object] => ['find', { title: 'Heat' }])
  const { household, requests } = await householdWith(calls(...many), says('That was a lot.'))

  expect(await household.text(SAM, 'everything')).toBe('That was a lot.')
  const lookups = household.radarr.requests.filter(({ path }) => path.includes('lookup'))
  expect(lookups).toHaveLength(10)
  expect(requests[1]?.messages.filter(({ role }) => role === 'tool')).toHaveLength(30)
})

test('what a provider would refuse is not replayed to it', async () => {
  const { household, requests } = await householdWith(
    calls(['', '{"title": "he']),
    says('Sorry.'),
    says('Hi.'),
  )
  await household.text(SAM, 'heat')
  await household.text(SAM, 'hi')

  expect(requests[2]?.messages[2]).toMatchObject({
    tool_calls: [{ function: { name: 'invalid', arguments: '{}' } }],
  })
  for (const { messages } of requests) {
    const ids = messages.flatMap((message) =>
      'tool_call_id' in message ? message.tool_call_id : [],
    )
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(40)
  }
})

test('a model call may take no longer than what is left of the minute', async () => {
  const scripted = scriptedModel(
    calls(['find', { title: 'Heat', read_first: true }]),
    says('Heat is a fine film.'),
  )
  const model: Model = async (request) => {
    const reply = await scripted.model(request)
    if (scripted.requests.length === 1) household.advance(55_000)
    return reply
  }
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'is heat good?')).toContain('Heat is a fine film.')
  expect(scripted.requests.map(({ timeoutMs }) => timeoutMs)).toEqual([60_000, 5_000])
})

test('no model is asked, and no tool run, when the minute is over', async () => {
  const scripted = scriptedModel(calls(['find', { title: 'Heat', read_first: true }]))
  const model: Model = async (request) => {
    const reply = await scripted.model(request)
    household.advance(60_000)
    return reply
  }
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'is heat good?')).toContain("Sorry, I couldn't work that out.")
  expect(scripted.requests).toHaveLength(1)
  expect(household.radarr.requests).toEqual([])
})

test('what is stored of a result and of a reply is bounded', async () => {
  const { household, requests } = await householdWith(
    calls(['x'.repeat(50_000), {}]),
    says('word '.repeat(10_000)),
  )

  await household.text(SAM, 'heat?')

  expect(requests[1]?.messages.at(-1)?.content).toHaveLength(4003 + '"\\"'.length)
  expect(
    household.sql("select max(length(content)) as most from messages where role <> 'user'"),
  ).toEqual([{ most: expect.toSatisfy((most: number) => most <= 4003) }])
})

test('a request that fits a context of 4096 tokens is sent, whatever was said before', async () => {
  const { model, requests } = scriptedModel(
    ...Array.from({ length: 12 }, () => says('Hm. '.repeat(100))),
  )
  const household = await startHousehold({
    model,
    env: { LLM_MODEL: 'm', LLM_BASE_URL: 'http://localhost/v1', LLM_CONTEXT_TOKENS: '4096' },
  })
  for (let n = 0; n < 11; n++) await household.text(SAM, `tell me about film ${n}`)
  await household.text(SAM, 'x'.repeat(1600))

  for (const { messages, tools } of requests) {
    expect(tokensOfAll([...messages, ...tools])).toBeLessThanOrEqual(roomForRequest(4096))
  }
  expect(requests[1]?.messages.length).toBeGreaterThan(2)
})
