import { z } from 'zod'

// What a screen does not show (bidi marks and zero-width characters among it), halves of surrogate
// pairs, and control characters that are not white space.
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cs}]|(?!\s)\p{Cc}/gu

/**
 * A title on one line with nothing invisible in it. Titles come from a public database and stand
 * in the sentences people confirm, so what is read must be what is there.
 */
export function cleanTitle(title: string): string {
  return title.replaceAll(UNSEEN, '').replaceAll(/\s+/g, ' ').trim()
}

/** A title as it comes in: clean, and not empty. */
export const TitleSchema = z.string().transform(cleanTitle).pipe(z.string().min(1))
