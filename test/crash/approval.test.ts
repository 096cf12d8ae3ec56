import { expect, onTestFinished, test } from 'vitest'
import { newText, setUpCrashTests, startCrashHousehold } from '../helpers/crash-household.ts'
import { go, killAtEachEventOf, POINTS } from '../helpers/crash-points.ts'
import { ASK, ASKED, askOf, decides, WITH_TWO_ADMINS } from '../helpers/crash-requests.ts'
import { KIM } from '../helpers/settings.ts'
import { eventually } from '../helpers/until.ts'

setUpCrashTests()

const APPROVE = decides('APPROVE')
// What an earlier start has added is there, and its quality is not asked for again.
const ADDED = String.raw`Added Alien \(1979\)( in 1080p)?\. Searching for it now\.`

test(`crash at every point of an approval (${POINTS}): added once, and both told so`, async () => {
  const runs = await killAtEachEventOf([...ASK, APPROVE], ASK.length, {
    setting: WITH_TWO_ADMINS,
    outcome: async (household) => askOf(household),
  })

  expect(runs.length).toBeGreaterThan(10)
  for (const { killedAt, acknowledged, replied, outcome } of runs) {
    expect.soft(replied, killedAt).toBeGreaterThanOrEqual(acknowledged)
    expect.soft(outcome, killedAt).toEqual({
      ...ASKED,
      adds: 1,
      kim: [...ASKED.kim, expect.stringMatching(`^Sam said yes\\. ${ADDED}$`)],
      sam: [...ASKED.sam, expect.stringMatching(`^${ADDED} I've told Kim\\.$`)],
      requests: ['approved'],
      audit: [...ASKED.audit, 'request.decided', 'media.added'],
    })
  }
})

/** Kim has asked, and each start of the turn that approved it died as the film was added. */
async function startWithLostApproval(env: Record<string, string> = {}) {
  const household = await startCrashHousehold({ env: { ...WITH_TWO_ADMINS.env, ...env } })
  onTestFinished(() => household.close())
  const { radarr, select } = household
  let service = await household.startService()
  await go(ASK, household, service)
  radarr.intercept = async ({ method }) => {
    if (method !== 'POST') return 'pass'
    await household.kill()
    return 'act-then-drop'
  }

  await service.deliver(APPROVE(household))
  while (!(await service.settled())) service = await household.startService()
  await eventually(() => expect(select('select state from requests')).toEqual(['open']))
  radarr.intercept = () => 'pass'
  return { household, service }
}

test('an approval that every start of its turn dies of is open again, and the next one holds', async () => {
  const { household, service } = await startWithLostApproval()
  const whileOpen = askOf(household)
  await go([APPROVE], household, service)

  const APOLOGY = 'Sorry, something went wrong on my side. Please try that once more.'
  const WANTED = 'Alien (1979) is already wanted. Searching for it again now.'
  expect(whileOpen).toMatchObject({ kim: ASKED.kim, sam: [...ASKED.sam, APOLOGY] })
  expect(askOf(household)).toMatchObject({
    adds: 1,
    kim: [...ASKED.kim, `Sam said yes. ${WANTED}`],
    sam: [...ASKED.sam, APOLOGY, `${WANTED} I've told Kim.`],
    requests: ['approved'],
  })
})

test('an approval that every start of its turn dies of counts once for the week of who asked', async () => {
  const { household, service } = await startWithLostApproval({ REQUESTS_PER_WEEK: '2' })

  await go([APPROVE, () => newText(KIM, 'add aliens')], household, service)
  await go([() => newText(KIM, 'add tenet')], household, service)

  const [, , second, third] = household.sent(KIM)
  expect(
    household.select(
      "select state from media_requests where sid in (select sid from inbox where state = 'parked')",
    ),
  ).toEqual(['started'])
  expect(second).toContain("I've asked Sam and Dana for Aliens (1986)")
  expect(third).toContain("That's 2 films and shows this week, the limit.")
})
