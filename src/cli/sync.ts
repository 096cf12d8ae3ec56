import { setTimeout } from 'node:timers/promises'
import type { SyncConfig } from '../config.ts'
import { counted } from '../counted.ts'
import { CommandError, SyncError } from '../errors.ts'
import { openSyncBeside } from '../store/beside.ts'
import { push } from '../sync/push.ts'
import { createRemote } from '../sync/remote.ts'
import { confirm } from './confirm.ts'
import { networkFailure } from './network-failure.ts'
import { withProgress } from './progress.ts'
import { printableJson, printer, type Terminal } from './terminal.ts'
import { loadUsableConfig, type UsableConfig } from './usable-config.ts'

export interface SyncOptions {
  env: NodeJS.ProcessEnv
  terminal: Terminal
  now: () => number
  /** How long another one that pushes is waited for. */
  timeoutMs: number
  /** Whether what the server holds of another database is replaced. */
  replace: boolean
  /** Whether that was agreed to. */
  isAgreed: boolean
  json: boolean
}

/**
 * Brings the copy on the server up to date, beside a running service or without one.
 *
 * @throws {AppError} that says why it is not up to date now; what went so far need not go again
 */
export async function syncNow(options: SyncOptions): Promise<void> {
  const { env, terminal, now, replace, isAgreed, json } = options
  const { usable, problems } = loadUsableConfig(env)
  const sync = requireSync({ usable, problems })
  if (replace) {
    await confirm(terminal, 'Replace whatever copy SYNC_URL holds with this database?', {
      isAgreed,
    })
  }
  const local = openSyncBeside(usable.databasePath, now)
  try {
    const lock = await waitForLock(local.lock, options.timeoutMs)
    try {
      const rows = await withProgress(terminal, 'Rows copied:', (advance) =>
        push({
          local,
          remote: createRemote(sync),
          signal: new AbortController().signal,
          now,
          mayReplace: replace,
          onProgress: (done) => advance(done),
        }),
      )
      printer(terminal)(json ? printableJson({ rows }) : upToDate(rows))
    } finally {
      lock.release()
    }
  } catch (error) {
    throw withReason(error)
  } finally {
    local.close()
  }
}

function upToDate(rows: number): string {
  return rows === 0
    ? 'The copy is up to date; nothing had changed.'
    : `The copy is up to date; ${counted(rows, 'row')} went.`
}

/** @throws {CommandError} where there is no server to copy to */
export function requireSync({
  usable: { sync },
  problems,
}: Pick<ReturnType<typeof loadUsableConfig>, 'problems'> & {
  usable: Pick<UsableConfig, 'sync'>
}): SyncConfig {
  const wrong = problems.find(({ setting }) => setting.startsWith('SYNC_'))
  if (wrong) throw new CommandError(`${wrong.setting} ${wrong.says}.`)
  if (!sync) throw new CommandError('SYNC_URL is not set. It names the server that holds the copy.')
  return sync
}

/** The same error, and why nobody was reached where it is known. */
export function withReason(error: unknown): unknown {
  if (!(error instanceof SyncError) || error.failure !== 'unreachable') return error
  const failure = networkFailure(error.cause)
  if (!failure) return error
  const message = `${error.message.replace(/\.$/, '')}: ${failure.says}. ${failure.fix('SYNC_URL')}`
  return new SyncError(error.failure, message, { cause: error })
}

type Lock = ReturnType<ReturnType<typeof openSyncBeside>['lock']>

async function waitForLock(take: () => Lock, timeoutMs: number): Promise<NonNullable<Lock>> {
  const giveUpAt = performance.now() + timeoutMs
  for (;;) {
    const lock = take()
    if (lock) return lock
    if (performance.now() > giveUpAt) {
      throw new CommandError(
        'The service, or another command, is copying just now. It goes on by itself; try again later.',
      )
    }
    await setTimeout(100)
  }
}
