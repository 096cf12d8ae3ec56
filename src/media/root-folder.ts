import { z } from 'zod'

export const RootFolderSchema = z.object({
  path: z.string().min(1),
  accessible: z.boolean().default(true),
  freeSpace: z.number().nullish(),
})

export type RootFolder = z.infer<typeof RootFolderSchema>

/** Which of `folders` holds `path`: the deepest, where one lies in another. */
export function rootFolderOf(path: string, folders: readonly RootFolder[]): RootFolder | undefined {
  return folders
    .filter((folder) => isInside(path, folder.path))
    .toSorted((a, b) => b.path.length - a.path.length)
    .at(0)
}

// Sonarr and Radarr run on Windows too.
function isInside(path: string, folder: string): boolean {
  const trimmed = folder.replace(/[/\\]+$/, '')
  return path.startsWith(`${trimmed}/`) || path.startsWith(`${trimmed}\\`)
}
