import type { Logger } from 'pino'
import type { z } from 'zod'
import type { AdminRequest, AskedAdmins } from '../db/admin-requests.ts'
import type { Channel, Fingerprint, ToolOutcome } from '../db/column-types.ts'
import type { MediaRequest, NewMediaRequest } from '../db/media-requests.ts'
import type { User } from '../db/users.ts'
import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import type { Sonarr } from '../media/sonarr.ts'

/** What a call may work with: who asks, the services, and where an add notes that it has begun. */
export interface ToolContext {
  user: User
  /** Where they asked. */
  channel: Channel
  /** The text and the call within it: together they name one effect. */
  sid: string
  callId: string
  /** Undefined when films are not set up. */
  radarr: Radarr | undefined
  /** Undefined when shows are not set up. */
  sonarr: Sonarr | undefined
  /** Epoch milliseconds. */
  now: () => number
  /** The person's, as an IANA name. */
  timeZone: string
  log: Pick<Logger, 'warn'>
  requests: {
    find: (of: { sid: string; callId: string }) => Promise<MediaRequest | undefined>
    begin: (request: NewMediaRequest) => Promise<void>
  }
  limits: {
    /**
     * The sentence that an add, or a request for one, is refused with; undefined where there is room
     * for it. `sizeBytes` is 0 where nothing new is wanted, null where nobody can tell.
     */
    check: (sizeBytes: number | null) => Promise<string | undefined>
  }
  admins: {
    /** Whether there is one, beside the person, who can be texted. */
    canBeAsked: () => Promise<boolean>
    /** Texts each of them the first of `wordings` that is short enough, once a day for a title. */
    ask: (request: AskForAdmins) => Promise<AskedAdmins>
  }
}

/** Whose call it is, and which. */
export type AskedCall = Pick<ToolContext, 'user' | 'channel' | 'sid' | 'callId'>

export interface AskForAdmins extends Pick<AdminRequest, 'service' | 'externalId' | 'target'> {
  wordings: [string, ...string[]]
}

export interface Tool<Args extends z.ZodObject = z.ZodObject> {
  name: string
  description: string
  /** What a model may say. Whatever else it says is dropped. */
  modelArgs: z.ZodObject
  /** What a stored choice may say: `modelArgs` and the ids that only code can know. */
  args: Args
  /** A tool that changes something runs after its earlier siblings, never beside them. */
  isWrite: boolean
  /** It stands in the choices of a question: no model is told of it or can call it. */
  isForAnswersOnly?: true
  /** What anyone but an admin is told instead. */
  adminsOnly?: string
  /** What happens in place of that sentence, for whoever is active; it changes nothing. */
  forMembers?(args: z.infer<Args>, context: ToolContext): Promise<ToolOutcome>
  /**
   * Carries the call out; a tool with `confirmed` only ever proposes.
   *
   * @throws {ArrError} when a service gave no usable answer
   */
  run(args: z.infer<Args>, context: ToolContext): Promise<ToolOutcome>
  confirmed?: ConfirmedEffect
}

/** What happens once the person has said yes, to the target that they were asked about. */
export interface ConfirmedEffect {
  /** The target now; `undefined` when it is gone. */
  read(target: Fingerprint, context: ToolContext): Promise<Fingerprint | undefined>
  perform(target: Fingerprint, context: ToolContext): Promise<void>
  /**
   * What is left to do once the target is gone, and all that is then said instead of `done`. It may
   * be called again after a crash anywhere in it, so it converges.
   */
  finish?(target: Fingerprint, context: ToolContext): Promise<string>
  words(target: Fingerprint): ConfirmationWords
}

/** Whole sentences, and the parts that stand inside sentences of ours. */
export interface ConfirmationWords {
  done: string
  gone: string
  kept: string
  /** `Heat (1995)` */
  subject: string
  /** `This deletes a file`: why a code has to go with the yes. */
  reason: string
  /** `to keep it`: what NO is for. */
  toDecline: string
  /** `nothing was deleted` */
  untouched: string
  /** What to text in order to be asked again. */
  again: string
}

/** Its settings may have been taken away since a question or an add; that must not look like "gone". */
export function requireService<S extends 'radarr' | 'sonarr'>(
  context: ToolContext,
  service: S,
): NonNullable<ToolContext[S]> {
  const found = context[service]
  if (found) return found
  const name = service === 'radarr' ? 'Radarr' : 'Sonarr'
  throw new ArrError(name, 'unconfigured', `${name} is not set up any more`)
}

/** Whether someone may use a tool at all. */
export function mayUse({ role, status }: User, { adminsOnly }: Tool): boolean {
  return status === 'active' && (adminsOnly === undefined || role === 'admin')
}

export function findTool(tools: readonly Tool[], name: string | undefined): Tool | undefined {
  return tools.find((tool) => tool.name === name)
}

/** What a model may call by itself. */
export function offeredTools(tools: readonly Tool[]): Tool[] {
  return tools.filter(({ isForAnswersOnly }) => !isForAnswersOnly)
}

export function notForYou({ adminsOnly }: Tool): ToolOutcome {
  return { type: 'answer', text: adminsOnly ?? "I can't do that for you." }
}

/** Runs a call for whoever may use the tool; the others get what there is for them. */
export async function runFor(
  tool: Tool,
  args: Record<string, unknown>,
  context: ToolContext,
): Promise<ToolOutcome> {
  if (mayUse(context.user, tool)) return tool.run(args, context)
  const isActive = context.user.status === 'active'
  return isActive && tool.forMembers ? tool.forMembers(args, context) : notForYou(tool)
}

/** Identity function whose only job is to infer `Args` for `run`. */
export function defineTool<Args extends z.ZodObject>(tool: Tool<Args>): Tool<Args> {
  return tool
}
