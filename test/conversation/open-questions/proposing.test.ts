import { expect, test } from 'vitest'
import { SAM, startHousehold } from '../../helpers/household.ts'
import { calls, scriptedModel } from '../../helpers/scripted-model.ts'
import { ASKED, REMOVED, deletes } from './facts.ts'

test('of two removals called at once one is asked about', async () => {
  const { model, requests } = scriptedModel(
    calls(['remove', { title: 'Heat' }], ['remove', { title: 'Memento' }]),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'delete heat and memento')).toBe(
    `${ASKED} One question at a time: ask me again for the rest.`,
  )

  expect(requests).toHaveLength(1)
  expect(
    household.sql(
      "select tool_call_id, content from messages where role = 'tool' order by position",
    ),
  ).toMatchObject([
    { tool_call_id: 'call_1' },
    { tool_call_id: 'call_2', content: 'Not asked, and not done: one question at a time.' },
  ])
})

test('a model that says yes in their place changes nothing', async () => {
  const { model } = scriptedModel(
    calls(['remove', { title: 'Heat', confirmed: true, code: '4821', tmdbId: 77 }]),
  )
  const household = await startHousehold({ model })

  expect(await household.text(SAM, 'delete heat')).toBe(ASKED)
  expect(deletes(household)).toBe(0)
})

test('question, answer and outcome are what the model reads later', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 4821')

  expect(
    household.sql('select role, content, model from messages order by position'),
  ).toMatchObject([
    { role: 'user', content: 'delete heat' },
    { role: 'assistant', model: 'keyword' },
    { role: 'tool' },
    { role: 'assistant', content: ASKED, model: 'usherr' },
    { role: 'user', content: 'YES 4821' },
    { role: 'assistant', model: 'usherr' },
    { role: 'tool', content: `Done. They are told: ${REMOVED}` },
    { role: 'assistant', content: REMOVED, model: 'usherr' },
  ])
})

test('every step of a removal leaves an audit row', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  await household.text(SAM, 'YES 1111')
  await household.text(SAM, 'YES 4821')

  expect(household.sql('select action from audit_log order by id')).toEqual(
    ['asked', 'wrong_code', 'claimed', 'executing', 'settled'].map((step) => ({
      action: `question.${step}`,
    })),
  )
})
