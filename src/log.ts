import { type DestinationStream, type Logger, pino } from 'pino'
import { prettifyError, z, ZodError } from 'zod'
import { AppError, ArrError } from './errors.ts'

const CodeSchema = z.object({ code: z.union([z.number(), z.string().regex(/^\w{1,40}$/)]) })

/** Nothing a person wrote or was sent stands in it, nor a phone or a secret. */
export function createLog(level: string, stream?: DestinationStream): Logger {
  const options = { level, serializers: { err: describeError } }
  return stream ? pino(options, stream) : pino(options)
}

/**
 * An error as the log may show it: what it is and where it happened. Only our own errors are quoted,
 * because the words of any other may hold the text that led to it: a parser's, a provider's, SQL's.
 */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  return {
    type: error.name,
    ...codeOf(error),
    ...(error instanceof AppError && { message: quotable(error) }),
    // It names fields and never what stood in them.
    ...(error instanceof ZodError && { message: prettifyError(error) }),
    stack: placesOf(error),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  }
}

// A provider's code is whatever its answer holds under that name.
function codeOf(error: Error): { code?: string | number } {
  const { data } = CodeSchema.safeParse(error)
  return data ? { code: data.code } : {}
}

// A service says no in words that name the title.
function quotable(error: AppError): string {
  const isTheirs = error instanceof ArrError && error.failure === 'rejected'
  return isTheirs ? `${error.service} said no` : error.message
}

function placesOf({ stack = '', message }: Error): string {
  const lines = stack
    .replace(message, '')
    .split('\n')
    .map((line) => line.trim())
  return lines.filter((line) => /^at .*(:\d+:\d+|<anonymous>|native)\)?$/.test(line)).join('\n')
}
