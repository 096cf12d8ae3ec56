import { hasPrice, type Price } from './accounts/prices.ts'
import type { Config, LLMConfig } from './config.ts'
import type { NewUser, User } from './db/users.ts'
import type { Limits } from './limits.ts'
import type { SettingName } from './settings.ts'

type Advised = Pick<Config, 'llm' | 'llmPrices' | 'limits' | 'radarr' | 'sonarr'>

/**
 * A sentence for each setting that can be read but is hardly meant. It begins with the setting's
 * name and repeats no value.
 */
export function adviceOn(
  { llm, llmPrices, limits, radarr, sonarr }: Advised,
  { isInContainer }: { isInContainer: boolean },
): string[] {
  const advice = [
    adviceOnHost('RADARR_URL', radarr?.baseUrl, isInContainer),
    adviceOnHost('SONARR_URL', sonarr?.baseUrl, isInContainer),
    adviceOnHost('LLM_BASE_URL', llm?.baseUrl, isInContainer),
    adviceOnVersion(llm?.baseUrl),
    adviceOnPrice(llm, llmPrices, limits),
  ]
  return advice.filter((sentence) => sentence !== undefined)
}

/** For an address where nobody may be reached. */
export function adviceOnHost(
  name: SettingName,
  url: string | undefined,
  isInContainer: boolean,
): string | undefined {
  if (!isInContainer || url === undefined || !isLoopback(url)) return undefined
  return `${name} points at localhost, which inside a container is the container itself: use the service's name or host.docker.internal.`
}

/** For a model's address that may be cut short. */
export function adviceOnVersion(llmBaseUrl: string | undefined): string | undefined {
  if (llmBaseUrl === undefined || hasVersion(llmBaseUrl)) return undefined
  return 'LLM_BASE_URL names no version of the API: add /v1.'
}

/**
 * For an admin of the settings who is none in the database: settings add people, and change nobody
 * who is there.
 */
export function adviceOnAdmins(
  set: readonly NewUser[],
  known: readonly Pick<User, 'phone' | 'role' | 'status'>[],
): string | undefined {
  const isAdmin = ({ role, status }: Pick<User, 'role' | 'status'>) =>
    role === 'admin' && status === 'active'
  const others = known.filter((user) => !isAdmin(user)).map(({ phone }) => phone)
  const isNamed = set.some(({ role, phone }) => role === 'admin' && others.includes(phone))
  if (!isNamed) return undefined
  return 'ADMIN_PHONES names somebody who is no admin here any more, and only adds people: see `usherr users list`, and `usherr users promote` to change it.'
}

/** For a model whose tokens cost money that nobody counts. */
export function adviceOnPrice(
  llm: Pick<LLMConfig, 'model'> | undefined,
  prices: readonly Price[],
  { monthlyBudget }: Pick<Limits, 'monthlyBudget'>,
): string | undefined {
  if (!llm || monthlyBudget === Infinity || hasPrice(llm.model, prices)) return undefined
  return 'LLM_PRICES has no price for LLM_MODEL, so its tokens do not count toward MONTHLY_BUDGET.'
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

// Not only at the end: Gemini's is /v1beta/openai.
function hasVersion(url: string): boolean {
  return new URL(url).pathname.split('/').some((segment) => /^v\d/.test(segment))
}
