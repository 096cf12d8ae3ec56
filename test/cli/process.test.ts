import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { startNeighbours } from '../helpers/command-line.ts'
import { startCommand } from '../helpers/command-process.ts'
import { SAM, startConversations } from '../helpers/conversations.ts'
import { eventually } from '../helpers/until.ts'

/** Something that is called and never answers. */
async function startSilence() {
  const server = createServer()
  const called = once(server, 'request')
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { url: `http://127.0.0.1:${Object(address).port}`, called }
}

test('Ctrl-C ends a command that waits, with 130 and without a word', async () => {
  const { env } = await startNeighbours()
  const silence = await startSilence()
  const { child, closed } = startCommand(['doctor'], { ...env, RADARR_URL: silence.url })
  await silence.called

  child.kill('SIGINT')

  expect(await closed).toEqual({ code: 130, stdout: '', stderr: '', output: '' })
})

test.for([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s in the middle of a backup takes back what it has begun', async ([signal, ends]) => {
  const { path } = await startConversations()
  fill(path)
  const target = join(dirname(path), 'copy.db')
  const { child, closed } = startCommand(['backup', target], { DATABASE_PATH: path })
  await eventually(() => expect(partsIn(dirname(path))).toHaveLength(1))

  child.kill(signal)
  const { code, stderr } = await closed

  expect({ code, stderr }).toEqual({ code: ends, stderr: 'Nothing was changed.\n' })
  expect(existsSync(target)).toBe(false)
  expect(partsIn(dirname(path))).toEqual([])
})

test('whoever reads only the first line ends the listing quietly', async () => {
  const { path } = await startConversations()
  const beside = new SQLite(path)
  beside.exec(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)
     insert into inbox (sid, channel, address, body, media_count, received_at, state)
     select 'SM' || i, 'sms', '${SAM}', 'hi', 0, i, 'waiting' from n`,
  )
  beside.close()
  const { child, closed } = startCommand(['queue'], { DATABASE_PATH: path })
  child.stdout.once('data', () => void child.stdout.destroy())

  const { code, stdout, stderr } = await closed

  expect(stdout).toMatch(/^ID +Phone/)
  expect(stdout).not.toContain('in-20000')
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
})

/** Makes a database large enough that copying it takes a while. */
function fill(path: string): void {
  const client = new SQLite(path)
  client.exec(
    `create table filling as
     with recursive n(i) as (select 1 union all select i + 1 from n where i < 120)
     select randomblob(1000000) as body from n`,
  )
  client.close()
}

function partsIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name.endsWith('.part'))
}
