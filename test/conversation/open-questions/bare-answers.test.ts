import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../../helpers/household.ts'
import { MINUTE, BRUTALIST, ALIEN, adds, isHere } from './facts.ts'

test.for([
  'yes',
  'Yes.',
  'YES!',
  'yes please',
  'yup',
  'y',
  'ok',
  'sure',
  'yes, thanks',
  '👍',
  '👍🏽',
  'go ahead',
  ' yes ',
])('an offer is taken by %j', async (yes) => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')

  expect(await household.text(SAM, yes)).toBe('Added Alien (1979) in 1080p. Searching for it now.')
  expect(isHere(household, ALIEN)).toBe(true)
})

test.for(['no', 'No thanks', 'nope', 'nvm', '👎', 'never mind'])(
  'an offer is declined by %j',
  async (no) => {
    const household = await startHousehold()
    await household.text(SAM, 'is alien in?')

    expect(await household.text(SAM, no)).toBe('OK.')
    expect(adds(household)).toBe(0)
  },
)

test.for(['ok thanks', 'okay thank you', 'Sure, thanks!'])(
  'a removal is not confirmed by %j',
  async (thanks) => {
    const household = await startHousehold()
    await household.text(SAM, 'remove the brutalist')

    expect(await household.text(SAM, thanks)).toBe('Any time.')
    expect(isHere(household, BRUTALIST)).toBe(true)
  },
)

test('a bare yes after other talk answers nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  await household.text(SAM, 'is heat in?')

  expect(await household.text(SAM, 'yes')).toBe(
    "I'm not sure what that answers. Text a title to find it.",
  )
  expect(adds(household)).toBe(0)
})

test('a yes that was sent before the question was seen answers nothing', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is heat in?')

  await household.deliver(SAM, 'is alien in?')
  await household.deliver(SAM, 'yes')
  await household.settled()

  expect(household.sentTo(SAM).slice(1)).toEqual([
    "Alien (1979) isn't here. Want me to add it? Reply YES.",
    "I'm not sure what that answers. Text a title to find it.",
  ])
  expect(adds(household)).toBe(0)
})

test('a bare yes to an older question does not answer the newer one', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')

  await household.deliver(SAM, 'delete the brutalist')
  await household.deliver(SAM, 'yes')
  await household.settled()

  expect(isHere(household, BRUTALIST)).toBe(true)
  expect(isHere(household, ALIEN)).toBe(false)
})

test('a question that could not be delivered is not answered by a bare yes', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'is alien in?')
  household.sql("update outbox set state = 'undelivered'")

  await household.text(SAM, 'yes')

  expect(adds(household)).toBe(0)
})

test('a bare yes is enough where no file is deleted', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'delete the brutalist')).toBe(
    'Remove The Brutalist (2024)? It has no file yet. Reply YES, or NO to keep it.',
  )
  expect(await household.text(SAM, 'yes')).toBe('Removed The Brutalist (2024).')
  expect(isHere(household, BRUTALIST)).toBe(false)
})

test.for([
  ['2', 'Added Dune (1984) in 1080p. Searching for it now.'],
  ['the second one', 'Added Dune (1984) in 1080p. Searching for it now.'],
  ['#1', 'Dune (2021) is already here.'],
  ['yes', 'Which one? Reply a number.'],
  ['no', 'OK.'],
] as const)('a list is answered by %j', async ([answer, reply]) => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'add dune')).toBe(
    'Which one? Reply a number.\n1 Dune (2021) - here\n2 Dune (1984) - not here',
  )
  expect(await household.text(SAM, answer)).toBe(reply)
})

test('a number still counts after the list was asked for once more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add dune')
  await household.text(SAM, 'yes')

  expect(await household.text(SAM, '2')).toMatch(/^Added Dune \(1984\)/)
})

test('a number that is not on the list is a title', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add dune')

  expect(await household.text(SAM, '1917')).toBe('1917 (2019) is here.')
})

test('a list lapses after a day', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'add dune')
  household.advance(25 * 60 * MINUTE)

  await household.text(SAM, '2')

  expect(adds(household)).toBe(0)
})

test('a film whose year nobody knows can be offered and taken', async () => {
  const household = await startHousehold({
    films: [{ tmdbId: 42, title: 'Untold', year: 0, status: 'released' }],
  })

  expect(await household.text(SAM, 'is untold in?')).toBe(
    "Untold isn't here. Want me to add it? Reply YES.",
  )
  expect(await household.text(SAM, 'yes')).toBe('Added Untold in 4K. Searching for it now.')
})

test('a list of long titles is not cut, so that every number can be seen', async () => {
  const films = Array.from({ length: 5 }, (_, index) => ({
    tmdbId: index + 1,
    title: `The ${'very '.repeat(20)}long film`,
    year: 2000 + index,
    status: 'released' as const,
  }))
  const household = await startHousehold({ films })

  expect(await household.text(SAM, 'add long film')).toMatch(/5 The very .*\(2004\) - not here$/s)
  expect(await household.text(SAM, '5')).toMatch(/^Added The very .* \(2004\)/)
})
