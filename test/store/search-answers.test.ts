import { assert, expect, test } from 'vitest'
import { KIM, SAM, startConversations } from '../helpers/conversations.ts'
import { createRandom } from '../helpers/random.ts'

const ALPHABET = [
  'a',
  'A',
  'b',
  'B',
  'é',
  'É',
  'ß',
  'σ',
  'ς',
  'Σ',
  'ж',
  'Ж',
  '電',
  '影',
  '🎬',
  '"',
  '*',
  '%',
  '-',
  '(',
  "'",
]

test('whatever was said, a search finds what a look at every text finds, newest first', async () => {
  const { store, say, userOf } = await startConversations()
  const random = createRandom(7)
  const pick = <T>(all: readonly T[]): T => {
    const picked = all[Math.floor(random() * all.length)]
    assert(picked !== undefined)
    return picked
  }
  const word = (longest: number) =>
    Array.from({ length: 1 + Math.floor(random() * longest) }, () => pick(ALPHABET)).join('')
  const said: Array<{ phone: string; text: string }> = []
  for (let turn = 0; turn < 60; turn++) {
    const phone = pick([SAM, KIM])
    const text = Array.from({ length: 6 }, () => word(6)).join(' ')
    await say(phone, { user: text, reply: text.toUpperCase() })
    said.push({ phone, text }, { phone, text: text.toUpperCase() })
  }
  const sam = await userOf(SAM)

  for (let tried = 0; tried < 300; tried++) {
    const words = Array.from({ length: pick([1, 1, 2, 3]) }, () => word(pick([1, 2, 3, 4])))
    const holding = said
      .filter(({ text }) => words.every((wanted) => holds(text, wanted)))
      .toReversed()
    const of = (phone: string) => holding.filter((one) => one.phone === phone)
    const search = async (filter: { userId?: string }, order: 'newest' | 'best' = 'newest') =>
      (
        await store.conversations.search(
          words.join(' '),
          { order, ...filter },
          { limit: 500, page: 1 },
        )
      ).map(({ content }) => content)

    expect(await search({})).toEqual(holding.map(({ text }) => text))
    expect(await search({ userId: sam.id })).toEqual(of(SAM).map(({ text }) => text))
    expect((await search({}, 'best')).toSorted()).toEqual(
      holding.map(({ text }) => text).toSorted(),
    )
  }
})

// By the letters as a person takes them: large, small and final forms are the same.
function holds(text: string, word: string): boolean {
  const plain = (some: string) => some.toLowerCase().replaceAll('ς', 'σ')
  return plain(text).includes(plain(word))
}

test.for([
  ['five hundred words', Array.from({ length: 500 }, (_, at) => `word${at}`).join(' ')],
  [
    'thousands of short words',
    Array.from({ length: 4_000 }, (_, at) => String.fromCodePoint(0x4e00 + at)).join(' '),
  ],
  ['one word of ten thousand letters', 'x'.repeat(10_000)],
  ['half of a character', '\uD83C heat\uDFAC'],
  ['half of a character alone', '\uD83C'],
  ['punctuation', '"*():^-+{}[]\\|/?.$'],
  ['every operator', 'AND OR NOT NEAR(a b, 3) {content} : "x" *'],
])('it is safe to search for %s', async ([, words = '']) => {
  const { store, say } = await startConversations()
  await say(SAM, { user: 'is Heat in?', reply: 'Heat (1995) is here.' })

  for (const order of ['newest', 'best'] as const) {
    const hits = await store.conversations.search(words, { order }, { limit: 50, page: 1 })
    expect(hits).toEqual([])
  }
})

test('a search over more than can be read through answers the same', async () => {
  const { store, say, userOf, rows } = await startConversations()
  await say(SAM, { user: 'is Heat in?', reply: 'Heat (1995) is here.' })
  await say(KIM, { user: 'heat please, ÉÉ', reply: 'It is here.' })
  const kim = await userOf(KIM)
  const search = async (words: string) => {
    const filter = { order: 'newest', userId: kim.id } as const
    const hits = await store.conversations.search(words, filter, { limit: 5, page: 1 })
    return hits.map(({ content }) => content)
  }
  const small = [await search('HEAT'), await search('éé'), await search('zz')]

  rows('update conversations set message_count = 1000000 returning id')

  expect([await search('HEAT'), await search('éé'), await search('zz')]).toEqual(small)
  expect(small).toEqual([['heat please, ÉÉ'], ['heat please, ÉÉ'], []])
})

test('what was imported with an old time is found by that time', async () => {
  const { store, say, userOf, now, messages } = await startConversations()
  const id = await say(SAM, { user: 'is Heat in?', reply: 'Heat (1995) is here.' })
  const old = Date.UTC(2020, 0, 1)
  const conversation = await store.conversations.find(id)
  const [message] = messages(id)
  if (!conversation || !message) throw new Error('Nothing was said')
  const { position: _, ...copied } = message
  await store.conversations.insertCopy({
    conversation: { ...conversation, id: 'old', userId: (await userOf(KIM)).id, messageCount: 1 },
    tags: [],
    messages: [{ ...copied, id: 'old', conversationId: 'old', createdAt: old }],
  })
  const search = async (filter: { since?: number; until?: number }) =>
    (
      await store.conversations.search(
        'heat',
        { order: 'newest', ...filter },
        { limit: 5, page: 1 },
      )
    ).map(({ conversationId }) => conversationId)

  expect(await search({ until: old + 1 })).toEqual(['old'])
  expect(await search({ since: old + 1 })).toEqual([id, id])
  expect(await search({ since: old, until: now() })).toEqual(['old'])
  expect(await search({ since: now() + 1 })).toEqual([])
})

test('each hit shows the words it was found by', async () => {
  const { store, say } = await startConversations()
  await say(SAM, { user: `${'so many words '.repeat(40)}Heat`, reply: 'OK.' })

  const [hit] = await store.conversations.search('heat', { order: 'newest' }, { limit: 5, page: 1 })

  expect(hit?.snippet).toMatch(/^…so many .* Heat$/)
})
