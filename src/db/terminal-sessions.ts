import { conversationsCalled, conversationsNamed } from './conversation-list.ts'
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
import { createFromTemplate, findTemplate } from './templates.ts'
import type { Tx } from './tx.ts'

/** Where somebody in a terminal wants to speak. */
export type Place =
  /** In the session with this id, the beginning of one, or this name; made where there is none. */
  | { type: 'named'; named: string }
  /** In the user's session of this name; made where there is none. */
  | { type: 'called'; name: string }
  /** Where the text before went, for as long as that goes on. */
  | { type: 'same'; id: string }
  /** Wherever the user is. */
  | { type: 'current' }
  /** In a session that is made from this template, with this id or one of our making. */
  | { type: 'template'; template: string; id?: string | undefined; name?: string | undefined }

/** What decides where that is. */
export interface PlaceChoice {
  userId: string
  place: Place
  /** Whether one is made that nobody named. */
  mayCreate: boolean
  idleMs: number
}

export interface PlaceOptions extends PlaceChoice {
  /** What a session that is made is called; where it was given an id and no name, as that. */
  name?: string | undefined
  /** What one that nobody named is called, with a number where that is taken. */
  defaultName: string
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
export function refusalOf(tx: Tx, options: PlaceChoice, now: number): PlaceRefusal | undefined {
  const choice = choose(tx, options, now)
  return choice.type === 'found' || choice.type === 'absent' ? undefined : choice.type
}

/** The session that is there to speak in. */
export function foundAt(tx: Tx, options: PlaceChoice, now: number): Conversation | undefined {
  const choice = choose(tx, options, now)
  return choice.type === 'found' ? choice.conversation : undefined
}

export interface TakenPlace {
  conversation: Conversation
  /** Whether it was made, or had ended. */
  begins?: 'new' | 'resumed' | undefined
}

/** The session to speak in: one that has ended goes on, and one that is not there is made. */
export function takePlace(tx: Tx, options: PlaceOptions, now: number): TakenPlace | PlaceRefusal {
  const { userId, place, idleMs } = options
  const choice = choose(tx, options, now)
  if (choice.type === 'found') {
    const { conversation } = choice
    if (conversation.status !== 'archived') return { conversation }
    resumeConversation(tx, conversation.id, now)
    return { conversation, begins: 'resumed' }
  }
  if (choice.type !== 'absent') return choice.type
  if (place.type === 'template') {
    const { template, id } = place
    const made = createFromTemplate(tx, { template, id, name: place.name, userId }, now)
    return made ? { conversation: made.conversation, begins: 'new' } : 'no-template'
  }
  const name = options.name ?? choice.id ?? untaken(tx, userId, options.defaultName)
  const conversation =
    choice.id || place.type === 'called'
      ? createConversation(tx, { id: choice.id, userId, name }, now)
      : getOrCreateConversation(tx, { userId, idleMs, name }, now)
  return { conversation, begins: 'new' }
}

/** A name that none of the user's sessions has. */
function untaken(tx: Tx, userId: string, name: string): string {
  let candidate = name
  for (let n = 2; conversationsCalled(tx, candidate, userId).length > 0; n++) {
    candidate = `${name} (${n})`
  }
  return candidate
}

function choose(tx: Tx, options: PlaceChoice, now: number): Choice {
  const { userId, place, mayCreate, idleMs } = options
  if (place.type === 'named') return chooseNamed(tx, place.named, userId)
  if (place.type === 'template') return chooseNew(tx, place)
  if (place.type === 'called') return chooseCalled(tx, place.name, userId)
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

function chooseCalled(tx: Tx, name: string, userId: string): Choice {
  const [found, ...others] = conversationsCalled(tx, name, userId)
  if (!found) return { type: 'absent' }
  return others.length > 0 ? { type: 'more-than-one' } : { type: 'found', conversation: found }
}

function chooseNew(tx: Tx, { template, id }: Extract<Place, { type: 'template' }>): Choice {
  if (id !== undefined && !isSessionId(id)) return { type: 'unfit-id' }
  if (id !== undefined && findConversation(tx, id)) return { type: 'taken' }
  return findTemplate(tx, template) ? { type: 'absent' } : { type: 'no-template' }
}
