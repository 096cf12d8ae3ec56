import { expect, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { SAM, startHousehold } from '../helpers/household.ts'
import { calls } from '../helpers/scripted-model.ts'

test('a parked add that is retried adds what is called for this time, though the call has its old id', async () => {
  let title = 'Alien'
  const household = await startHousehold({ model: async () => calls(['add', { title }]) })
  household.radarr.intercept = ({ method }) =>
    method === 'POST' ? { status: 500, body: {} } : 'pass'
  await household.text(SAM, 'add alien and the matrix')
  await household.stop()
  household.sql("update inbox set state = 'parked'")
  household.radarr.intercept = () => 'pass'
  await household.restart()

  title = 'The Matrix'
  const env = { DATABASE_PATH: household.config.databasePath }
  await usherr(['queue', 'retry', 'in-1'], env, {}, { now: household.now })
  await household.recorded("select 1 from inbox where state = 'done'")

  const added = household.radarr.requests.filter(({ path }) => path === '/api/v3/movie')
  expect(
    added.filter(({ method }) => method === 'POST').map(({ body }) => Object(body).title),
  ).toEqual(['Alien', 'The Matrix'])
})
