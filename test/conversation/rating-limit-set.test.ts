import { expect, test } from 'vitest'
import type { Model } from '../../src/model/model.ts'
import { type Household, KIM, SAM, startHousehold } from '../helpers/household.ts'
import { ABOVE, changesIn, limit } from '../helpers/rating-limit.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'
import { until } from '../helpers/until.ts'

const HEAT = 949
const ALIEN = 348

test.for([
  ['find alien', 'yes', ABOVE],
  ['why isnt the brutalist here', 'yes', ABOVE],
  ['add fargo', '1', ABOVE],
  ['find slow horses', 'yes', ABOVE],
  ['delete heat', 'yes', "I can't see Heat (1995) here any more."],
] as const)(
  'after %j a limit is set, and %j adds, takes and asks nothing',
  async ([question, answer, said]) => {
    const household = await startHousehold()
    expect(await household.text(KIM, question)).toContain('Reply')
    const before = changesIn(household)
    await limit(household, KIM, 'PG-13')

    expect(await household.text(KIM, answer)).toBe(said)

    expect(changesIn(household)).toEqual(before)
    expect(household.sentTo(SAM)).toEqual([])
  },
)

test.for(['2', 'the second one', 'that one too', 'more'])(
  'after a list a limit is set, and %j says nothing of it',
  async (choice) => {
    const household = await startHousehold()
    await household.text(KIM, 'what do you have')
    await limit(household, KIM, 'G')

    const reply = await household.text(KIM, choice)

    expect(reply).not.toMatch(/1917|Heat|Memento|Andor/)
    expect(changesIn(household)).toEqual([])
  },
)

test('a model reads nothing of what was said before a limit was set', async () => {
  const { model, requests } = scriptedModel(
    calls(['find', { title: 'Alien' }]),
    says('What are you looking for?'),
  )
  const household = await startHousehold({ model })
  expect(await household.text(KIM, 'do we have that film with the xenomorph')).toContain('Alien')
  await limit(household, KIM, 'PG-13')

  await household.text(KIM, 'which film was that, and what did you ask me?')

  expect(JSON.stringify(requests[1]?.messages.slice(1))).not.toMatch(/Alien|xenomorph/)
})

test('a limit ends every conversation, and taking it away or another setting ends none', async () => {
  const household = await startHousehold()
  const statuses = () =>
    household.sql('select status from conversations order by created_at, status')
  await household.text(KIM, 'hi')
  const kim = await household.store.users.findByPhone(KIM)
  household.sql(
    `insert into conversations (id, user_id, status, context_state, created_at, updated_at)
     select 'other', user_id, 'active', '{}', created_at, 0 from conversations`,
  )

  await household.store.users.change(kim?.id ?? '', { name: 'Kimmy' }, { userId: null })
  expect(statuses()).toEqual([{ status: 'active' }, { status: 'active' }])

  await limit(household, KIM, 'PG')
  expect(statuses()).toEqual([{ status: 'archived' }, { status: 'archived' }])

  await household.text(KIM, 'hi')
  await limit(household, KIM, null)
  expect(statuses()).toContainEqual({ status: 'active' })
})

/** Makes the one text there was one whose turn was killed before its step `sequence` was stored. */
async function killBefore(household: Household, sequence: number) {
  await household.stop()
  household.sql('delete from messages where sequence >= ?', sequence)
  household.sql("update inbox set state = 'waiting', done_at = null")
  household.sql("update media_requests set state = 'started'")
  household.sql('delete from outbox')
  household.radarr.library.delete(household.radarr.find(ALIEN)?.id ?? 0)
}

test.for(['by an admin', 'in the database'])(
  'an add that was cut off does not go on when a limit was set %s',
  async (way) => {
    const household = await startHousehold()
    await household.text(KIM, 'add alien')
    const before = changesIn(household).length
    const said = household.sentTo(KIM).length
    if (way === 'by an admin') await limit(household, KIM, 'PG-13')
    else household.sql("update users set rating_cap = 'PG-13' where phone = ?", KIM)

    await killBefore(household, 2)
    await household.restart()
    await household.settled()

    expect(household.sentTo(KIM).slice(said)).toEqual([ABOVE])
    expect(changesIn(household)).toHaveLength(before)
    expect(household.radarr.find(ALIEN)).toBeUndefined()
  },
)

test('what was found before a limit was set is not told by a turn that starts again', async () => {
  const household = await startHousehold()
  await household.text(KIM, 'find alien')
  const said = household.sentTo(KIM).length
  await limit(household, KIM, 'PG-13')

  await killBefore(household, 3)
  await household.restart()
  await household.settled()

  expect(household.sentTo(KIM).slice(said)).toEqual([ABOVE])
  expect(household.sql('select texts from usage')).toEqual([{ texts: 1 }])
})

test('a limit that is set while a model thinks ends that conversation after its reply', async () => {
  const requests: string[] = []
  let household: Household | undefined
  const model: Model = async ({ messages }) => {
    requests.push(JSON.stringify(messages))
    if (household && requests.length === 1) await limit(household, KIM, 'PG-13')
    return says('Hello.')
  }
  household = await startHousehold({ model })

  await household.text(KIM, 'hi, I am nine')
  await household.text(KIM, 'and now?')

  expect(requests[1]).not.toContain('I am nine')
})

const ASKED_SAM = 'Remove Heat (1995) and delete its file, 14 GB? Reply YES 4821, or NO to keep it.'

test('a removal that was asked about before is not carried out any more', async () => {
  const household = await startHousehold()
  expect(await household.text(SAM, 'delete heat')).toBe(ASKED_SAM)
  await limit(household, SAM, 'PG-13')

  expect(await household.text(SAM, 'YES 4821')).toBe(ABOVE)

  expect(household.radarr.find(HEAT)).toBeDefined()
  expect(household.sql('select state from pending_actions')).toEqual([{ state: 'failed' }])
})

test('a removal that had begun before is seen through', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => {
    if (method === 'DELETE') household.radarr.intercept = () => 'drop'
    return method === 'DELETE' ? 'drop' : 'pass'
  }
  expect(await household.text(SAM, 'YES 4821')).toContain("I'll keep looking")
  await limit(household, SAM, 'PG-13')
  household.radarr.intercept = () => 'pass'

  household.advance(61_000)
  await until(() =>
    expect(household.sentTo(SAM).at(-1)).toBe('Removed Heat (1995) and its file (14 GB).'),
  )
  expect(household.radarr.find(HEAT)).toBeUndefined()
})
