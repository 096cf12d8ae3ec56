/**
 * Base of every error this service throws on purpose. Anything that is not an `AppError` is a bug:
 * it is logged with its stack and answered with a bare 500, or with one fixed apology by text.
 *
 * `code` and `statusCode` are the names Fastify already looks for.
 */
export abstract class AppError extends Error {
  abstract readonly code: string
  readonly statusCode: number = 500

  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
  }
}

/** What an error says. It may repeat what was handed in: for an operator, not for the log of a text. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** A setting's name, and what is wrong with it in words that go on from the name. */
export interface SettingProblem {
  setting: string
  says: string
}

/** Settings that cannot be used. The message has a line for each; none repeats a value. */
export class ConfigError extends AppError {
  readonly code = 'CONFIG_INVALID'
  readonly problems: readonly SettingProblem[]

  constructor(problems: readonly SettingProblem[]) {
    super(problems.map(({ setting, says }) => `${setting} ${says}`).join('\n'))
    this.problems = problems
  }
}

/** The address to listen on is taken or not ours. */
export class ListenError extends AppError {
  readonly code = 'CANNOT_LISTEN'
}

/** Another process owns this database. */
export class DatabaseInUseError extends AppError {
  readonly code = 'DATABASE_IN_USE'
}

/** An answer of Twilio's API, or of what stands in its place, that is not the thing asked for. */
export class TwilioAnswerError extends AppError {
  readonly code = 'TWILIO_REFUSED'
  readonly status: number
  /** Twilio's own number for it; without one, something in between answered. */
  readonly twilioCode: number | undefined
  readonly retryAfterMs: number | undefined

  constructor(
    status: number,
    {
      twilioCode,
      retryAfterMs,
    }: { twilioCode?: number | undefined; retryAfterMs?: number | undefined } = {},
  ) {
    super(`answered with status ${status}`)
    this.status = status
    this.twilioCode = twilioCode
    this.retryAfterMs = retryAfterMs
  }
}

/** A command that cannot do what was asked; the message says what to do. Nothing was changed. */
export class CommandError extends AppError {
  readonly code = 'COMMAND_REFUSED'
}

/**
 * Somebody stopped a command with a signal, such as Ctrl-C; the message says what that means, or
 * nothing where it is said already.
 */
export class InterruptedError extends AppError {
  readonly code = 'INTERRUPTED'
  readonly signal: NodeJS.Signals

  constructor(message: string, signal: NodeJS.Signals = 'SIGINT') {
    super(message)
    this.signal = signal
  }
}

/** The database's file, or the folder it is to be in, cannot be used. */
export class DatabaseUnusableError extends AppError {
  readonly code = 'DATABASE_UNUSABLE'
}

/** A migration failed, and none was applied; the message names it. */
export class MigrationError extends AppError {
  readonly code = 'MIGRATION_FAILED'
}

/** Another version of Usherr has made the database what it is. */
export class DatabaseVersionError extends DatabaseUnusableError {}

/** There is no backup now that was to be made; nothing else was changed. */
export class BackupError extends AppError {
  readonly code = 'BACKUP_FAILED'
}

/** The database was not put back; the message says why, and everything is as it was. */
export class RestoreError extends AppError {
  readonly code = 'RESTORE_REFUSED'
}

/** A file that cannot be imported; the message says why, and what to do. */
export class ImportError extends AppError {
  readonly code = 'CANNOT_IMPORT'
}

/** A change could not be stored; nothing of it was. */
export class StoreUnavailableError extends AppError {
  readonly code = 'STORE_UNAVAILABLE'
  override readonly statusCode = 503
}

/** A turn is no longer wanted: its text was ended beside it. Nothing of the step was stored. */
export class TextEndedError extends AppError {
  readonly code = 'TEXT_ENDED'
}

export class WebhookSignatureError extends AppError {
  readonly code = 'WEBHOOK_SIGNATURE_INVALID'
  override readonly statusCode = 403
  /** What Twilio has to know the route as; for the log alone. */
  readonly expectedUrls: readonly string[]

  constructor(message: string, expectedUrls: readonly string[]) {
    super(message)
    this.expectedUrls = expectedUrls
  }
}

/** An address asked more often than anybody needs to. */
export class TooManyRequestsError extends AppError {
  readonly code = 'TOO_MANY_REQUESTS'
  override readonly statusCode = 429
}

export class WebhookBodyError extends AppError {
  readonly code = 'WEBHOOK_BODY_INVALID'
  override readonly statusCode = 400
}

/** After `unreachable` and `malformed` a change may have taken effect; the others are a no. */
export type ArrFailure =
  | 'unreachable'
  | 'unauthorized'
  | 'missing'
  | 'rejected'
  | 'malformed'
  | 'unconfigured'

/** A Sonarr or Radarr call that did not produce a usable answer. */
export class ArrError extends AppError {
  readonly code = 'ARR_REQUEST_FAILED'
  readonly service: ArrService
  readonly failure: ArrFailure
  /** It was rejected because the title is already in the library. */
  readonly isDuplicate: boolean
  /** Whether what was asked for may have been done all the same. */
  readonly isUnclear: boolean

  constructor(
    service: ArrService,
    failure: ArrFailure,
    message: string,
    { isDuplicate = false, ...options }: ErrorOptions & { isDuplicate?: boolean } = {},
  ) {
    super(message, options)
    this.service = service
    this.failure = failure
    this.isDuplicate = isDuplicate
    this.isUnclear = failure === 'unreachable' || failure === 'malformed'
  }
}

/**
 * Somebody's rating limit is in the way: a title is above it, or has no rating that can be compared.
 * Nothing was told or done.
 */
export class RatingLimitError extends AppError {
  readonly code = 'RATING_LIMIT'
  readonly isUnrated: boolean

  constructor({ isUnrated }: { isUnrated: boolean }) {
    super(isUnrated ? 'A title has no rating' : 'A title is above a rating limit')
    this.isUnrated = isUnrated
  }
}

export type ArrService = 'Radarr' | 'Sonarr'

/** A call was not made, because those before it failed. */
export class BreakerOpenError extends AppError {
  readonly code = 'BREAKER_OPEN'
}

/**
 * `taken`: the server's copy is, or has become, another database's. `oversized`: there is a row that
 * the server does not take even alone.
 */
export type SyncFailure = 'unreachable' | 'unauthorized' | 'rejected' | 'taken' | 'oversized'

/** The copy on the server was not brought up to date, or not read; the message says why. */
export class SyncError extends AppError {
  readonly code = 'SYNC_FAILED'
  readonly failure: SyncFailure

  constructor(failure: SyncFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.failure = failure
  }
}

/** The answer is longer than it may be; nothing of it was used. */
export class AnswerTooLongError extends SyncError {
  constructor(options?: ErrorOptions) {
    super(
      'rejected',
      'The server at SYNC_URL answers with more than was asked for. Check the address.',
      options,
    )
  }
}

/** A model provider that could not be reached, said no, or answered nothing usable. */
export class ModelError extends AppError {
  readonly code = 'MODEL_FAILED'
  /** Whether the next call would most likely fail in the same way, whatever it asks. */
  readonly isOutage: boolean

  constructor(
    message: string,
    { isOutage = false, ...options }: ErrorOptions & { isOutage?: boolean } = {},
  ) {
    super(message, options)
    this.isOutage = isOutage
  }
}
