import { expect, test } from 'vitest'
import { usherr } from '../../helpers/command-line.ts'
import { SAM, startHousehold } from '../../helpers/household.ts'
import { until } from '../../helpers/until.ts'
import { MINUTE, HEAT, ALIEN, REMOVED, deletes, isHere, goDownAtDelete } from './facts.ts'

test('a role that was taken away meanwhile ends it', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.sql("update users set role = 'member' where name = 'Sam'")

  expect(await household.text(SAM, 'YES 4821')).toBe('Removing is for admins here.')
  expect(deletes(household)).toBe(0)
})

test('a file that grew meanwhile is asked about anew', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  const heat = household.radarr.find(HEAT)
  if (heat) heat.sizeBytes = 60e9

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Heat (1995) has changed since I asked. Remove Heat (1995) and delete its file, 60 GB? Reply YES 4822, or NO to keep it.',
  )
  expect(deletes(household)).toBe(0)
  expect(await household.text(SAM, 'YES 4822')).toBe('Removed Heat (1995) and its file (60 GB).')
})

test('a film that went meanwhile is told, and another under its number is left alone', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  const { radarr } = household
  const heat = radarr.find(HEAT)
  const alien = radarr.films.find(({ tmdbId }) => tmdbId === ALIEN)
  if (heat && alien) radarr.library.set(heat.id, { ...heat, film: alien })

  expect(await household.text(SAM, 'YES 4821')).toBe('Heat (1995) is already gone.')
  expect(isHere(household, ALIEN)).toBe(true)
})

test('a Radarr that does not answer ends it before anything is touched', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = () => ({ status: 503 })

  expect(await household.text(SAM, 'YES 4821')).toBe(
    "Radarr isn't answering, so films have to wait. Please try again in a while.",
  )
  household.radarr.intercept = () => 'pass'
  expect(await household.text(SAM, 'YES 4821')).toBe(
    'That didn\'t work and nothing was deleted. Text "delete heat" to be asked again.',
  )
  expect(isHere(household, HEAT)).toBe(true)
})

test('a removal whose answer was lost is found to have worked', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? 'act-then-drop' : 'pass')

  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(deletes(household)).toBe(1)
})

test('a removal that did not arrive is tried once more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) =>
    method === 'DELETE' && deletes(household) === 1 ? 'drop' : 'pass'

  expect(await household.text(SAM, 'YES 4821')).toBe(REMOVED)
  expect(deletes(household)).toBe(2)
})

test.for([
  ['its key is refused', { status: 401 }],
  ['it says no', { status: 400 }],
] as const)(
  'after an attempt whose answer was lost nobody claims to know when %s',
  async ([, fault]) => {
    const household = await startHousehold()
    await household.text(SAM, 'delete heat')
    goDownAtDelete(household, { first: 'act-then-drop', after: fault })

    expect(await household.text(SAM, 'YES 4821')).toBe(PENDING)
  },
)

test('a removal that Radarr refuses is not tried again', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? { status: 400 } : 'pass')

  expect(await household.text(SAM, 'YES 4821')).toBe(
    'Radarr said no to that. An admin can see why in its log.',
  )
  expect(deletes(household)).toBe(1)
})

const PENDING =
  "Radarr stopped answering, so I can't tell yet what became of Heat (1995). I'll keep looking and text you."

test('an outcome that cannot be learnt is looked into, and told when it is known', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })

  expect(await household.text(SAM, 'YES 4821')).toBe(PENDING)
  expect(await household.text(SAM, 'YES 4821')).toBe(
    "I'm still finding out how that ended. I'll text you.",
  )
  household.radarr.intercept = () => 'pass'
  household.advance(MINUTE)
  await household.told(SAM, REMOVED)
  expect(deletes(household)).toBe(1)
})

test('an outcome that cannot be learnt for an hour is never touched again', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'drop', after: 'drop' })
  await household.text(SAM, 'YES 4821')

  household.advance(61 * MINUTE)
  const given = 'I never learnt what became of Heat (1995). Please look it up before you ask again.'
  await household.told(SAM, given)
  household.radarr.intercept = () => 'pass'
  household.advance(61 * MINUTE)

  expect(await household.text(SAM, 'YES 4821')).toBe(given)
  expect(isHere(household, HEAT)).toBe(true)
})

test('a day later nothing is touched any more', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'drop', after: 'drop' })
  await household.text(SAM, 'YES 4821')
  await household.stop()
  household.advance(26 * 60 * MINUTE)
  household.radarr.intercept = () => 'pass'
  const before = deletes(household)

  await household.restart()
  await household.told(
    SAM,
    'I never learnt what became of Heat (1995). Please look it up before you ask again.',
  )

  expect(deletes(household)).toBe(before)
  expect(isHere(household, HEAT)).toBe(true)
})

test('who was blocked in the middle has the outcome looked into, and hears nothing of it', async () => {
  const household = await startHousehold({ arrTimeoutMs: 1_000 })
  await household.text(SAM, 'delete heat')
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? 'hang' : 'pass')
  await household.deliver(SAM, 'YES 4821')
  await until(() =>
    expect(household.radarr.requests.filter(({ method }) => method === 'DELETE')).toHaveLength(1),
  )
  household.sql("update users set status = 'blocked' where name = 'Sam'")
  const restarted = household.restart()
  household.radarr.intercept = () => 'pass'
  await restarted

  await household.recorded("select 1 from pending_actions where state = 'failed'")
  await household.settled()
  expect(household.sentTo(SAM)).toHaveLength(1)
  expect(isHere(household, HEAT)).toBe(true)
})

test('a notice waits while a coded question is open', async () => {
  const household = await startHousehold({ codes: [4821, 4822] })
  await household.text(SAM, 'delete heat')
  goDownAtDelete(household, { first: 'act-then-drop', after: 'drop' })
  await household.text(SAM, 'YES 4821')
  household.radarr.intercept = () => 'pass'
  await household.text(SAM, 'delete memento')

  household.advance(MINUTE)
  await household.recorded("select 1 from outbox where kind = 'notice'")
  await household.text(SAM, 'is alien in?')
  const env = { DATABASE_PATH: household.config.databasePath }
  const listed = await usherr(['queue'], env, {}, { now: household.now })
  const { body } = await household.get('/health')

  expect(listed.stdout).toContain('to send  until they have answered a question\n')
  expect(Object(body).queues.outbox).toMatchObject({ pending: 0, oldestAgeSeconds: null })
  expect(household.sentTo(SAM).at(-1)).toBe("Alien (1979) isn't here.")
  expect(household.sentTo(SAM)).not.toContain(REMOVED)
  await household.text(SAM, 'NO 4822')
  await household.told(SAM, REMOVED)
})
