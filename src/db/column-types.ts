/** Where a text came from and where its answer goes. */
export type Channel = (typeof CHANNELS)[number]

/** Those that Twilio carries. */
export const PHONE_CHANNELS = ['sms', 'whatsapp'] as const

/** `cli` is a terminal beside the database: what is said there goes to nobody's phone. */
export const CHANNELS = [...PHONE_CHANNELS, 'cli'] as const

/** What the network has already answered itself, where its own opt-out handling is on. */
export type OptOutType = 'STOP' | 'START' | 'HELP'

export type Kind = 'film' | 'show'

/** One title of a list, as the person saw it. */
export interface ListedTitle {
  title: string
  year: number
  kind: Kind
}

/** Titles that a reply names, and what choosing one of them stands for. */
export interface TitleList {
  items: ListedTitle[]
  tool: string
  /** What else goes with that tool's call, such as the seasons that were asked for. */
  args?: Record<string, unknown>
  /** Whether each stands behind its number. */
  isNumbered: boolean
}

/** A list as a conversation remembers it: when it was said, and in which row of the outbox. */
export interface ShownList extends TitleList {
  shownAt: number
  outboxId: string
}

/** What a conversation carries from one text to the next. */
export interface ContextState {
  list?: ShownList
  /** What MORE sends. */
  rest?: string
}

/**
 * What a conversation counts and no message of its own holds: rounds that were pruned, cleared or
 * left behind by a branch, and what those and its summaries cost.
 */
export interface Outside {
  rounds: number
  inputTokens: number
  outputTokens: number
  totalTokens: number
}

/** A tool call whose arguments only code can have written: ids included. */
export interface CanonicalCall {
  tool: string
  args: Record<string, unknown>
}

/** An answer, in capitals, to the call it stands for; `null` where it means to do nothing. */
export type Choices = Record<string, CanonicalCall | null>

/** A target as it was when the question was put. Any difference later means: ask anew. */
export type Fingerprint = MediaFingerprint | PersonFingerprint

export interface MediaFingerprint {
  service: 'radarr' | 'sonarr'
  id: number
  /** The tmdb id of a film, the tvdb id of a show. */
  externalId: number
  title: string
  year: number
  path: string
  files: number
  sizeBytes: number
  /** Whether the files are to stay. */
  keepsFiles: boolean
  /** Radarr's id of a film's file. */
  fileId?: number | undefined
  /** Since when it has been there: another one of the same name and size is not the same. */
  addedAt?: string | undefined
  /** What of the history that file came of, where that is known. */
  grabId?: number | undefined
}

/** Somebody whose rights are to grow. */
export interface PersonFingerprint {
  service: 'users'
  /** E.164: it is who they are. */
  phone: string
  name: string | null
  role: 'admin' | 'member'
  /** `stranger` of somebody who is no user yet. */
  status: 'stranger' | 'pending' | 'active' | 'blocked' | 'removed'
  /** Their rating limit; null for none. */
  ratingCap?: string | null
  /** What they are called from then on, where an admin said so. */
  newName?: string | undefined
  /** The rating limit that they are to have, null for none, where that is what is asked. */
  newRatingCap?: string | null | undefined
}

/** What a turn wants to ask before it ends. */
export type Proposal =
  | {
      kind: 'offer'
      /** The reply with the offer in it, and the reply while no offer may be made. */
      text: string
      plain: string
      choices: Choices
    }
  | {
      kind: 'confirmation'
      /** The question alone; how to answer is added when its code is known. */
      text: string
      call: CanonicalCall
      fingerprint: Fingerprint
      needsCode: boolean
    }

/**
 * What a tool call came to. `text` is what the model reads, and what the person reads where code
 * writes the reply; a `refusal` is for the model alone, which may try once more.
 */
export type ToolOutcome =
  | { type: 'answer'; text: string; list?: TitleList }
  | { type: 'change'; text: string }
  | { type: 'question'; text: string; proposal: Proposal; list?: TitleList }
  | { type: 'failure'; text: string }
  | { type: 'refusal'; text: string }

/** As the provider wrote it, fields of its own included; the id alone may have been rewritten. */
export interface ToolCall {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

/** How far a question has come. Only an `open` one can be answered. */
export type ActionState =
  | 'open'
  | 'replaced'
  | 'lapsed'
  | 'declined'
  | 'locked'
  | 'claimed'
  | 'executing'
  | 'done'
  | 'failed'
  | 'unknown'

/** What a turn makes of a question; `nextCheckAt` where the outcome has yet to be learnt. */
export interface Settlement {
  actionId: string
  state: ActionState
  nextCheckAt?: number
}

export interface MessageMetadata {
  /** Of a tool result: what the call came to, and whether the model asked to read it first. */
  outcome?: ToolOutcome
  readsFirst?: boolean
  /** Of a tool result: a change was wanted and could not be made. */
  isFailedChange?: boolean
  /** Of the result of an answer: what became of the question. */
  settles?: Settlement
  /** Of a call that an answer stands for: the question, and the choice that was made. */
  answer?: { actionId: string; choice: string }
  /** Of a call that their own words stand for, read by code: the call as it is carried out. */
  spoken?: CanonicalCall
  /** Of an assistant message: what the provider wrote beside the fields we know. */
  vendor?: Record<string, unknown>
  /** Of an assistant message: plain commands stood in for a provider that failed. */
  isStandIn?: boolean
  /** Of a reply that code wrote or changed, or a call that was written down: the model's own words. */
  modelText?: string
  /** How many of its characters were sent, where the rest waits for MORE. */
  sentLength?: number
}

/**
 * The first start on this database, when it was last put back from a backup, when it was last the
 * hour to delete what is too old, and when a month's money was last spent.
 */
export type Milestone = 'first_start' | 'restored' | 'pruned' | 'budget_reached'

export type AuditAction =
  | 'question.asked'
  | 'question.wrong_code'
  | 'question.claimed'
  | 'question.executing'
  | 'question.settled'
  | 'media.added'
  | 'user.opted_out'
  | 'user.opted_in'
  | 'user.arrived'
  | 'user.added'
  | 'user.changed'
  | 'user.over_limit'
  | 'request.made'
  | 'request.decided'
  | 'admins.told'
  | 'queue.retried'
  | 'queue.dropped'
  | 'session.created'
  | 'session.branched'
  | 'session.imported'
  | 'session.renamed'
  | 'session.tagged'
  | 'session.paused'
  | 'session.resumed'
  | 'session.archived'
  | 'session.pruned'
  | 'session.cleared'
  | 'session.deleted'
