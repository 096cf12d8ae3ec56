import { v7 } from 'uuid'

const SESSION_ID = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,63}$/u

/** A new id. Later ones sort after earlier ones, so that indexes grow at their end. */
export const newId = (): string => v7()

/** Whether a session that is made may have this id, which is typed again on command lines. */
export const isSessionId = (id: string): boolean => SESSION_ID.test(id)
