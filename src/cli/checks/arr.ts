import { adviceOnHost } from '../../advice.ts'
import type { ArrConfig } from '../../config.ts'
import { counted } from '../../counted.ts'
import { ArrError, type ArrService } from '../../errors.ts'
import type { ArrSetup } from '../../media/arr-setup.ts'
import { createRadarr } from '../../media/radarr.ts'
import { createSonarr } from '../../media/sonarr.ts'
import { type Finding, findingsOn } from '../finding.ts'
import { networkFailure } from '../network-failure.ts'

export interface ArrCheck {
  service: ArrService
  config: ArrConfig
  /** That of the other service, where it is set up. */
  other: ArrConfig | undefined
  isInContainer: boolean
  timeoutMs: number
}

const KINDS = {
  Radarr: { create: createRadarr, setting: 'RADARR' as const, port: 7878, path: '/radarr' },
  Sonarr: { create: createSonarr, setting: 'SONARR' as const, port: 8989, path: '/sonarr' },
}

/** One finding when it cannot be worked with at all, otherwise one for each thing it lacks. */
export async function checkArr(check: ArrCheck): Promise<Finding[]> {
  try {
    return lookAt(check, await askSetup(check, check.config))
  } catch (error) {
    if (error instanceof ArrError) return [await whatFailed(check, error)]
    throw error
  }
}

function askSetup({ service, timeoutMs }: ArrCheck, config: ArrConfig): Promise<ArrSetup> {
  return KINDS[service].create({ ...config, timeoutMs }).setup()
}

function lookAt(check: ArrCheck, setup: ArrSetup): Finding[] {
  const { service, config } = check
  const { good, wrong } = findingsOn(service)
  if (setup.appName !== service) return [pointsElsewhere(check, setup.appName)]

  const lacks: Finding[] = []
  const folders = setup.rootFolders.filter(({ accessible }) => accessible)
  const mediaManagement = `In ${service}, under Settings, Media Management,`
  if (setup.rootFolders.length === 0) {
    lacks.push(wrong('has no root folder', `${mediaManagement} add one.`))
  } else if (folders.length === 0) {
    lacks.push(
      wrong(
        'cannot reach its root folder',
        `${mediaManagement} correct its path, or mount its disk.`,
      ),
    )
  }
  if (setup.qualityProfiles === 0) {
    lacks.push(wrong('has no quality profile', `In ${service}, under Settings, Profiles, add one.`))
  }
  if (lacks.length > 0) return lacks
  const has = [
    counted(folders.length, 'root folder'),
    counted(setup.qualityProfiles, 'quality profile'),
  ]
  return [good(`${setup.version} at ${config.baseUrl}: ${has.join(', ')}`)]
}

async function whatFailed(check: ArrCheck, error: ArrError): Promise<Finding> {
  const { service, config, isInContainer } = check
  const { wrong } = findingsOn(service)
  const { setting, path } = KINDS[service]
  const url = `${setting}_URL` as const
  if (error.failure === 'unreachable' && error.cause) {
    const network = networkFailure(error.cause)
    const fix = network?.fix(url) ?? `Check the address and the port in ${url}.`
    return wrong(
      `not reached at ${config.baseUrl}${network ? `: ${network.says}` : ''}`,
      adviceOnHost(url, config.baseUrl, isInContainer) ?? fix,
    )
  }
  if (error.failure === 'unreachable') {
    return wrong(
      `${config.baseUrl} answers with an error`,
      `Look at ${service}'s log, and at the proxy in front of it if there is one.`,
    )
  }
  if (error.failure !== 'unauthorized') {
    return wrong(
      `${config.baseUrl} is not ${service}'s API`,
      `Check the port, https and the base path, such as ${path}, in ${url}.`,
    )
  }
  const neighbour = await nameBehindOtherKey(check)
  if (neighbour && neighbour !== service) return pointsElsewhere(check, neighbour)
  const fix = `Copy it from ${service}, Settings, General, to ${setting}_API_KEY.`
  return wrong('refuses the API key', fix)
}

function pointsElsewhere({ service }: ArrCheck, appName: string): Finding {
  const { setting, port } = KINDS[service]
  return findingsOn(service).wrong(
    `${setting}_URL points at ${appName}`,
    `Set ${setting}_URL to ${service}'s own address, usually with port ${port}.`,
  )
}

/** Swapped URLs look like wrong keys, until the key is tried that belongs there. */
async function nameBehindOtherKey(check: ArrCheck): Promise<string | undefined> {
  const { other, config } = check
  if (!other || other.apiKey === config.apiKey) return undefined
  return askSetup(check, { ...config, apiKey: other.apiKey }).then(
    ({ appName }) => appName,
    () => undefined,
  )
}
