import { ArrError } from '../errors.ts'
import type { SeasonSelection } from '../media/season-selection.ts'
import type { Season } from '../media/series.ts'
import { readSeasons, selectSeasons } from './seasons-arg.ts'
import { regularSeasons } from './show-state.ts'
import type { Film, Show, Title } from './title.ts'
import type { ToolContext } from './tool.ts'

// What is assumed where nobody knows: a lookup carries no counts of episodes.
const FILM_MINUTES = 120
const EPISODE_MINUTES = 45
const EPISODES_PER_SEASON = 10

/**
 * What adding a title will take on the disk, as far as its service can tell; null where that cannot
 * be asked now. 0 where nothing new would be wanted.
 */
export async function sizeOfAdd(
  title: Title,
  spokenSeasons: string | null | undefined,
  context: Pick<ToolContext, 'radarr' | 'sonarr' | 'user'>,
): Promise<number | null> {
  const minutes = title.kind === 'film' ? minutesOfFilm(title) : minutesOfShow(title, spokenSeasons)
  if (minutes === 0) return 0
  const service = title.kind === 'film' ? context.radarr : context.sonarr
  try {
    return service
      ? Math.round(minutes * (await service.bytesPerMinute(context.user.qualityProfile)))
      : null
  } catch (error) {
    // The add itself will say what is wrong.
    if (error instanceof ArrError) return null
    throw error
  }
}

function minutesOfFilm({ id, hasFile, monitored, runtime }: Film): number {
  const isWanted = id !== undefined && (hasFile || monitored)
  return isWanted ? 0 : (runtime ?? FILM_MINUTES)
}

function minutesOfShow(show: Show, spokenSeasons: string | null | undefined): number {
  const spoken = readSeasons(spokenSeasons)
  const { selection } = spoken ? selectSeasons(show, spoken) : { selection: undefined }
  if (!selection) return 0
  const episodes = episodesOf(show, selection)
  return episodes * (show.runtime ?? EPISODE_MINUTES)
}

function episodesOf(show: Show, selection: SeasonSelection): number {
  const isKept = show.id !== undefined
  // Nobody knows how long what is to come will be.
  const isNewAlone = selection.type === 'new' || regularSeasons(show).length === 0
  if (isNewAlone) return isKept && show.hasNewSeasons ? 0 : EPISODES_PER_SEASON
  const meant = regularSeasons(show).filter(
    ({ number }) => selection.type === 'all' || selection.seasons.includes(number),
  )
  const isWanted = ({ monitored }: Season) => isKept && show.monitored && monitored
  return meant
    .filter((season) => !isWanted(season))
    .reduce((sum, season) => sum + lackingIn(season), 0)
}

function lackingIn({ totalEpisodes, files }: Season): number {
  return totalEpisodes === 0 ? EPISODES_PER_SEASON : Math.max(totalEpisodes - files, 0)
}
