/** A copy of a film that an indexer of the demo offers. */
export interface Release {
  guid: string
  title: string
  quality: { id: number; name: string; resolution: number; source: string }
  sizeBytes: number
  seeders: number
  /** What the quality profile has against it. */
  rejections: readonly string[]
}

const HDTV_720P = { id: 4, name: 'HDTV-720p', resolution: 720, source: 'tv' }
const BLURAY_1080P = { id: 7, name: 'Bluray-1080p', resolution: 1080, source: 'bluray' }
const BLURAY_2160P = { id: 19, name: 'Bluray-2160p', resolution: 2160, source: 'bluray' }
const CAM = { id: 25, name: 'CAM', resolution: 0, source: 'cam' }

const unwanted = ({ name }: Release['quality']) => [`${name} is not wanted in profile`]

/** What there is of films, by their TMDB ids, best first as Radarr orders them. */
export const RELEASES: ReadonlyMap<number, readonly Release[]> = new Map([
  [
    549509,
    [
      release('The.Brutalist.2024.2160p.BluRay.x265', BLURAY_2160P, 61e9, unwanted(BLURAY_2160P)),
      release('The.Brutalist.2024.720p.HDTV.x264', HDTV_720P, 4e9, unwanted(HDTV_720P)),
      release('The.Brutalist.2024.CAM.x264', CAM, 2e9, unwanted(CAM)),
    ],
  ],
  [438631, [release('Dune.2021.1080p.BluRay.x264-OTHER', BLURAY_1080P, 18e9, [])]],
])

function release(
  title: string,
  quality: Release['quality'],
  sizeBytes: number,
  rejections: readonly string[],
): Release {
  return {
    guid: `https://indexer.example/${title}`,
    title,
    quality,
    sizeBytes,
    seeders: 20,
    rejections,
  }
}
