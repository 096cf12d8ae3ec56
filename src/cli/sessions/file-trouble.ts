import { CommandError } from '../../errors.ts'

const SAYS: Record<string, string> = {
  EACCES: 'it may not be used by you. Change its rights, or name another',
  EPERM: 'it may not be used by you. Change its rights, or name another',
  EROFS: 'its disk is read-only. Name another',
  ENOENT: 'there is no such file or folder. Look at its name',
  ENOTDIR: 'there is no such folder. Look at its name',
  EISDIR: 'it is a folder. Name a file',
  ENOSPC: 'its disk is full. Make room, then try again',
  EDQUOT: 'its disk is full. Make room, then try again',
  ELOOP: 'it is a link that leads to itself. Name another',
  ENAMETOOLONG: 'its name is too long. Name another',
}

/** What a file could not be used for, in words of what to do; any other error unchanged. */
export function fileTrouble(error: unknown, file: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (!/^E[A-Z0-9]+$/.test(code)) return error
  const says = SAYS[code] ?? `the system says ${code}. Name another`
  return new CommandError(`${file} cannot be used: ${says}.`, { cause: error })
}
