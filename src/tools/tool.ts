import type { Logger } from 'pino'
import type { z } from 'zod'
import type {
  CanonicalCall,
  Channel,
  Fingerprint,
  PersonFingerprint,
  ToolOutcome,
} from '../db/column-types.ts'
import type { NoticeTime } from '../db/decision-notices.ts'
import type { MediaRequest, NewMediaRequest } from '../db/media-requests.ts'
import type { PersonChange, SettingsChange } from '../db/people.ts'
import type { Request } from '../db/requests.ts'
import type { SetFields } from '../db/user-changes.ts'
import type { User } from '../db/users.ts'
import { ArrError } from '../errors.ts'
import type { Radarr } from '../media/radarr.ts'
import type { Sonarr } from '../media/sonarr.ts'

/** What a call may work with: who asks, the services, and what it may do in the name of who asks. */
export interface ToolContext {
  user: User
  /** Where they asked. */
  channel: Channel
  /** The text and the call within it: together they name one effect. */
  sid: string
  callId: string
  /** Whether their own words, or a list they were shown, name what it is about. */
  isNamed: boolean
  /** Whether they also ask for what it does. What they did not ask for is offered, never done. */
  isWanted: boolean
  /** Undefined when films are not set up. */
  radarr: Radarr | undefined
  /** Undefined when shows are not set up. */
  sonarr: Sonarr | undefined
  /** Both without the person's rating limit: for what itself says that a title is above it. */
  unlimited: Pick<ToolContext, 'radarr' | 'sonarr'>
  /** Epoch milliseconds. */
  now: () => number
  /** The person's, as an IANA name. */
  timeZone: string
  log: Pick<Logger, 'warn'>
  /** What a call adds, written down before it does, so that a restart finds what was begun. */
  adds: {
    findBegun: (of: { sid: string; callId: string }) => Promise<MediaRequest | undefined>
    begin: (add: NewMediaRequest) => Promise<void>
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
    /** Those who are told of what the person asks for, where they have a name. */
    names: () => Promise<Array<string | null>>
    /** What the person has asked for and none of them has answered, the oldest first. */
    waiting: () => Promise<Request[]>
    /** Puts a request to them, the same one once a day, and texts each of them. */
    ask: (asking: Asking) => Promise<Asked>
  }
  requests: Requests
  /** Whether what members want to add is decided by the admins. */
  requestMode: 'direct' | 'approval'
  /** An admin has said yes to it already. */
  isApproved?: true
  people: People
  /** Changes what is set of somebody, in the name of the person who texted; `asked` as in `People`. */
  changeSettings: (
    id: string,
    set: Partial<SetFields>,
    asked?: PersonFingerprint,
  ) => Promise<SettingsChange>
}

/** Who may text, for an admin who decides it; each change is theirs and of their text. */
export interface People {
  /** Whether a text may let in somebody who is no user. */
  mayInvite: boolean
  list: () => Promise<User[]>
  /** Somebody as they are now. */
  at: (phone: string) => Promise<PersonFingerprint>
  /** Lets in whom the admin was asked about, unless they have changed since, and greets them. */
  letIn: (asked: PersonFingerprint) => Promise<void>
  /** The same of a member who is to be an admin. */
  promote: (asked: PersonFingerprint) => Promise<void>
  change: (
    id: string,
    set: { name?: string; role?: 'member'; status?: 'blocked' | 'removed' },
  ) => Promise<PersonChange>
}

/** Whose call it is, and which. */
export type AskedCall = Pick<
  ToolContext,
  'user' | 'channel' | 'sid' | 'callId' | 'isNamed' | 'isWanted'
>

/** What a member wants and only an admin may do. */
export interface Asking extends Pick<Request, 'service' | 'externalId' | 'sizeBytes'> {
  kind: 'add' | 'remove'
  /** `Heat (1995)` */
  subject: string
  /** What an approval stands for. */
  call: CanonicalCall
  /** What each admin is texted: the first that is short enough. */
  wordings: (code: string) => [string, ...string[]]
}

export interface Asked {
  type: 'asked' | 'already-asked' | 'nobody'
  /** Of the admins, where they have one. */
  names: Array<string | null>
}

/** What others have asked for, as the admin who texted may decide it. */
export interface Requests {
  /** Whether so many wrong codes came today that none counts any more. */
  isLocked: () => Promise<boolean>
  noteWrongCode: () => Promise<void>
  open: () => Promise<Request[]>
  findByCode: (code: string) => Promise<Request | undefined>
  findUser: (id: string) => Promise<User | undefined>
  /** When who asked hears how it was decided. */
  noticeTimeOf: (request: Request) => Promise<NoticeTime>
  /** Resolves with the request as it is then: the first to decide did. */
  settle: (settling: {
    request: Request
    state: 'approved' | 'refused'
    reason?: string | undefined
    setUser?: { status: User['status'] }
    /** What who asked is texted, in the same commit. */
    says?: string
  }) => Promise<Request | undefined>
  /** Ends what was approved: done, and told so, or open again. */
  conclude: (
    request: Request,
    ended: { isDone: boolean; says?: string },
  ) => Promise<Request | undefined>
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
  /** How people ask for what it does, where that is more than telling. */
  askedWith?: RegExp
  /** Code alone calls it, for an answer or a command in words: no model is told of it or can. */
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
