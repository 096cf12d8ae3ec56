import { SERVICE_ALONE } from '../config.ts'
import { inspectDatabase } from '../db/inspect.ts'
import type { SettingProblem } from '../errors.ts'
import { SettingsSchema } from '../settings.ts'
import { checkArr } from './checks/arr.ts'
import { checkBackups } from './checks/backups.ts'
import { checkBudget } from './checks/budget.ts'
import { checkDatabase } from './checks/database.ts'
import { checkModel } from './checks/model.ts'
import { checkPublicUrls } from './checks/public-url.ts'
import { checkTwilio } from './checks/twilio.ts'
import { checkUsers } from './checks/users.ts'
import { type Finding, findingsOn, SEE_SETTINGS } from './finding.ts'
import { inTime } from './in-time.ts'
import { withProgress } from './progress.ts'
import { formatReport } from './report.ts'
import { printableJson, printer, type Terminal, widthOf } from './terminal.ts'
import { loadUsableConfig, type UsableConfig } from './usable-config.ts'

export interface DoctorOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  hasDotenv: boolean
  isInContainer: boolean
  now: () => number
  timeoutMs: number
  modelTimeoutMs: number
  /** What is typed to run a command. */
  programName: string
}

/** Looks at everything a household needs and says how to mend what is wrong; true when all is well. */
export async function doctor(
  options: DoctorOptions,
  { json }: { json: boolean },
): Promise<boolean> {
  const { env, terminal } = options
  const { problems, usable } = loadUsableConfig(env)
  // Before the network, because it stops the clock of whoever waits for an answer.
  const database = inspectDatabase(usable.databasePath)
  const isWrong = (part: string) => problems.some(({ setting }) => setting.startsWith(part))
  const hasWrongPhones = isWrong('ADMIN_PHONES') || isWrong('MEMBER_PHONES')

  const findings = [
    ...checkSettings(problems, options),
    checkDatabase(database),
    ...checkBackups(database, { now: options.now(), timeZone: usable.timeZone }),
    ...checkPublicUrls(usable.publicBaseUrls),
    ...(await withProgress(terminal, 'Asking the services', () =>
      checkServices(usable, isWrong, options),
    )),
    ...checkBudget(usable),
    checkUsers({ database, users: usable.users, hasWrongPhones }),
  ]
  const hasColor = terminal.stdout.isTTY === true && !env['NO_COLOR']
  if (json) printer(terminal)(printableJson(findings))
  else terminal.stdout.write(formatReport(findings, { hasColor, width: widthOf(terminal) }))
  return findings.every(({ type }) => type !== 'wrong')
}

function checkSettings(
  problems: readonly SettingProblem[],
  { env, hasDotenv }: Pick<DoctorOptions, 'env' | 'hasDotenv'>,
): Finding[] {
  const { good, wrong } = findingsOn('Settings')
  if (problems.length === 0) return [good('each of them can be read')]
  const descriptions = new Map(
    Object.entries(SettingsSchema.shape).map(([name, { description }]) => [name, description]),
  )
  // Docker brings settings without a file.
  const hasBegun = hasDotenv || Object.keys(SERVICE_ALONE).some((name) => env[name]?.trim())
  return problems.map(({ setting, says }, index) => {
    const toBegin =
      index === 0 ? 'Copy .env.example to .env and set it there.' : 'Set it there too.'
    const where = hasBegun ? 'Correct it in .env.' : toBegin
    return wrong(`${setting} ${says}`, `${where} ${descriptions.get(setting) ?? ''}`.trim())
  })
}

/** Side by side, and each in its own time; in the order in which they are told. */
async function checkServices(
  usable: UsableConfig,
  isWrong: (part: string) => boolean,
  { isInContainer, now, timeoutMs, modelTimeoutMs, programName }: DoctorOptions,
): Promise<Finding[]> {
  const { radarr, sonarr, llm } = usable
  const arr = async (service: 'Radarr' | 'Sonarr', what: string) => {
    const [config, other] = service === 'Radarr' ? [radarr, sonarr] : [sonarr, radarr]
    if (config) return checkArr({ service, config, other, isInContainer, timeoutMs })
    return [notSetUp(service, isWrong(service.toUpperCase()), `not set up, so ${what} are off`)]
  }
  const model = async () =>
    llm
      ? [await checkModel({ llm, isInContainer, timeoutMs: modelTimeoutMs, now })]
      : [notSetUp('Model', isWrong('LLM_'), 'not set up: plain commands are understood')]

  const checked = await Promise.all([
    within(timeoutMs, 'Radarr', arr('Radarr', 'films')),
    within(timeoutMs, 'Sonarr', arr('Sonarr', 'shows')),
    within(modelTimeoutMs, 'Model', model()),
    within(timeoutMs, 'Twilio', checkTwilio(usable, { timeoutMs, now, programName })),
  ])
  return checked.flat()
}

function notSetUp(subject: string, hasWrongSettings: boolean, otherwise: string): Finding {
  return findingsOn(subject).skipped(hasWrongSettings ? SEE_SETTINGS : otherwise)
}

// A check may make several calls within one limit. A single one ends a little earlier, with words
// of its own about it.
const MARGIN_MS = 1_000

function within(timeoutMs: number, subject: string, check: Promise<Finding[]>): Promise<Finding[]> {
  const fix = 'Try again; if it stays so, look at its log and its load.'
  const late = findingsOn(subject).wrong('no answer in time', fix)
  return inTime(check, timeoutMs + MARGIN_MS, [late])
}
