import { v7 } from 'uuid'

/** A new id. Later ones sort after earlier ones, so that indexes grow at their end. */
export const newId = (): string => v7()
