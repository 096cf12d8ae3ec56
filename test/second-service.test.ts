import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { findFreePort } from '../src/demo/free-port.ts'
import { startNeighbours } from './helpers/command-line.ts'
import { startCommand } from './helpers/command-process.ts'
import { KIM, SAM, startHousehold, STRANGER } from './helpers/household.ts'
import { eventually } from './helpers/until.ts'

test('a second service says who holds the database and ends, and one after a kill starts', async () => {
  const { env } = await startNeighbours()
  const startService = async () => {
    const port = await findFreePort()
    const service = startCommand(['start'], { ...env, HOST: '127.0.0.1', PORT: String(port) })
    const isReady = async () =>
      expect(await fetch(`http://127.0.0.1:${port}/ready`)).toHaveProperty('status', 200)
    return { ...service, isReady }
  }
  const first = await startService()
  await eventually(first.isReady)

  const second = await (await startService()).closed

  expect(second.code).toBe(1)
  expect(second.output).toMatch(
    new RegExp(
      `^Another Usherr \\(process ${first.child.pid} on ${hostname()}, since [-\\d]+ [:\\d]+ UTC\\) works on ${env['DATABASE_PATH']}\\. Stop it first\\.\\n$`,
    ),
  )
  await first.isReady()

  first.child.kill('SIGKILL')
  await first.closed
  const third = await startService()
  await eventually(third.isReady)
}, 180_000)

test('commands work beside a service that takes hundreds of texts, and disturb nothing', async () => {
  const lines: string[] = []
  const household = await startHousehold({
    nightlyEveryMs: 20,
    env: { TEXTS_PER_DAY: '10000' },
    onLog: (line) => void lines.push(line),
  })
  const env = { DATABASE_PATH: household.config.databasePath, TZ: 'UTC' }
  const folder = mkdtempSync(join(tmpdir(), 'usherr-beside-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  let areDone = false
  const commands = Promise.all(
    [['backup', join(folder, 'copy.db')], ['users', 'strangers'], ['doctor']].map(
      (args) => startCommand(args, env).closed,
    ),
  ).finally(() => (areDone = true))

  const statuses: number[] = []
  while (statuses.length < 200 || !areDone) {
    const phones = [SAM, KIM, STRANGER, SAM, KIM]
    const answers = await Promise.all(phones.map((phone) => household.deliver(phone, 'thanks')))
    statuses.push(...answers.map(({ status }) => status))
    // A busy household, for as long as the commands take to start.
    await setTimeout(50)
  }
  const [backup, strangers, doctor] = await commands
  await household.settled()

  expect(statuses.filter((status) => status !== 200)).toEqual([])
  expect(household.sentTo(SAM)).toHaveLength((statuses.length / 5) * 2)
  expect(household.sentTo(KIM)).toHaveLength((statuses.length / 5) * 2)
  expect(backup).toMatchObject({ code: 0, output: expect.stringMatching(/^Backed up to /) })
  expect(strangers).toMatchObject({ code: 0, output: expect.stringContaining(STRANGER) })
  expect(doctor?.output).toContain('ok  Database    sound\n')
  const troubles = lines.filter((line) => JSON.parse(line).level > 30)
  expect(troubles).toEqual([])
}, 120_000)
