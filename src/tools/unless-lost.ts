import { ArrError } from '../errors.ts'

/** What a service answered; undefined where the answer was lost and nobody knows. */
export async function unlessLost<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof ArrError && error.isUnclear) return undefined
    throw error
  }
}
