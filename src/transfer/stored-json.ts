import { z } from 'zod'
import type {
  ContextState,
  Fingerprint,
  MessageMetadata,
  ShownList,
  TitleList,
  ToolCall,
  ToolOutcome,
} from '../db/column-types.ts'

// What stands in JSON columns is trusted as it is read: by the model, by MORE, by a turn that goes
// on. So all that code looks at is checked here, as deep as it looks.

const Arguments = z.record(z.string(), z.unknown())
const Call = z.strictObject({ tool: z.string(), args: Arguments })
const Choices = z.record(z.string(), Call.nullable())

const list = {
  items: z.array(
    z.strictObject({ title: z.string(), year: z.number(), kind: z.enum(['film', 'show']) }),
  ),
  tool: z.string(),
  args: Arguments.exactOptional(),
  isNumbered: z.boolean(),
}
const ListSchema: z.ZodType<TitleList> = z.strictObject(list)

/** A list as a file holds it: that it was shown is true in one database alone. */
export type ExportedContextState = Omit<ContextState, 'list'> & {
  list?: Omit<ShownList, 'outboxId'>
}

export const CONTEXT_FIELDS = {
  list: z.strictObject({ ...list, shownAt: z.int() }).exactOptional(),
  rest: z.string().min(1).exactOptional(),
}
export const ContextStateSchema: z.ZodType<ExportedContextState> = z.strictObject(CONTEXT_FIELDS)

// Providers add fields of their own, which are replayed to them.
export const ToolCallSchema: z.ZodType<ToolCall> = z.looseObject({
  id: z.string().min(1),
  type: z.literal('function'),
  function: z.looseObject({ name: z.string(), arguments: z.string() }),
})

const MediaSchema = z.strictObject({
  service: z.enum(['radarr', 'sonarr']),
  id: z.number(),
  externalId: z.number(),
  title: z.string(),
  year: z.number(),
  path: z.string(),
  files: z.number(),
  sizeBytes: z.number(),
  keepsFiles: z.boolean(),
  fileId: z.number().optional(),
  addedAt: z.string().optional(),
  grabId: z.number().optional(),
})
const PersonSchema = z.strictObject({
  service: z.literal('users'),
  phone: z.string(),
  name: z.string().nullable(),
  role: z.enum(['admin', 'member']),
  status: z.enum(['stranger', 'pending', 'active', 'blocked', 'removed']),
  newName: z.string().optional(),
  newRatingCap: z.string().nullish(),
})
const FingerprintSchema: z.ZodType<Fingerprint> = z.discriminatedUnion('service', [
  MediaSchema,
  PersonSchema,
])

const ProposalSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('offer'),
    text: z.string(),
    plain: z.string(),
    choices: Choices,
  }),
  z.strictObject({
    kind: z.literal('confirmation'),
    text: z.string(),
    call: Call,
    fingerprint: FingerprintSchema,
    needsCode: z.boolean(),
  }),
])

const said = { text: z.string() }
const OutcomeSchema: z.ZodType<ToolOutcome> = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), ...said, list: ListSchema.exactOptional() }),
  z.strictObject({ type: z.literal('change'), ...said }),
  z.strictObject({
    type: z.literal('question'),
    ...said,
    proposal: ProposalSchema,
    list: ListSchema.exactOptional(),
  }),
  z.strictObject({ type: z.literal('failure'), ...said }),
  z.strictObject({ type: z.literal('refusal'), ...said }),
])

const ACTION_STATES = [
  'open',
  'replaced',
  'lapsed',
  'declined',
  'locked',
  'claimed',
  'executing',
  'done',
  'failed',
  'unknown',
] as const

// These are ours to say: beside them a provider's fields may stand, in place of them they may not.
const OUR_FIELDS = ['role', 'content', 'tool_calls', 'tool_call_id']
const VendorSchema = Arguments.refine((vendor) => OUR_FIELDS.every((name) => !(name in vendor)))

export const METADATA_FIELDS = {
  outcome: OutcomeSchema.exactOptional(),
  readsFirst: z.boolean().exactOptional(),
  isFailedChange: z.boolean().exactOptional(),
  settles: z
    .strictObject({
      actionId: z.string(),
      state: z.enum(ACTION_STATES),
      nextCheckAt: z.int().exactOptional(),
    })
    .exactOptional(),
  answer: z.strictObject({ actionId: z.string(), choice: z.string() }).exactOptional(),
  spoken: Call.exactOptional(),
  vendor: VendorSchema.exactOptional(),
  isStandIn: z.boolean().exactOptional(),
  modelText: z.string().exactOptional(),
  sentLength: z.int().exactOptional(),
}
export const MetadataSchema: z.ZodType<MessageMetadata> = z.strictObject(METADATA_FIELDS)
