import type { FastifyInstance } from 'fastify'

interface System {
  appName: string
  version: string
  qualityProfiles: ReadonlyArray<{ id: number }>
  qualityDefinitions: readonly object[]
  rootFolders: readonly RootFolder[]
  now: () => number
}

export interface RootFolder {
  id: number
  path: string
  accessible: boolean
  freeSpace: number
}

/** The routes that every service of this family answers in the same way. */
export function addSystemRoutes(app: FastifyInstance, system: System): void {
  const { appName, version, now } = system
  let lastCommandId = 0

  app.post<{ Body: { name: string } }>('/api/v3/command', async ({ body }, reply) => {
    return reply.code(201).send({
      id: ++lastCommandId,
      name: body.name,
      commandName: body.name,
      priority: 'normal',
      status: 'queued',
      result: 'unknown',
      queued: new Date(now()).toISOString(),
      trigger: 'manual',
      sendUpdatesToClient: true,
      updateScheduledTask: true,
    })
  })

  app.get('/api/v3/system/status', async () => ({
    appName,
    instanceName: appName,
    version,
    isProduction: true,
    branch: appName === 'Radarr' ? 'master' : 'main',
    urlBase: '',
  }))

  app.get('/api/v3/qualityprofile', async () => system.qualityProfiles)
  app.get('/api/v3/qualitydefinition', async () => system.qualityDefinitions)
  app.get('/api/v3/rootfolder', async () => system.rootFolders)
  app.get('/api/v3/health', async () => [])
}

/** What the services have against the quality profile and root folder of a new title. */
export function findInvalid(
  { qualityProfileId, rootFolderPath }: { qualityProfileId: number; rootFolderPath: string },
  { qualityProfiles, rootFolders }: Pick<System, 'qualityProfiles' | 'rootFolders'>,
) {
  const hasFolder = rootFolders.some(({ path }) => path === rootFolderPath)
  return (
    findInvalidProfile(qualityProfileId, qualityProfiles) ??
    (hasFolder
      ? undefined
      : invalid(
          'RootFolderPath',
          rootFolderPath,
          'Root folder does not exist',
          'RootFolderExistsValidator',
        ))
  )
}

export function findInvalidProfile(profileId: number, profiles: System['qualityProfiles']) {
  if (profiles.some(({ id }) => id === profileId)) return undefined
  const message = 'Quality Profile does not exist'
  return invalid('QualityProfileId', profileId, message, 'QualityProfileExistsValidator')
}

/** One entry of the array that a refused change is answered with. */
export function invalid(
  propertyName: string,
  attemptedValue: unknown,
  errorMessage: string,
  errorCode?: string,
) {
  return { propertyName, errorMessage, attemptedValue, severity: 'error', errorCode }
}
