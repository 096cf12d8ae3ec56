import { expect, test } from 'vitest'
import { SYSTEM_PROMPT } from '../../src/conversation/system-prompt.ts'
import { KIM, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says } from '../helpers/scripted-model.ts'
import { CORPUS } from './corpus.ts'
import { expectHarmless } from './harmless.ts'

const A_DAY = 24 * 60 * 60_000
const LONGEST = 40
// What is left of the others as a name is looked at without a household.
const NAMES = Object.values(CORPUS).flatMap(({ words }, at) =>
  at % 9 === 0 ? [words.slice(0, LONGEST)] : [],
)

test('no name gives an order, whether a model, its owner or an admin reads it', async () => {
  const prompts: unknown[] = []
  const household = await startHousehold({
    model: async ({ messages, name, text }) => {
      prompts.push(messages[0]?.content)
      return text === 'hi' ? says(`Hi ${name}.`) : calls(['remove', { title: 'Heat' }])
    },
  })

  for (const name of NAMES) {
    household.sql('update users set name = ?', name)
    expectHarmless(await household.text(KIM, 'hi'), [KIM, SAM])
    expect(await household.text(KIM, 'delete heat')).toContain('is for admins here')
    expectHarmless(await household.text(KIM, 'yes'), [KIM, SAM])
    expectHarmless(household.sentTo(SAM).at(-1), [])
    household.sql("update requests set state = 'refused', created_at = 0")
    household.advance(A_DAY)
  }

  const asides = prompts.map((prompt) => String(prompt).replace(SYSTEM_PROMPT, ''))
  for (const aside of asides) {
    expect(aside).toMatch(/^(?:\n\nYou are talking with "[\p{L}\p{M}\p{N} .'’-]{1,40}"\.)?$/u)
  }
  expect(household.sentTo(SAM)).toHaveLength(NAMES.length)
})
