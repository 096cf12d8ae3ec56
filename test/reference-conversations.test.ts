import { expect, test } from 'vitest'
import { KIM, SAM, startHousehold } from './helpers/household.ts'

test('Find and add', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'is dune part two in?')).toBe(
    "Dune: Part Two (2024) isn't here. Want me to add it? Reply YES.",
  )
  expect(await household.text(SAM, 'yes')).toBe(
    'Added Dune: Part Two (2024) in 1080p. Searching for it now.',
  )
})

test('Remove', async () => {
  const household = await startHousehold()

  expect(await household.text(SAM, 'delete heat')).toBe(
    'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, 'yes')).toBe(
    'This deletes a file, so I need the number too: YES 4821, or NO to keep it.',
  )
  expect(await household.text(SAM, 'YES 4821')).toBe('Removed Heat (1995) and its file (14 GB).')
  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
})

test('Not allowed', async () => {
  const household = await startHousehold()

  expect(await household.text(KIM, 'delete heat')).toBe(
    'Removing is for admins here. Want me to ask one? Reply YES.',
  )
  expect(await household.text(KIM, 'yes')).toBe("I've asked Sam.")
  await household.told(
    SAM,
    'Kim asks to remove Heat (1995), 14 GB. To do it, text "delete heat 1995".',
  )
})

test('Over a limit', async () => {
  const household = await startHousehold()
  for (let count = 0; count < 40; count++) await household.deliver(KIM, '?')
  await household.settled()

  expect(await household.text(KIM, 'is heat in?')).toBe(
    "That's today's limit of 40 texts. It starts fresh at midnight.",
  )
})
