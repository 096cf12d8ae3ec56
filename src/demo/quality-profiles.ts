export type ArrName = 'radarr' | 'sonarr'

interface Quality {
  id: number
  name: string
  resolution: number
  /** The same source, in each service's word. */
  source: Record<ArrName, string>
}

const TV = { radarr: 'tv', sonarr: 'television' }
const WEBDL = { radarr: 'webdl', sonarr: 'web' }
const WEBRIP = { radarr: 'webrip', sonarr: 'webRip' }
const BLURAY = { radarr: 'bluray', sonarr: 'bluray' }

const BLURAY_1080P: Quality = { id: 7, name: 'Bluray-1080p', resolution: 1080, source: BLURAY }
const HDTV_1080P: Quality = { id: 9, name: 'HDTV-1080p', resolution: 1080, source: TV }
const WEBDL_1080P: Quality = { id: 3, name: 'WEBDL-1080p', resolution: 1080, source: WEBDL }
const WEBRIP_1080P: Quality = { id: 15, name: 'WEBRip-1080p', resolution: 1080, source: WEBRIP }
const BLURAY_2160P: Quality = { id: 19, name: 'Bluray-2160p', resolution: 2160, source: BLURAY }

const WEB_1080P_GROUP_ID = 1003

/** The profiles of a fresh installation, as far as the demo needs them. */
export function defaultProfiles(service: ArrName) {
  const item = (quality: Quality) => ({
    quality: qualityBody(quality, service),
    items: [],
    allowed: true,
  })
  const web = {
    id: WEB_1080P_GROUP_ID,
    name: 'WEB 1080p',
    items: [item(WEBRIP_1080P), item(WEBDL_1080P)],
    allowed: true,
  }
  const hd = [item(HDTV_1080P), web, item(BLURAY_1080P)]
  const profiles = [
    profile(1, 'Any', BLURAY_2160P.id, [...hd, item(BLURAY_2160P)]),
    profile(4, 'HD-1080p', WEB_1080P_GROUP_ID, hd),
    profile(5, 'Ultra-HD', BLURAY_2160P.id, [item(BLURAY_2160P)]),
  ]
  if (service === 'sonarr') return profiles
  return profiles.map((each) => ({ ...each, language: { id: 1, name: 'English' } }))
}

const QUALITIES = [HDTV_1080P, WEBDL_1080P, WEBRIP_1080P, BLURAY_1080P, BLURAY_2160P]

/** How large each quality may be, in megabytes a minute; of the highest there is no bound. */
export function defaultDefinitions(service: ArrName) {
  return QUALITIES.map((quality, index) => {
    const isBound = quality.resolution < 2160
    return {
      id: index + 1,
      quality: qualityBody(quality, service),
      title: quality.name,
      weight: index + 1,
      minSize: 4,
      maxSize: isBound ? 100 : null,
      preferredSize: isBound ? 95 : null,
    }
  })
}

/** What every file and every download of the demo is. */
export function bluray1080p(service: ArrName) {
  return {
    quality: qualityBody(BLURAY_1080P, service),
    revision: { version: 1, real: 0, isRepack: false },
  }
}

function qualityBody({ id, name, resolution, source }: Quality, service: ArrName) {
  const common = { id, name, source: source[service], resolution }
  return service === 'sonarr' ? common : { ...common, modifier: 'none' }
}

function profile(id: number, name: string, cutoff: number, items: object[]) {
  return {
    id,
    name,
    upgradeAllowed: true,
    cutoff,
    items,
    minFormatScore: 0,
    cutoffFormatScore: 0,
    minUpgradeFormatScore: 1,
    formatItems: [],
  }
}
