import { expect, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { type Household, SAM, startHousehold } from '../helpers/household.ts'
import { calls, says, scriptedModel } from '../helpers/scripted-model.ts'
import { until } from '../helpers/until.ts'

const REMOVED = 'Removed Heat (1995) and its file (14 GB).'
const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

const command = ({ config, now }: Household, args: string[]) =>
  usherr(args, { DATABASE_PATH: config.databasePath }, {}, { now })

/** The newest first. */
async function idsOf({ store }: Household): Promise<string[]> {
  const { rows } = await store.conversations.list({}, { limit: 9, page: 1 })
  return rows.map(({ id }) => id)
}

/** Their yes is carried out, and dropped while Radarr is at it. */
async function dropWhileRemoving(household: Household) {
  await household.text(SAM, 'remove heat')
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? held : 'pass')
  await household.deliver(SAM, 'YES 4821')
  await until(() =>
    expect(household.radarr.requests.map(({ method }) => method)).toContain('DELETE'),
  )
  await command(household, ['queue', 'drop', 'in-2', '--yes'])
  return release
}

test('a result that comes after its session was cleared is no part of what is said next', async () => {
  const lines: string[] = []
  const { model, requests } = scriptedModel(calls(['find', { title: 'heat' }]), says('It is here.'))
  const household = await startHousehold({ model, onLog: (line) => void lines.push(line) })
  const release = household.holdRadarr()
  await household.deliver(SAM, 'is heat in?')
  await household.recorded("select 1 from messages where role = 'assistant'")
  await command(household, ['queue', 'drop', 'in-1', '--yes'])

  const cleared = await command(household, [
    'sessions',
    'clear',
    ...(await idsOf(household)),
    '--yes',
  ])
  release()
  await until(() => expect(lines.join('')).toContain('text was dropped'))
  await household.text(SAM, 'and now')

  expect(cleared).toMatchObject({ code: 0 })
  expect(lines.filter((line) => /"level":[56]0/.test(line))).toEqual([])
  expect(requests.at(-1)?.messages.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(household.sql('select round, role from messages')).toEqual([
    { round: 2, role: 'user' },
    { round: 2, role: 'assistant' },
  ])
  expect(await household.store.conversations.miscounted()).toEqual([])
  expect(await household.store.conversations.brokenRounds(await idsOf(household))).toEqual([])
})

test('a film that was added is in the audit, though its session was cleared meanwhile', async () => {
  const lines: string[] = []
  const household = await startHousehold({ onLog: (line) => void lines.push(line) })
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  household.radarr.intercept = ({ method }) => (method === 'POST' ? held : 'pass')
  await household.deliver(SAM, 'add alien 1979')
  await until(() => expect(household.radarr.requests.map(({ method }) => method)).toContain('POST'))
  await command(household, ['queue', 'drop', 'in-1', '--yes'])
  await command(household, ['sessions', 'clear', ...(await idsOf(household)), '--yes'])

  release()
  await until(() => expect(lines.join('')).toContain('text was dropped'))

  expect(household.sql("select target from audit_log where action = 'media.added'")).toEqual([
    { target: 'Alien (1979)' },
  ])
  expect(household.sql('select state from media_requests')).toEqual([{ state: 'done' }])
  expect(household.sql('select * from messages')).toEqual([])
})

test('a round in which a change is under way is not pruned, and its end is told in it', async () => {
  const household = await startHousehold()
  const release = await dropWhileRemoving(household)
  household.jump(3 * DAY)
  const { prune, prunable, miscounted } = household.store.conversations
  const [id = ''] = await idsOf(household)

  const found = await prunable({ before: household.now() - DAY })
  await prune(id, household.now() - DAY)
  release()
  household.advance(2 * MINUTE)
  await household.told(SAM, REMOVED)

  expect(found).toEqual([{ id, messages: 4 }])
  expect(household.sql('select distinct round from messages')).toEqual([{ round: 2 }])
  expect(await miscounted()).toEqual([])
})

test('a session in which a change was confirmed that another one asked about is not cleared', async () => {
  const household = await startHousehold()
  await household.text(SAM, 'remove heat')
  await household.text(SAM, 'new')
  let release = () => {}
  const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
  household.radarr.intercept = ({ method }) => (method === 'DELETE' ? held : 'pass')
  await household.deliver(SAM, 'YES 4821')
  await household.recorded("select 1 from pending_actions where state = 'executing'")
  await command(household, ['queue', 'drop', 'in-3', '--yes'])

  const [answering = ''] = await idsOf(household)
  const { type } = await household.store.conversations.clear(answering)
  release()

  expect(type).toBe('carrying-out')
})

test('an outcome whose round is gone is told all the same, and written nowhere', async () => {
  const household = await startHousehold()
  const release = await dropWhileRemoving(household)
  release()
  await household.recorded("select 1 from messages where role = 'tool' and round = 2")
  household.sql('delete from messages where round = 2')

  household.advance(2 * MINUTE)
  await household.told(SAM, REMOVED)

  expect(household.sql('select distinct round from messages')).toEqual([{ round: 1 }])
})
