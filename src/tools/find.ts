import type { ToolOutcome } from '../db/column-types.ts'
import type { Movie } from '../media/radarr.ts'
import { noRadarr } from './failure.ts'
import { MovieArgs, NamedMovie } from './movie-args.ts'
import { defineTool } from './tool.ts'
import { askWhich, notFound, searchMovies } from './which-movie.ts'
import { stateOf, titleAndYear } from './wording.ts'

export const find = defineTool({
  name: 'find',
  description: 'Look a film up by title: whether it is here, wanted or not here.',
  modelArgs: NamedMovie,
  args: MovieArgs,
  isWrite: false,

  async run(named, { radarr }) {
    if (!radarr) return noRadarr
    const movies = await searchMovies(radarr, named)
    const [movie] = movies
    if (!movie) return notFound(named)
    if (movies.length === 1) return tell(movie)

    // "Is Heat in?" asks about the one that is, not about its three namesakes.
    const present = movies.filter((candidate) => stateOf(candidate) !== 'not here')
    const [only] = present
    return only && present.length === 1 ? tell(only) : askWhich('find', movies)
  },
})

function tell(movie: Movie): ToolOutcome {
  const { title, year, tmdbId } = movie
  const name = titleAndYear(movie)
  const list = [{ title, year }]
  switch (stateOf(movie)) {
    case 'here':
      return { type: 'answer', text: `${name} is here.`, list }
    case 'wanted':
      return { type: 'answer', text: `${name} is wanted, but not here yet.`, list }
    case 'not here':
      return {
        type: 'question',
        text: `${name} isn't here.`,
        list,
        proposal: {
          kind: 'offer',
          text: `${name} isn't here. Want me to add it? Reply YES.`,
          plain: `${name} isn't here.`,
          choices: { YES: { tool: 'add', args: { title, year, tmdbId } }, NO: null },
        },
      }
  }
}
