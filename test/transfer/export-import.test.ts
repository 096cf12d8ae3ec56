import { assert, expect, test } from 'vitest'
import { ImportError } from '../../src/errors.ts'
import { exportJson, type ExportSource } from '../../src/transfer/export-json.ts'
import { exportMarkdown } from '../../src/transfer/export-markdown.ts'
import { readExport, toCopy } from '../../src/transfer/import-json.ts'
import { FINDING, SAM, startConversations } from '../helpers/conversations.ts'

type Conversations = Awaited<ReturnType<typeof startConversations>>

async function sourceOf(
  { store, userOf, messages }: Conversations,
  id: string,
): Promise<ExportSource> {
  const conversation = await store.conversations.find(id)
  assert(conversation)
  const [first, ...others] = messages(id)
  const tags = await store.conversations.tags(id)
  return { conversation, user: await userOf(SAM), tags, messages: first ? [[first], others] : [] }
}

const textOf = (pieces: Iterable<string>) => [...pieces].join('')

/** A conversation with everything in it that one can hold, and its export. */
async function startExport() {
  const here = await startConversations()
  const thought = { reasoningContent: 'They mean the film.', metadata: { modelText: '"x"\n' } }
  const steps = FINDING.map((step) => (step.role === 'assistant' ? { ...step, ...thought } : step))
  const id = await here.say(SAM, { user: 'find heat 🎬', reply: 'Heat is here.', steps, tokens: 7 })
  await here.say(SAM, { user: 'thanks', reply: 'Any time.' })
  await here.store.conversations.tag(id, { add: ['films'] })
  await here.store.conversations.rename(id, { name: 'Heat' })
  return { here, id, json: textOf(exportJson(await sourceOf(here, id))) }
}

test('an export that is imported elsewhere is exported the same, to the letter', async () => {
  const { id, json } = await startExport()
  const there = await startConversations()

  const { id: userId } = await there.userOf(SAM)
  await there.store.conversations.insertCopy(toCopy(readExport(json), userId))

  expect(textOf(exportJson(await sourceOf(there, id)))).toBe(json)
  expect(await there.store.conversations.miscounted()).toEqual([])
  const found = await there.store.conversations.search(
    'heat',
    { order: 'newest' },
    { limit: 9, page: 1 },
  )
  expect(found).toHaveLength(2)
})

test('an empty conversation is exported and imported too', async () => {
  const here = await startConversations()
  const { id: userId } = await here.userOf(SAM)
  await here.store.conversations.createSession({ id: 'empty', userId })

  const json = textOf(exportJson(await sourceOf(here, 'empty')))

  expect(readExport(json)).toMatchObject({ version: 1, messages: [], tags: [] })
})

test('an import that fails half-way leaves nothing behind', async () => {
  const { here, json } = await startExport()
  const there = await startConversations()
  const { id: userId } = await there.userOf(SAM)
  const copy = toCopy(readExport(json), userId)
  const [first] = copy.messages
  assert(first)
  const broken = { ...copy, messages: [...copy.messages, first] }

  await expect(there.store.conversations.insertCopy(broken)).rejects.toThrow('UNIQUE')

  expect(there.rows('select id from conversations')).toEqual([])
  expect(there.rows('select id from messages')).toEqual([])
  expect(here.rows('select id from conversations')).toHaveLength(1)
})

test.for<[what: string, change: (json: string) => string, says: RegExp]>([
  ['is cut short', (json) => json.slice(0, -20), /^It is not JSON, or was cut short/],
  ['is something else', () => '{"a":1}', /^It is no exported conversation/],
  ['is of a newer version', (json) => json.replace('"version": 1', '"version": 2'), /newer Usherr/],
  [
    'lacks a message',
    (json) => json.replace(/ {4}\{"id".*?\},\n/, ''),
    /^It is not whole: it counts 6 messages and holds 5/,
  ],
  [
    'has another number of tokens',
    (json) => json.replace('"totalTokens":110', '"totalTokens":1'),
    /^It is not whole: the tokens/,
  ],
  [
    'has two messages in one place',
    (json) => json.replace('"sequence":1', '"sequence":0'),
    /^It is not whole: two of its messages/,
  ],
  [
    'has a field nobody knows',
    (json) => json.replace('"format"', '"more": 1, "format"'),
    /^It is damaged/,
  ],
  [
    'has a role nobody knows',
    (json) => json.replace('"role":"user"', '"role":"system"'),
    /^It is damaged: messages\.0\.role/,
  ],
])('a file that %s is refused in a sentence', async ([, change, says]) => {
  const { json } = await startExport()
  const changed = change(json)
  expect(changed).not.toBe(json)

  expect(() => readExport(changed)).toThrow(ImportError)
  expect(() => readExport(changed)).toThrow(says)
})

test('Markdown shows who said what, when, and which tools were called', async () => {
  const { here, id } = await startExport()

  const text = textOf(exportMarkdown(await sourceOf(here, id), 'UTC'))

  expect(text).toBe(`# Heat

With Sam (${SAM}), since Fri 20 Nov 2026, 12:00, active.${'  '}
Session \`${id}\`, 118 tokens.${'  '}
Tags: films.

## Round 1, Fri 20 Nov 2026, 12:00

**Sam:**
> find heat 🎬

- called \`find\` with \`{"title":"Heat"}\`

- find answered: Heat (1995) is here.

**Usherr:**
> Heat is here.

## Round 2, Fri 20 Nov 2026, 12:00

**Sam:**
> thanks

**Usherr:**
> Any time.
`)
})
