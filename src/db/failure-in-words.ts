import { messageOf } from '../errors.ts'

const WORDS: readonly (readonly [codes: RegExp, words: string])[] = [
  [/^SQLITE_NOTADB/, 'it is damaged, or no database'],
  [/^SQLITE_CORRUPT/, 'it is damaged'],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT)/, 'the disk is full'],
  [/^SQLITE_READONLY/, 'this user may not write there'],
  [/^SQLITE_CANTOPEN/, 'its file cannot be opened by this user'],
  [/^SQLITE_(BUSY|LOCKED)/, 'another program has it open'],
  [/^(SQLITE_IOERR|EIO)/, 'the disk fails'],
  [/^(ENOENT|ENOTDIR)$/, 'there is no such file or folder'],
  [/^ENAMETOOLONG$/, 'its name is too long'],
]

/** Whether SQLite says that a file is damaged, or no database at all. */
export function isDamage(error: unknown): boolean {
  return /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error))
}

/** Why a file could not be worked on, going on from a colon; as the system says it where we have no words. */
export function failureInWords(error: unknown): string {
  const code = codeOf(error)
  if (/^(EROFS|EACCES|EPERM)/.test(code) && error instanceof Error && 'path' in error) {
    return `this user may not write to ${String(error.path)}`
  }
  return WORDS.find(([codes]) => codes.test(code))?.[1] ?? messageOf(error)
}

// What comes from a thread is no instance of the driver's own class.
function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
