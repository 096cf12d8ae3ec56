import { placeOf } from './named-phones.ts'
import { type FileSettingName, type SettingName, SettingsSchema } from './settings.ts'

/** What the environment says, without what is blank. */
export type Given = Partial<Record<SettingName | FileSettingName, string>>
export type Problem = [name: SettingName | FileSettingName, problem: string]

/**
 * What is wrong with settings beside each other. Looks at what was given rather than at what was
 * parsed, so that it is told along with everything else that is wrong.
 */
export function problemsBetween(given: Given): Problem[] {
  return [
    ...missingPartners(given),
    ...missingPrices(given),
    ...conflictingSenders(given),
    ...phonesInBothLists(given),
  ]
}

function missingPartners(given: Given): Problem[] {
  const pairs: Array<[needed: SettingName, by: SettingName]> = [
    ['RADARR_API_KEY', 'RADARR_URL'],
    ['RADARR_URL', 'RADARR_API_KEY'],
    ['SONARR_API_KEY', 'SONARR_URL'],
    ['SONARR_URL', 'SONARR_API_KEY'],
    ['LLM_MODEL', 'LLM_BASE_URL'],
    ['LLM_MODEL', 'LLM_API_KEY'],
    ['SYNC_URL', 'SYNC_AUTH_TOKEN'],
  ]
  const problems = pairs
    .filter(([needed, by]) => !given[needed] && given[by])
    .map(([needed, by]): Problem => [needed, `must be set when ${by} is`])

  if (given.LLM_MODEL && !given.LLM_API_KEY && !given.LLM_BASE_URL) {
    problems.push(['LLM_API_KEY', 'or LLM_BASE_URL must be set when LLM_MODEL is'])
  }
  return problems
}

/** Without one, nothing would ever count toward the budget. */
function missingPrices({ MONTHLY_BUDGET: budget, LLM_PRICES, SEGMENT_PRICE }: Given): Problem[] {
  // What is no amount is told by itself.
  const isLimited = Number(budget ?? NaN) >= 0
  const hasPrice = LLM_PRICES !== undefined || Number(SEGMENT_PRICE ?? 0) !== 0
  if (!isLimited || hasPrice) return []
  return [['LLM_PRICES', 'or SEGMENT_PRICE must be set when MONTHLY_BUDGET is']]
}

function conflictingSenders(given: Given): Problem[] {
  const { TWILIO_PHONE_NUMBER: number, TWILIO_MESSAGING_SERVICE_SID: service } = given
  if (!number || !service) return []
  return [['TWILIO_MESSAGING_SERVICE_SID', 'must be left out when TWILIO_PHONE_NUMBER is set']]
}

export function missingSender(given: Given): Problem[] {
  const { TWILIO_PHONE_NUMBER: number, TWILIO_MESSAGING_SERVICE_SID: service } = given
  if (number || service) return []
  return [['TWILIO_PHONE_NUMBER', 'or TWILIO_MESSAGING_SERVICE_SID must be set']]
}

function phonesInBothLists(given: Given): Problem[] {
  const { ADMIN_PHONES, MEMBER_PHONES } = SettingsSchema.shape
  const admins = ADMIN_PHONES.safeParse(given.ADMIN_PHONES).data ?? []
  const members = MEMBER_PHONES.safeParse(given.MEMBER_PHONES).data ?? []
  return members.flatMap((member, index): Problem[] => {
    const first = admins.findIndex(({ phone }) => phone === member.phone)
    if (first < 0) return []
    const other = `ADMIN_PHONES entry ${placeOf(admins[first], first)}`
    return [
      ['MEMBER_PHONES', `entry ${placeOf(member, index)} has the phone of ${other}; leave one out`],
    ]
  })
}
