import { z } from 'zod'

/** A film as a person names it. Models send `null`, or the year as a string; both are understood. */
export const NamedMovie = z.object({
  title: z.string().trim().min(1).max(200).describe('As the person wrote it, without the year'),
  year: z.coerce
    .number()
    .int()
    .min(1880)
    .max(2100)
    .nullish()
    .describe('Only if they said it, or it stands in the list they chose from'),
})

/** A film that is known exactly. */
export const KnownMovie = NamedMovie.extend({ tmdbId: z.number().int().optional() })

export type MovieArgs = z.infer<typeof KnownMovie>
