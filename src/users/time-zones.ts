// Other abbreviations are not what they are taken for: EST is the zone of Panama, all year.
const ALONE = new Set(['utc', 'gmt'])

/**
 * The IANA zones that are meant by a city or a place, `Berlin` or `new york`, or by their own name.
 * Several where it names a region.
 */
export function findTimeZones(spoken: string): string[] {
  const wanted = toKey(spoken)
  if (ALONE.has(wanted)) return ['UTC']
  const zones = Intl.supportedValuesOf('timeZone')
  const named = zones.filter((zone) => toKey(zone) === wanted)
  if (named.length > 0) return named
  const cities = zones.filter((zone) => toKey(zone.split('/').at(-1) ?? '') === wanted)
  if (cities.length > 0) return cities
  const alias = findAlias(spoken.trim().replaceAll(/\s+/g, '_'), zones)
  if (alias) return [alias]
  return zones.filter((zone) =>
    zone
      .split('/')
      .slice(1, -1)
      .some((part) => toKey(part) === wanted),
  )
}

// Names that came later, Asia/Kolkata or Europe/Kyiv, are understood but not in the list.
function findAlias(name: string, zones: readonly string[]): string | undefined {
  const areas = [...new Set(zones.map((zone) => `${zone.split('/', 1)[0]}/`))]
  const written = inCapitals(name)
  if (areas.some((area) => written.startsWith(area))) return [written].find(isTimeZone)
  return areas.map((area) => area + written).find(isTimeZone)
}

const inCapitals = (name: string) =>
  name.toLowerCase().replaceAll(/(?<![\p{L}'])\p{L}/gu, (letter) => letter.toUpperCase())

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

const toKey = (words: string) =>
  words
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, ' ')
