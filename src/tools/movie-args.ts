import { z } from 'zod'

/** A film as a person names it. Models send a year as a string, as `null`, 0 or nothing;
 * what is no year counts as none. */
export const NamedMovie = z.object({
  title: z.string().trim().min(1).max(200).describe('As the person wrote it, without the year'),
  year: z.coerce
    .number()
    .int()
    .min(1880)
    .max(2100)
    .nullish()
    .catch(undefined)
    .describe('Only if they said it, or it stands in the list they chose from'),
})

/** A film as a tool works with it: what a model said of it, or what a stored choice knows. */
export const MovieArgs = z.object({
  title: z.string(),
  /** 0 where nobody knows. */
  year: z.number().nullish(),
  tmdbId: z.number().optional(),
})

export type MovieArgs = z.infer<typeof MovieArgs>
