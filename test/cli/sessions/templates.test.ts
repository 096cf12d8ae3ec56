import { expect, test } from 'vitest'
import { SAM, startConversations } from '../../helpers/conversations.ts'
import { sessionsOf, templatesOf } from './sessions-of.ts'

const FILMS = ['--title', 'Film night', '--tag', 'films', '--tag', 'new', '--opening', "what's new"]

async function startTemplate() {
  const conversations = await startConversations()
  const templates = templatesOf(conversations)
  const saved = await templates(['save', 'films', ...FILMS])
  return { ...conversations, saved, templates, sessions: sessionsOf(conversations) }
}

test('a template is kept by name, listed and shown', async () => {
  const { saved, templates } = await startTemplate()

  expect(saved).toMatchObject({
    code: 0,
    stdout: "Saved the template 'films'. Use it with: usherr sessions create --template 'films'\n",
  })
  expect((await templates()).stdout).toBe(
    "Name   Title       Tags        Opening\nfilms  Film night  films, new  what's new\n",
  )
  expect((await templates(['show', 'films'])).stdout).toBe(
    "films\nTitle     Film night\nTags      films, new\nOpening   what's new\n",
  )
  const { stdout } = await templates(['list', '--json'])
  const times = { createdAt: '2026-11-20T12:00:00.000Z', updatedAt: '2026-11-20T12:00:00.000Z' }
  expect(JSON.parse(stdout)).toEqual([
    { name: 'films', title: 'Film night', tags: ['films', 'new'], opening: "what's new", ...times },
  ])
})

test('where there are none, how to keep one is said', async () => {
  const { stdout } = await templatesOf(await startConversations())()

  expect(stdout).toBe('There are no templates yet. `usherr templates save` keeps one.\n')
})

test('a template is replaced and deleted only after a yes', async () => {
  const { templates, store } = await startTemplate()

  const refused = await templates(['save', 'films'])
  const declined = await templates(['delete', 'films'], { typed: 'n\n' })
  expect(refused).toMatchObject({
    code: 1,
    stderr:
      "There is a template 'films' already. Replace it?\nNothing was changed. Add --yes to go on.\n",
  })
  expect(declined).toMatchObject({
    code: 1,
    stderr: "Delete the template 'films'? [y/N] Nothing was changed.\n",
  })
  expect(await store.templates.find('films')).toMatchObject({ title: 'Film night' })

  await templates(['save', 'films', '--opening', 'hi', '--yes'])
  expect(await store.templates.find('films')).toMatchObject({
    title: null,
    tags: [],
    opening: 'hi',
  })
  const deleted = await templates(['delete', 'films'], { typed: 'y\n' })
  expect(deleted.stdout).toContain("Deleted the template 'films'.")
  expect(await store.templates.list()).toEqual([])
})

test('a session from a template has its title and tags, keeps them, and is told its first words', async () => {
  const { sessions, store, say } = await startTemplate()

  const { stdout } = await sessions(['create', 'living-room', '--template', 'films'])

  expect(stdout).toBe(`Created session 'living-room'. Sam's next text goes on in it.
Begin it with: usherr chat --session living-room --as ${SAM} 'what'\\''s new'
`)
  expect(await say(SAM, { user: "what's new", reply: 'Two films.' })).toBe('living-room')
  expect(await store.conversations.find('living-room')).toMatchObject({ title: 'Film night' })
  expect(await store.conversations.tags('living-room')).toEqual(['films', 'new'])
})

test('the store hands over the opening with the session', async () => {
  const { store, userOf } = await startTemplate()
  const { id: userId } = await userOf(SAM)

  const made = await store.conversations.createSession({ userId, template: 'films', name: 'Den' })

  expect(made).toMatchObject({
    type: 'created',
    opening: "what's new",
    conversation: { name: 'Den', title: 'Film night', messageCount: 0 },
  })
})

test.for([
  ['templates', ['show', 'nope']],
  ['templates', ['delete', 'nope', '--yes']],
  ['sessions', ['create', '--template', 'nope']],
] as const)('%s %s says that there is no such template', async ([group, args]) => {
  const conversations = await startTemplate()

  const { code, stderr } = await conversations[group](args)

  expect(code).toBe(1)
  expect(stderr).toBe("There is no template 'nope'. `usherr templates list` shows what there is.\n")
  expect(conversations.rows('select * from conversations')).toEqual([])
})

test('a template does not draw on the terminal, nor do blank words make one', async () => {
  const { templates, rows } = await startTemplate()

  const drawn = await templates(['save', 'x', '--opening', 'a\u001b[2J'])
  const blank = await templates(['save', ' '])

  expect(drawn).toMatchObject({ code: 2, stdout: '' })
  expect(drawn.stderr).toContain('It holds a control character.')
  expect(blank.stderr).toContain('It is blank.')
  expect(rows('select * from templates')).toHaveLength(1)
})
