import { expect } from 'vitest'
import { type Household, KIM, SAM } from '../helpers/household.ts'
import type { createReference } from './reference.ts'

type Reference = ReturnType<typeof createReference>

interface Texted {
  words: string
  at: number
  /** How many texts they had been sent. */
  read: number
  asks: boolean
}

export interface PhoneOptions {
  household: Household
  reference: Reference
  /** Makes the model say nothing until the returned function is called. */
  hold: () => () => void
  /** The titles that were deleted since the last look. */
  deleted: () => unknown[]
}

// What is told when a request has ended comes by itself, and replies to nothing.
const IS_NOTICE = /, as you asked\.$|I've stopped asking\.$/
const REMOVED = /\b[Rr]emoved (\w+(?: \w+)?) \(/

/** Sam's phone, whoever holds it: after each text what happened is compared with what may. */
export function createPhones({ household, reference, hold, deleted }: PhoneOptions) {
  const { now } = household
  const yes = () => `YES ${reference.lastCode}`
  const repliesTo = (phone: string, before: number) =>
    household
      .sentTo(phone)
      .slice(before)
      .filter((body) => !IS_NOTICE.test(body))

  async function text(words: string, asks = false): Promise<Texted> {
    const texted = { words, at: now(), read: household.sentTo(SAM).length, asks }
    await household.deliver(SAM, words)
    return texted
  }

  async function compare(...texts: [Texted, ...Texted[]]): Promise<void> {
    const [{ read: before }] = texts
    await household.settled()
    const replies = repliesTo(SAM, before)
    const mayBeDeleted = texts.flatMap(({ asks, ...given }, index) => {
      const title = reference.hear({ ...given, handledAt: now() })
      const put = { place: before + index + 1, at: now() }
      reference.read(replies[index] ?? '', { asks, put })
      return title ?? []
    })

    const claimed = replies.flatMap((reply) => REMOVED.exec(reply)?.[1] ?? [])
    expect({ replies: replies.length, deleted: deleted(), claimed }).toEqual({
      replies: reference.isActive() ? texts.length : 0,
      deleted: mayBeDeleted,
      claimed: mayBeDeleted,
    })
  }

  return {
    yes,
    say: async (words: string, asks = false) => compare(await text(words, asks)),

    /** The second is written before the reply to the first is there. */
    async sayAtOnce(first: string, second: string, asks = false): Promise<void> {
      let release = () => {}
      const held = new Promise<'pass'>((resolve) => (release = () => resolve('pass')))
      household.twilio.intercept = ({ method }) => (method === 'POST' ? held : 'pass')
      const texted = [await text(first, asks), await text(second)] as const
      household.jump(3_000)
      release()
      await compare(...texted)
      household.twilio.intercept = () => 'pass'
    },

    /** The answer waits behind a text whose turn takes so long. */
    async sayLate(ms: number): Promise<void> {
      const release = hold()
      const texted = [await text('is heat in?'), await text(yes())] as const
      household.jump(ms)
      release()
      await compare(...texted)
    },

    async sayAndRestart(words: string): Promise<void> {
      const texted = await text(words)
      await household.restart()
      await compare(texted)
    },

    /** The right code from where nobody was asked. */
    async sayElsewhere(from: string): Promise<void> {
      const before = household.sentTo(from).length
      await household.deliver(from, yes())
      await household.settled()

      const isAnswered = from === KIM || reference.isActive()
      const replies = repliesTo(from, before).length
      expect({ deleted: deleted(), replies }).toEqual({ deleted: [], replies: isAnswered ? 1 : 0 })
    },
  }
}
