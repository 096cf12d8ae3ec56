import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { usherr } from '../helpers/command-line.ts'
import { newText, setUpCrashTests, startCrashHousehold } from '../helpers/crash-household.ts'
import { KIM, SAM } from '../helpers/household.ts'
import { eventually } from '../helpers/until.ts'

setUpCrashTests()

const ANY_TIME = 'Any time.'
const GREETING = expect.stringMatching(/^Hi (Sam|Kim), /)
const HERE = expect.stringMatching(/^Heat \(1995\) is here/)
const ADDED = 'Added Dune: Part Two (2024) in 1080p. Searching for it now.'
const REMOVED = 'Removed Heat (1995) and its file (14 GB).'

test('restore from a backup', async () => {
  const household = await startCrashHousehold()
  onTestFinished(() => household.close())
  const { radarr, twilio, databasePath: path } = household
  const env = { DATABASE_PATH: path }
  const backup = join(dirname(path), 'copy.db')
  const states = () => household.select("select state || ' ' || body from outbox order by 1")

  // Before the backup one text is answered, Twilio takes no reply after it, and an add hangs.
  const service = await household.startService()
  const answered = newText(SAM, 'is heat in')
  await service.deliver(answered)
  await service.settled()
  let takeFromSam = () => {}
  const samIsTaken = new Promise<'pass'>((resolve) => (takeFromSam = () => resolve('pass')))
  twilio.intercept = ({ method, fields }) => {
    if (method !== 'POST') return 'pass'
    return fields['To'] === KIM ? 'hang' : samIsTaken
  }
  let answerFromRadarr = () => {}
  const radarrAnswers = new Promise<'pass'>((resolve) => (answerFromRadarr = () => resolve('pass')))
  for (const phone of [KIM, SAM]) {
    for (const body of ['thanks', 'hi']) await service.deliver(newText(phone, body))
  }
  await eventually(() => expect(states()).toHaveLength(5))
  radarr.intercept = () => radarrAnswers
  const hanging = newText(SAM, 'add dune part two')
  await service.deliver(hanging)
  await eventually(() =>
    expect(household.select("select 1 from messages where tool_calls like '%dune%'")).toEqual([1]),
  )
  expect(states()).toEqual([
    expect.stringMatching(/^pending Hi (Sam|Kim)/),
    expect.stringMatching(/^pending Hi (Sam|Kim)/),
    `sending ${ANY_TIME}`,
    `sending ${ANY_TIME}`,
    expect.stringMatching(/^sent Heat/),
  ])
  expect(await usherr(['backup', backup], env)).toMatchObject({ code: 0 })

  // After it Sam is answered, a film is added and another one removed.
  answerFromRadarr()
  takeFromSam()
  await eventually(() => expect(household.sent(SAM)).toHaveLength(4))
  await service.deliver(newText(SAM, 'delete heat'))
  await eventually(() => expect(household.sent(SAM)).toHaveLength(5))
  const code = /YES (\d{4})/.exec(household.sent(SAM).at(-1) ?? '')?.[1]
  await service.deliver(newText(SAM, `YES ${code}`))
  await eventually(() => expect(household.sent(SAM)).toHaveLength(6))
  await household.kill()
  const sentBefore = household.sent()

  const { stdout } = await usherr(['restore', backup, '--yes'], env)
  twilio.intercept = () => 'pass'
  const calls = radarr.requests.length
  const restarted = await household.startService()
  await restarted.settled()
  for (const text of [answered, hanging]) expect(await restarted.deliver(text)).toBe(true)
  await restarted.settled()

  expect(stdout).toContain('4 texts may not have been sent; Twilio is asked before one is.')
  expect(stdout).toContain('1 text had no answer then, and probably got one since.')
  expect(household.sent(SAM)).toEqual([HERE, ANY_TIME, GREETING, ADDED, expect.anything(), REMOVED])
  expect(household.sent(KIM)).toEqual([ANY_TIME, GREETING])
  expect(household.sent()).toHaveLength(sentBefore.length + 2)
  expect(radarr.requests).toHaveLength(calls)
  expect(household.unfinished()).toEqual([])
  expect(household.select("select body from inbox where state = 'parked'")).toEqual([hanging.body])

  // The household goes on, and what it is told is true of now.
  await restarted.deliver(newText(SAM, 'is heat in'))
  await restarted.settled()
  expect(household.sent(SAM).at(-1)).toMatch(/^Heat \(1995\) isn't here/)
})
