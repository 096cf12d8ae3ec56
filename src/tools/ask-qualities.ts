import type { ToolOutcome } from '../db/column-types.ts'
import type { OfferedQuality } from '../users/quality-names.ts'
import { isOff, type Setting } from '../users/settings.ts'
import { allFailed, notSetUp } from './failure.ts'
import { askBoth } from './side-by-side.ts'
import type { ToolContext } from './tool.ts'

export interface Qualities {
  offered: OfferedQuality[]
  /** Where nobody says which there are. */
  failure?: ToolOutcome | undefined
}

/** The profiles that a service has now, where a change needs to know them. */
export async function askQualities(
  { setting, value }: { setting: Setting; value: string },
  services: Pick<ToolContext, 'radarr' | 'sonarr' | 'sid' | 'log'>,
): Promise<Qualities> {
  if (setting !== 'quality' || isOff(value)) return { offered: [] }
  const answers = await askBoth<OfferedQuality>(services, undefined, {
    films: async (radarr) =>
      (await radarr.qualityProfiles()).map((profile) => ({ ...profile, kind: 'film' })),
    shows: async (sonarr) =>
      (await sonarr.qualityProfiles()).map((profile) => ({ ...profile, kind: 'show' })),
  })
  const failure = answers.asked === 0 ? notSetUp(services, undefined) : allFailed(answers)
  return { offered: answers.found, failure }
}
