import { z } from 'zod'
import { ArrError } from '../errors.ts'
import type { ArrClient } from './arr-client.ts'
import { type QualityProfile, QualityProfileSchema } from './quality-profile.ts'
import { RootFolderSchema } from './root-folder.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

/** What an operator should know of a service before the first text comes. */
export interface ArrSetup {
  version: string
  /** What answered at the address: `Radarr`, `Sonarr` or another of their family. */
  appName: string
  rootFolders: { path: string; accessible: boolean }[]
  /** How many there are. */
  qualityProfiles: number
}

const SystemStatusSchema = z.object({ version: z.string(), appName: z.string() })

/** The questions about the service itself. */
export function setupMethods(arr: ArrClient, log: MediaLog | undefined) {
  const Profiles = tolerantList(QualityProfileSchema, { what: 'quality profile', log })
  const RootFolders = tolerantList(RootFolderSchema, { what: 'root folder', log })

  return {
    async setup(): Promise<ArrSetup> {
      const [{ version, appName }, rootFolders, profiles] = await Promise.all([
        arr.get('/system/status', SystemStatusSchema),
        arr.get('/rootfolder', RootFolders),
        arr.get('/qualityprofile', Profiles),
      ])
      return {
        version,
        appName,
        rootFolders: rootFolders.map(({ path, accessible }) => ({ path, accessible })),
        qualityProfiles: profiles.length,
      }
    },

    /** As it lists them now. */
    qualityProfiles(): Promise<QualityProfile[]> {
      return arr.get('/qualityprofile', Profiles)
    },

    /** Resolves when the service answers, takes the key and is not another of the family. */
    async ping(): Promise<void> {
      const { service } = arr
      const { appName } = await arr.get('/system/status', SystemStatusSchema)
      if (appName === service) return
      throw new ArrError(service, 'unconfigured', `At the address of ${service} is ${appName}`)
    },
  }
}
