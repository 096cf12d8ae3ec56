import type { Config } from './config.ts'

export type AdvisedConfig = Pick<Config, 'llm' | 'radarr' | 'sonarr'>

/**
 * A sentence for each setting that can be read but is hardly meant. It begins with the setting's
 * name and repeats no value.
 */
export function adviceOn(
  { llm, radarr, sonarr }: AdvisedConfig,
  { isInContainer }: { isInContainer: boolean },
): string[] {
  const addresses = [
    ['RADARR_URL', radarr?.baseUrl],
    ['SONARR_URL', sonarr?.baseUrl],
    ['LLM_BASE_URL', llm?.baseUrl],
  ] as const
  const advice = addresses
    .filter(([, url]) => isInContainer && url !== undefined && isLoopback(url))
    .map(
      ([name]) =>
        `${name} points at localhost, which inside a container is the container itself: use the service's name or host.docker.internal.`,
    )
  if (llm?.baseUrl !== undefined && !hasVersion(llm.baseUrl)) {
    advice.push('LLM_BASE_URL names no version of the API: add /v1.')
  }
  return advice
}

function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.')
}

// Not only at the end: Gemini's is /v1beta/openai.
function hasVersion(url: string): boolean {
  return new URL(url).pathname.split('/').some((segment) => /^v\d/.test(segment))
}
