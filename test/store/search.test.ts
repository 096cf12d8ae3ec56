import { expect, test } from 'vitest'
import { FINDING, KIM, SAM, startConversations } from '../helpers/conversations.ts'

const FIRST_PAGE = { limit: 50, page: 1 }

async function startTalk() {
  const talk = await startConversations()
  await talk.say(SAM, { user: 'is Interstellar in?', reply: 'Interstellar (2014) is here.' })
  talk.advance(1_000)
  await talk.say(KIM, { user: 'find heat', reply: 'Heat (1995) is here.', steps: FINDING })
  const search = (words: string, filter = {}, page = FIRST_PAGE) =>
    talk.store.conversations
      .search(words, { order: 'newest', ...filter }, page)
      .then((hits) => hits.map(({ content }) => content))
  return { ...talk, search }
}

test('parts of words are found, in any case, newest first', async () => {
  const { search } = await startTalk()

  expect(await search('STELLAR')).toEqual(['Interstellar (2014) is here.', 'is Interstellar in?'])
  expect(await search('is here')).toEqual(['Heat (1995) is here.', 'Interstellar (2014) is here.'])
})

test('every word has to be there, short ones too', async () => {
  const { search } = await startTalk()

  expect(await search('interstellar 2014')).toEqual(['Interstellar (2014) is here.'])
  expect(await search('(')).toHaveLength(2)
  expect(await search('in?')).toEqual(['is Interstellar in?'])
  expect(await search('14')).toEqual(['Interstellar (2014) is here.'])
  expect(await search('heat xx')).toEqual([])
})

test('the best come first where that is asked for', async () => {
  const { say, search } = await startTalk()
  await say(SAM, { user: 'heat heat heat', reply: 'OK.' })
  await say(SAM, {
    user: `heat ${'and a long story about something else '.repeat(9)}`,
    reply: 'OK.',
  })

  const [best] = await search('heat', { order: 'best' })

  expect(best).toBe('heat heat heat')
})

test('it is narrowed to a user, a status and a time, and comes in pages', async () => {
  const { search, userOf, now } = await startTalk()
  const kim = await userOf(KIM)

  expect(await search('is here', { userId: kim.id })).toEqual(['Heat (1995) is here.'])
  expect(await search('is here', { since: now() })).toEqual(['Heat (1995) is here.'])
  expect(await search('is here', { until: now() })).toEqual(['Interstellar (2014) is here.'])
  expect(await search('is here', { status: 'archived' })).toEqual([])
  expect(await search('is here', {}, { limit: 1, page: 2 })).toEqual([
    'Interstellar (2014) is here.',
  ])
})

test.for([
  '"',
  '"heat',
  "heat'",
  'heat OR interstellar',
  'NEAR(heat, 1)',
  'heat*',
  'content:heat',
  '^heat',
  '-heat',
  '🎬🎬🎬',
  '🎬',
  '%',
  '_____',
  'he\u0000xx',
  '   ',
  '',
])('whatever is searched for is taken as words: %j', async (words) => {
  const { search } = await startTalk()

  const found = await search(words)
  const ranked = await search(words, { order: 'best' })

  expect(new Set(ranked)).toEqual(new Set(found))
  // None of it stands in what was said.
  expect(found).toEqual([])
})

test('an emoji that was said is found', async () => {
  const { say, search } = await startTalk()
  await say(SAM, { user: 'film night 🎬 tonight', reply: 'OK.' })

  expect(await search('🎬')).toEqual(['film night 🎬 tonight'])
  expect(await search('🎬 tonight')).toEqual(['film night 🎬 tonight'])
})
