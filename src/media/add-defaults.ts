import { ArrError } from '../errors.ts'
import type { ArrClient } from './arr-client.ts'
import { createLibraryCache } from './library-cache.ts'
import { isNamed, type QualityProfile, QualityProfileSchema } from './quality-profile.ts'
import { type RootFolder, rootFolderOf, RootFolderSchema } from './root-folder.ts'
import { type MediaLog, tolerantList } from './tolerant-list.ts'

/** What the choice needs to know of a title that is there. */
export interface LibraryTitle {
  path?: string | undefined
  qualityProfileId?: number | undefined
}

export interface AddDefaults {
  profile: QualityProfile
  rootFolder: RootFolder
}

/**
 * The quality profile and root folder that a new title gets: what most of the library has, so that
 * nobody needs to be asked and nothing needs to be configured. The profile that is called `quality`
 * goes first, where the service has it.
 *
 * The function throws an `ArrError` that says which of the two the service lacks.
 */
export function createAddDefaults({
  arr,
  library,
  now,
  log,
}: {
  arr: ArrClient
  library: () => Promise<readonly LibraryTitle[]>
  now: () => number
  log: MediaLog | undefined
}) {
  const Profiles = tolerantList(QualityProfileSchema, { what: 'quality profile', log })
  const RootFolders = tolerantList(RootFolderSchema, { what: 'root folder', log })
  const choices = createLibraryCache({
    load: () =>
      Promise.all([arr.get('/qualityprofile', Profiles), arr.get('/rootfolder', RootFolders)]),
    now,
  })

  // One that is missed may have been made since they were read.
  async function choicesWith(quality: string | null) {
    const known = await choices.get()
    if (quality === null || known[0].some((profile) => isNamed(profile, quality))) return known
    choices.invalidate()
    return choices.get()
  }

  return async (quality: string | null): Promise<AddDefaults> => {
    const [[profiles, rootFolders], titles] = await Promise.all([choicesWith(quality), library()])
    const wanted = quality !== null && profiles.find((profile) => isNamed(profile, quality))
    const profile = wanted || chooseProfile(profiles, titles)
    const rootFolder = chooseRootFolder(rootFolders, titles)

    if (!profile) throw unconfigured(arr, 'has no quality profile')
    if (!rootFolder) throw unconfigured(arr, 'has no root folder it can reach')
    return { profile, rootFolder }
  }
}

function unconfigured({ service }: ArrClient, what: string): ArrError {
  return new ArrError(service, 'unconfigured', `${service} ${what}`)
}

/** The profile most of `library` uses; the first listed where none is used. */
export function chooseProfile(
  profiles: readonly QualityProfile[],
  library: readonly LibraryTitle[],
): QualityProfile | undefined {
  const users = (profile: QualityProfile) =>
    library.filter((title) => title.qualityProfileId === profile.id).length
  return firstWithMost(profiles, users)
}

/** The accessible folder most of `library` lies in; the one with most space where none does. */
export function chooseRootFolder(
  folders: readonly RootFolder[],
  library: readonly LibraryTitle[],
): RootFolder | undefined {
  const homes = library.map(({ path }) => path && rootFolderOf(path, folders))
  const inhabitants = (folder: RootFolder) => homes.filter((home) => home === folder).length

  const accessible = folders.filter((folder) => folder.accessible)
  const inhabited = accessible.filter((folder) => inhabitants(folder) > 0)
  if (inhabited.length > 0) return firstWithMost(inhabited, inhabitants)
  return firstWithMost(accessible, (folder) => folder.freeSpace ?? 0)
}

function firstWithMost<T>(candidates: readonly T[], measure: (candidate: T) => number) {
  return candidates.toSorted((a, b) => measure(b) - measure(a)).at(0)
}
