import { conversationsNamed } from './conversation-list.ts'
import {
  type Conversation,
  createConversation,
  currentUnlessIdle,
  findConversation,
  findGoingOn,
  getOrCreateConversation,
  resumeConversation,
} from './conversations.ts'
import { isSessionId } from './ids.ts'
import type { Tx } from './open.ts'
import { createFromTemplate, findTemplate } from './templates.ts'

/** Where somebody in a terminal wants to speak. */
export type Place =
  /** In the session with this id, the beginning of one, or this name; made where there is none. */
  | { type: 'named'; named: string }
  /** Where the text before went, for as long as that goes on. */
  | { type: 'same'; id: string }
  /** Wherever the user is. */
  | { type: 'current' }
  /** In a session that is made from this template, with this id or one of our making. */
  | { type: 'template'; template: string; id?: string | undefined; name?: string | undefined }

export interface PlaceOptions {
  userId: string
  place: Place
  /** What a session that is made is called. */
  name: string
  /** Whether one is made that nobody named. */
  mayCreate: boolean
  idleMs: number
}

export type PlaceRefusal =
  | 'of-somebody-else'
  | 'more-than-one'
  | 'no-session'
  /** None is there, and none can be made with that id. */
  | 'unfit-id'
  | 'taken'
  | 'no-template'

type Choice =
  | { type: 'found'; conversation: Conversation }
  | { type: 'absent'; id?: string }
  | { type: PlaceRefusal }

/** Why somebody cannot speak there; undefined where they can. */
export function refusalOf(tx: Tx, options: PlaceOptions, now: number): PlaceRefusal | undefined {
  const choice = choose(tx, options, now)
  return choice.type === 'found' || choice.type === 'absent' ? undefined : choice.type
}

/** The session to speak in: one that has ended goes on, and one that is not there is made. */
export function takePlace(
  tx: Tx,
  options: PlaceOptions,
  now: number,
): { conversation: Conversation; isNew: boolean } | PlaceRefusal {
  const { userId, place, name, idleMs } = options
  const choice = choose(tx, options, now)
  if (choice.type === 'found') {
    const { conversation } = choice
    if (conversation.status === 'archived') resumeConversation(tx, conversation.id, now)
    return { conversation, isNew: false }
  }
  if (choice.type !== 'absent') return choice.type
  if (place.type === 'template') {
    const { template, id } = place
    const made = createFromTemplate(tx, { template, id, name: place.name, userId }, now)
    return made ? { conversation: made.conversation, isNew: true } : 'no-template'
  }
  const conversation = choice.id
    ? createConversation(tx, { id: choice.id, userId, name }, now)
    : getOrCreateConversation(tx, { userId, idleMs, name }, now)
  return { conversation, isNew: true }
}

function choose(tx: Tx, options: PlaceOptions, now: number): Choice {
  const { userId, place, mayCreate, idleMs } = options
  if (place.type === 'named') return chooseNamed(tx, place.named, userId)
  if (place.type === 'template') return chooseNew(tx, place)
  const same = place.type === 'same' ? findGoingOn(tx, place.id, userId) : undefined
  const conversation = same ?? currentUnlessIdle(tx, { userId, idleMs }, now)
  if (conversation) return { type: 'found', conversation }
  return mayCreate ? { type: 'absent' } : { type: 'no-session' }
}

function chooseNamed(tx: Tx, named: string, userId: string): Choice {
  const [found, ...others] = conversationsNamed(tx, named, userId)
  if (!found) {
    if (conversationsNamed(tx, named).length > 0) return { type: 'of-somebody-else' }
    return isSessionId(named) ? { type: 'absent', id: named } : { type: 'unfit-id' }
  }
  if (others.length > 0) return { type: 'more-than-one' }
  if (found.userId !== userId) return { type: 'of-somebody-else' }
  return { type: 'found', conversation: found }
}

function chooseNew(tx: Tx, { template, id }: Extract<Place, { type: 'template' }>): Choice {
  if (id !== undefined && !isSessionId(id)) return { type: 'unfit-id' }
  if (id !== undefined && findConversation(tx, id)) return { type: 'taken' }
  return findTemplate(tx, template) ? { type: 'absent' } : { type: 'no-template' }
}
