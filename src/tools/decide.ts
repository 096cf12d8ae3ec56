import { z } from 'zod'
import type { ToolOutcome } from '../db/column-types.ts'
import type { Request } from '../db/requests.ts'
import { ArrError } from '../errors.ts'
import { cleanName } from '../seen-text.ts'
import { greetingFor } from '../users/greeting.ts'
import { type Who, WhoSchema } from '../users/people-words.ts'
import { add } from './add.ts'
import { failureOf } from './failure.ts'
import { approve as approvePerson } from './people/approve.ts'
import { block } from './people/block.ts'
import { remove } from './remove.ts'
import { maySee, requestInWords } from './request-words.ts'
import { toldInWords } from './told-in-words.ts'
import { defineTool, type ToolContext } from './tool.ts'

const DecideArgs = z.object({
  decision: z.enum(['approve', 'refuse', 'block']),
  code: z.string().optional(),
  reason: z.string().optional(),
  /** Whom the digits name, where they are no request's. */
  who: WhoSchema.optional(),
})

type DecideArgs = z.infer<typeof DecideArgs>

const FOR_ADMINS = 'Requests are for admins to answer.'

export const decide = defineTool({
  name: 'decide',
  description: 'What an admin answers to a request.',
  modelArgs: z.object({}),
  args: DecideArgs,
  isWrite: true,
  isForAnswersOnly: true,
  adminsOnly: FOR_ADMINS,

  async run({ code, who, ...args }, context) {
    const { requests } = context
    if (code !== undefined && who) return decidePerson({ ...args, code, who }, context)
    if (code === undefined) return say(await whichOne(args.decision, context))
    if (await requests.isLocked()) return say(LOCKED)
    const request = await requests.findByCode(code)
    if (!request) {
      // Where nothing waits, a number beside such a word may be a title's.
      if ((await requests.open()).length > 0) await requests.noteWrongCode()
      return say(UNKNOWN)
    }
    // An admin with a rating limit decides about no title, and reads of none.
    if (!maySee(context.user, request)) return say(FOR_ANOTHER)
    if (!isOpenTo(request, context)) return say(await howItEnded(request, context))
    if (request.userId === context.user.id) return say(FOR_ANOTHER)
    if (args.decision === 'block' && request.kind !== 'join') {
      return say(`BLOCK is for people. Reply REFUSE ${code} and a reason.`)
    }
    return args.decision === 'approve' ? approve(request, context) : refuse(request, args, context)
  },
})

const LOCKED = 'Too many wrong numbers today, so requests have to wait until tomorrow.'
const UNKNOWN = 'I have no request with that number.'
const NONE = 'No request is waiting.'
const FOR_ANOTHER = 'Another admin has to decide that.'

const say = (text: string): ToolOutcome => ({ type: 'answer', text })

/** Digits that could have been a request's count as a guess, whoever else they name. */
async function decidePerson(
  { decision, code, who }: { decision: DecideArgs['decision']; code: string; who: Who },
  context: ToolContext,
): Promise<ToolOutcome> {
  const { people, requests } = context
  const users = (await people.list()).filter(({ phone }) => phone.endsWith(code))
  const knownSince = Math.min(...users.map(({ createdAt }) => createdAt))
  // A stranger may come with any phone, and codes keep clear only of those that were known.
  const isOlder = (request: Request) => request.createdAt <= knownSince
  if (!code.startsWith('0') && (await requests.open()).some(isOlder)) {
    await requests.noteWrongCode()
  }
  return (decision === 'approve' ? approvePerson : block).run({ who }, context)
}

/** A rerun of the text that decided goes on with what it began. */
function isOpenTo(request: Request, { sid, now }: ToolContext): boolean {
  const isWaiting = request.state === 'open' && request.expiresAt >= now()
  return isWaiting || request.decidedBySid === sid
}

async function whichOne(
  decision: DecideArgs['decision'],
  { user, requests }: ToolContext,
): Promise<string> {
  const open = await requests.open()
  const [first, ...others] = open.filter((request) => maySee(user, request))
  if (!first) return NONE
  const word = decision.toUpperCase()
  return others.length === 0
    ? `I need its number too: ${word} ${first.code}.`
    : `Which one? Text "requests" to see their numbers, then ${word} and the number.`
}

async function howItEnded(request: Request, { user, requests }: ToolContext): Promise<string> {
  const { state, decidedBy } = request
  const about = requestInWords(request)
  if (state === 'open' || state === 'lapsed') {
    return `The request about ${about} has lapsed. They can ask again.`
  }
  const admin = decidedBy === null ? undefined : await requests.findUser(decidedBy)
  const name = cleanName(admin?.name)
  const who = admin?.id === user.id ? 'You have' : name && `${name} has`
  return who
    ? `${who} already ${state} ${about}.`
    : `That is decided already: ${about} was ${state}.`
}

function approve(request: Request, context: ToolContext): Promise<ToolOutcome> {
  switch (request.kind) {
    case 'join':
      return letIn(request, context)
    case 'add':
      return addFor(request, context)
    case 'remove':
      return askToRemove(request, context)
  }
}

async function letIn(request: Request, context: ToolContext): Promise<ToolOutcome> {
  const settled = await context.requests.settle({
    request,
    state: 'approved',
    setUser: { status: 'active' },
    says: greetingFor(request.subject),
  })
  if (settled?.decidedBySid !== context.sid) return lost(request, context)
  const told = await toldInWords(request, context, () => "I'm texting them how this works.")
  const user = await context.requests.findUser(request.userId)
  const toStart =
    user?.optedOutAt != null && 'They opted out of my texts, so they have to text START first.'
  return change([`${request.subject} is in.`, told || toStart].filter(Boolean).join(' '))
}

async function addFor(request: Request, context: ToolContext): Promise<ToolOutcome> {
  const { requests, user: admin } = context
  const settled = await requests.settle({ request, state: 'approved' })
  const user = await requests.findUser(request.userId)
  if (settled?.decidedBySid !== context.sid || !user) return lost(request, context)

  // An admin has decided: what limits the one who asked does not hold here.
  const inTheirName = { ...context, ...context.unlimited, user, isApproved: true as const }
  const came = await orFailure(() => add.run(add.args.parse(request.call?.args), inTheirName))
  // An earlier start of this turn has carried it out and told them so, whatever can be seen now.
  const outcome = settled.doneAt === null || isCarriedOut(came) ? came : carriedOut(request)
  const isDone = isCarriedOut(outcome)
  const says = `${cleanName(admin.name) ?? 'An admin'} said yes. ${outcome.text}`
  const concluded = await requests.conclude(request, { isDone, says })
  if (!isDone) {
    const waits = concluded?.state === 'open' ? ' The request still waits.' : ''
    return { type: 'failure', text: `${outcome.text}${waits}` }
  }
  const told = await toldInWords(request, context, (who) => `I've told ${who}.`)
  return { type: outcome.type, text: `${outcome.text} ${told}`.trim() }
}

/**
 * The title may have changed since, and what goes is what they are asked about now. The request ends
 * when the title is gone, which it may be already.
 */
async function askToRemove(request: Request, context: ToolContext): Promise<ToolOutcome> {
  const outcome = await remove.run(remove.args.parse(request.call?.args), context)
  if (outcome.type !== 'answer') return outcome
  const text = `${request.subject} is already gone.`
  await context.requests.settle({ request, state: 'approved', says: text })
  return { type: 'answer', text }
}

type CarriedOut = Extract<ToolOutcome, { type: 'change' | 'answer' }>

const isCarriedOut = (outcome: ToolOutcome): outcome is CarriedOut =>
  outcome.type === 'change' || outcome.type === 'answer'

const carriedOut = ({ subject }: Request): ToolOutcome =>
  change(`I've seen to ${subject} already, on your yes.`)

async function orFailure(run: () => Promise<ToolOutcome>): Promise<ToolOutcome> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof ArrError) return failureOf(error)
    throw error
  }
}

async function refuse(
  request: Request,
  { decision, reason }: Pick<DecideArgs, 'decision' | 'reason'>,
  context: ToolContext,
): Promise<ToolOutcome> {
  const { user, requests } = context
  const about = requestInWords(request)
  const why = reason ? `: "${reason}"` : ''
  const isJoin = request.kind === 'join'
  const status = decision === 'block' ? ('blocked' as const) : ('removed' as const)
  const settled = await requests.settle({
    request,
    state: 'refused',
    reason,
    ...(isJoin
      ? { setUser: { status } }
      : { says: `${cleanName(user.name) ?? 'An admin'} said no to ${about}${why}.` }),
  })
  if (settled?.decidedBySid !== context.sid) return lost(request, context)
  if (isJoin) return change(keptOut(request.subject, status))
  const isTold = (await requests.noticeTimeOf(request)) === 'now'
  const told = await toldInWords(request, context, (who) => `I've told ${who} no.`)
  return change(isTold ? `OK, ${told}` : `OK, that's refused. ${told}`.trim())
}

const change = (text: string): ToolOutcome => ({ type: 'change', text })

function keptOut(name: string, status: 'blocked' | 'removed'): string {
  return status === 'blocked'
    ? `${name} is blocked: I don't answer them any more. Text "unblock ${name}" to undo it.`
    : `${name} stays out. They may ask again in a week.`
}

/** Somebody else was faster. */
async function lost({ code }: Request, context: ToolContext): Promise<ToolOutcome> {
  const request = await context.requests.findByCode(code)
  if (request?.state === 'open') return say(FOR_ADMINS)
  return say(request ? await howItEnded(request, context) : UNKNOWN)
}
