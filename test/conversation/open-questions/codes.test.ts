import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from '../../helpers/household.ts'
import { calls, scriptedModel } from '../../helpers/scripted-model.ts'
import {
  MINUTE,
  DAY,
  HEAT,
  BRUTALIST,
  ASKED,
  REMOVED,
  deletes,
  guessedWrong,
  isHere,
} from './facts.ts'

test('a file is deleted only by a yes with the code', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  expect(await household.text(SAM, 'yes')).toBe(
    'This deletes a file, so I need the number too: YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, '4821')).not.toContain('Removed')
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(isHere(household, HEAT)).toBe(false)
})

test.for(['yes 4821', 'Yes, 4821.', 'YES4821', 'y 4821', 'yes please 4821', '👍 4821'])(
  'a code counts as %j, whatever was said since',
  async (answer) => {
    const household = await startHousehold()
    await household.text(SAM, 'delete heat')
    await household.text(SAM, 'is alien in?')

    expect(await household.text(SAM, answer)).toBe(REMOVED)
  },
)

test('a no to the reminder of the code keeps the film', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'yes')

  expect(await household.text(SAM, 'no')).toBe('OK, Heat (1995) stays.')
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'You said no to that and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(deletes(household)).toBe(0)
})

test('a no with the code keeps the film, whatever was said since', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'is alien in?')

  expect(await household.text(SAM, 'no 4821')).toBe('OK, Heat (1995) stays.')
})

test('a code is used up', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 4821')

  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
  expect(deletes(household)).toBe(1)
})

test('two yeses at once remove once', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  await Promise.all([household.deliver(SAM, 'YES 4821'), household.deliver(SAM, 'YES 4821')])
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual([REMOVED, 'Heat (1995) is already gone.'])
  expect(deletes(household)).toBe(1)
})

test('three wrong codes close the question', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'YES 1111')).toBe(
    "That's not the number. Reply YES 4821, or NO to keep it.",
  )
  await household.text(SAM, 'YES 1112')
  expect(await household.text(SAM, 'YES 1113')).toBe(
    'Three wrong numbers, so that question is closed and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That question was closed after wrong numbers and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(deletes(household)).toBe(0)
})

test('five wrong codes in a day end coded questions until tomorrow', async () => {
  const household = await startHousehold({ codes: [4821, 4822, 4823] })
  await household.text(SAM, 'delete heat')
  for (const code of ['1111', '1112', '1113']) await household.text(SAM, `YES ${code}`)
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 1114')

  expect(await household.text(SAM, 'YES 1115')).toBe(
    'Too many wrong numbers today, so nothing was done. What needs one has to wait until tomorrow.',
  )
  expect(await household.text(SAM, 'YES 4822')).toContain('closed after wrong numbers')
  expect(await household.text(SAM, 'delete heat')).toBe(
    'Too many wrong numbers today, so nothing was done. What needs one has to wait until tomorrow.',
  )
  household.advance(13 * 60 * MINUTE)
  expect(await household.text(SAM, 'delete heat')).toContain('Reply YES 103823')
  expect(deletes(household)).toBe(0)
})

test.for([
  [4, /Reply YES \d{4}, or/],
  [5, /Reply YES \d{6}, or/],
  [49, /Reply YES \d{6}, or/],
  [50, /Reply YES \d{8}, or/],
] as const)(
  'after %i wrong codes in a year the next ones are this long',
  async ([wrong, question]) => {
    const household = await startHousehold()
    household.advance(DAY)
    guessedWrong(household, wrong)
    household.advance(300 * DAY)

    const asked = await household.text(SAM, 'delete heat')
    expect(asked).toMatch(question)
    const [answer = ''] = /YES \d+/.exec(asked ?? '') ?? []
    expect(await household.text(SAM, `${answer.slice(0, -1)}0`)).toMatch(/^That's not the number\./)
    expect(await household.text(SAM, answer)).toBe(REMOVED)
  },
)

test('wrong codes of more than a year ago make nothing longer', async () => {
  const household = await startHousehold()
  guessedWrong(household, 60)
  household.advance(366 * DAY)

  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
})

test("wrong codes of one person make another's no longer", async () => {
  const household = await startHousehold({
    env: { MEMBER_PHONES: '', ADMIN_PHONES: `Sam:${SAM},Kim:${KIM}` },
  })
  guessedWrong(household, 60)
  household.advance(DAY)

  expect(await household.text(KIM, 'delete heat')).toBe(ASKED)
})

test.for(['No (2012)', 'ok 1917', 'yes, 1984', 'YES 1111'])(
  '%j is ordinary talk to who was never asked for a number',
  async (text) => {
    const household = await startHousehold()

    expect(await household.text(SAM, text)).not.toContain('number')
    expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  },
)

test('a code that none of their questions had is told to be unknown', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'NO 4821')

  expect(await household.text(SAM, 'YES 1111')).toBe('I have no question with that number.')
})

test('a no with a wrong code is a no', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'no 4812')).toBe('OK, Heat (1995) stays.')
})

test('a yes that is quicker than Twilio’s answer to us counts', async () => {
  const household = await startHousehold()
  const { twilio } = household
  let answered: Promise<unknown> | undefined
  const stop = twilio.onMessage(() => {
    stop()
    answered = household.deliver(SAM, 'yes')
  })

  await household.deliver(SAM, 'delete the brutalist')
  await household.told(SAM, 'Removed The Brutalist (2024).')
  await answered

  expect(household.sentTo(SAM)).toHaveLength(2)
})

test('a yes that came while the question was still on its way answers nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  let release = () => {}
  const held = new Promise<void>((resolve) => (release = resolve))
  household.twilio.intercept = ({ method }) =>
    method === 'POST' ? held.then(() => 'pass' as const) : 'pass'
  await household.deliver(SAM, 'delete the brutalist')
  await household.recorded("select 1 from outbox where state = 'sending'")

  await household.deliver(SAM, 'yes')
  household.advance(3_000)
  release()
  await household.settled()

  const question = 'Remove The Brutalist (2024)? It has no file yet. Reply YES, or NO to keep it.'
  expect(household.sentTo(SAM).slice(1)).toEqual([question, question])
  expect(isHere(household, BRUTALIST)).toBe(true)
  household.twilio.intercept = () => 'pass'
  expect(await household.text(SAM, 'yes')).toBe('Removed The Brutalist (2024).')
})

test('a question is whole, however much is said before it', async () => {
  const films = Array.from({ length: 9 }, (_, index) => ({
    tmdbId: index + 1,
    title: `Фильм ${'очень '.repeat(11)}${index}`,
    year: 2000,
    status: 'released' as const,
  }))
  const heat = {
    tmdbId: HEAT,
    title: 'Heat',
    year: 1995,
    status: 'released' as const,
    gigabytes: 14,
  }
  const adds = films.map(({ title }): [string, object] => ['add', { title }])
  const { model } = scriptedModel(calls(...adds, ['remove', { title: 'Heat' }]))
  const household = await startHousehold({ model, films: [...films, heat] })

  const all = films.map(({ title }) => title).join(', ')
  expect(await household.text(SAM, `add ${all}, delete heat`)).toBe(`${ASKED} (Reply MORE)`)
  expect(await household.text(SAM, 'more')).toMatch(/^Added Фильм/)
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
})

test('a newer question replaces the older and says so', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'delete memento')).toBe(
    'Remove Memento (2000) and delete its file, 9 GB? Reply YES 4822, or NO to keep it. (Not about Heat (1995) any more.)',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That question was replaced by a newer one and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(isHere(household, HEAT)).toBe(true)
  expect(await household.text(SAM, 'YES 4822')).toBe('Removed Memento (2000) and its file (9 GB).')
})

test('a code is given to no second question of the same person', async () => {
  const household = await startHousehold({ codes: [4821, 4821] })
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'delete memento')).toContain('Reply YES 4822')
})

test('a code is worth nothing on another phone', async () => {
  const household = await startHousehold({
    env: { MEMBER_PHONES: '', ADMIN_PHONES: `Sam:${SAM},Kim:${KIM}` },
  })
  await household.text(SAM, 'delete heat')

  await household.text(KIM, 'YES 4821')
  expect(deletes(household)).toBe(0)
})

test('a question is answered only on the channel that was asked', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  await household.deliver(SAM, 'YES 4821', {
    extra: { From: `whatsapp:${SAM}`, To: 'whatsapp:+14155550100' },
  })
  await household.settled()

  expect(deletes(household)).toBe(0)
  expect(household.twilio.messages.at(-1)).toMatchObject({
    to: `whatsapp:${SAM}`,
    body: 'I have no question with that number.',
  })
})

test('while a coded question is open, replies make no offer', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')

  expect(await household.text(SAM, 'is alien in?')).toBe("Alien (1979) isn't here.")
  expect(await household.text(SAM, 'add dune')).toBe(
    'Dune (2021) - here\nDune (1984) - not here\nWhich one? Text "add" with its title and year.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(await household.text(SAM, 'is alien in?')).toContain('Want me to add it?')
})
