export const BLURAY_1080P = quality(7, 'Bluray-1080p', 'bluray', 1080)
const HDTV_1080P = quality(9, 'HDTV-1080p', 'tv', 1080)
const WEBDL_1080P = quality(3, 'WEBDL-1080p', 'webdl', 1080)
const WEBRIP_1080P = quality(15, 'WEBRip-1080p', 'webrip', 1080)
const BLURAY_2160P = quality(19, 'Bluray-2160p', 'bluray', 2160)

const WEB_1080P_GROUP_ID = 1003

/** The profiles of a fresh installation, as far as the demo needs them. */
export function defaultProfiles() {
  const web = {
    id: WEB_1080P_GROUP_ID,
    name: 'WEB 1080p',
    items: [item(WEBRIP_1080P), item(WEBDL_1080P)],
    allowed: true,
  }
  const hd = [item(HDTV_1080P), web, item(BLURAY_1080P)]
  return [
    profile(1, 'Any', BLURAY_2160P.id, [...hd, item(BLURAY_2160P)]),
    profile(4, 'HD-1080p', WEB_1080P_GROUP_ID, hd),
    profile(5, 'Ultra-HD', BLURAY_2160P.id, [item(BLURAY_2160P)]),
  ]
}

function quality(id: number, name: string, source: string, resolution: number) {
  return { id, name, source, resolution, modifier: 'none' }
}

function item(quality: object) {
  return { quality, items: [], allowed: true }
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
    language: { id: 1, name: 'English' },
  }
}
