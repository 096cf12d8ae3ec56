import { z } from 'zod'

const KINDS = ['film', 'show'] as const

// What people and models call them.
const FILM = /^(?:films?|movies?|motion pictures?)$/
const SHOW = /^(?:(?:tv |television )?(?:shows?|series)|tv|television|anime)$/

/** Either kind by any of its names; whatever else is said counts as nothing. */
export const KindArg = z.preprocess((said) => {
  const plain = typeof said === 'string' ? said.trim().toLowerCase().replaceAll(/[_-]/g, ' ') : ''
  if (FILM.test(plain)) return 'film'
  return SHOW.test(plain) ? 'show' : undefined
}, z.enum(KINDS).nullish())

/** A film or show as a person names it. Models send a year as a string, as `null`, 0 or nothing;
 * what is no year counts as none, and so it is with a kind. */
export const NamedTitle = z.object({
  title: z.string().trim().min(1).max(200).describe('As the person wrote it, without the year'),
  year: z.coerce
    .number()
    .int()
    .min(1880)
    .max(2100)
    .nullish()
    .catch(undefined)
    .describe('Only if they said it, or it stands in the list they chose from'),
  kind: KindArg.describe('Only if they said which'),
})

/** A title as a tool works with it: what a model said of it, or what a stored choice knows. */
export const TitleArgs = z.object({
  title: z.string(),
  /** 0 where nobody knows. */
  year: z.number().nullish(),
  kind: z.enum(KINDS).nullish(),
  /** The tmdb id of a film, the tvdb id of a show. */
  externalId: z.number().optional(),
})

export type TitleArgs = z.infer<typeof TitleArgs>
