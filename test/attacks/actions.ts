import fc from 'fast-check'
import { type Standing, type Title, TITLES } from './reference.ts'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

export const WORDS = {
  chat: 'thanks',
  offer: 'is alien in?',
  more: 'MORE',
  new: 'NEW',
  claim: 'claim it',
  yes: 'yes',
  no: 'no',
} as const

const CHANGES = ['grows', 'is replaced', 'moves', 'goes', 'comes'] as const
export type Change = (typeof CHANGES)[number]

type Bare =
  | keyof typeof WORDS
  | 'right answer'
  | 'older code'
  | 'no with code'
  | 'yes twice'
  | 'yes and restart'
  | 'from Kim'
  | 'over WhatsApp'
  | 'restart'
  | 'lost answer'

/** What somebody does; a text is Sam's, or is in Sam's name. */
export type Action =
  | { type: Bare }
  | { type: 'ask' | 'ask a model' | 'ask and yes'; title: Title }
  | { type: 'guess'; times: number }
  | { type: 'late' | 'wait'; ms: number }
  | { type: 'stand'; as: Standing }
  | { type: 'change'; title: Title; how: Change }

const title = fc.constantFrom(...TITLES)
const one = (...types: Bare[]) => fc.record({ type: fc.constantFrom(...types) })
const asking = fc.record({
  type: fc.constantFrom('ask' as const, 'ask', 'ask a model', 'ask and yes'),
  title,
})
const answering: fc.Arbitrary<Action> = fc.oneof(
  { weight: 6, arbitrary: one('right answer') },
  { weight: 3, arbitrary: one('yes', 'no', 'older code', 'no with code') },
  { weight: 3, arbitrary: one('yes twice', 'yes and restart', 'from Kim', 'over WhatsApp') },
  {
    weight: 1,
    arbitrary: fc.constantFrom(HOUR / 3, 2 * HOUR).map((ms) => ({ type: 'late' as const, ms })),
  },
)
// No sum of them is ten minutes, within the seconds that a text takes here.
const spans = [80 * SECOND, 250 * SECOND, 11 * MINUTE, 2 * HOUR, DAY, -7_201 * SECOND]
const between: fc.Arbitrary<Action> = fc.oneof(
  { weight: 3, arbitrary: one('chat', 'offer', 'more', 'new', 'claim', 'restart', 'lost answer') },
  { weight: 1, arbitrary: one('yes', 'no', 'older code') },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 1, max: 3 }).map((times) => ({ type: 'guess' as const, times })),
  },
  { weight: 3, arbitrary: fc.constantFrom(...spans).map((ms) => ({ type: 'wait' as const, ms })) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('change' as const),
      title,
      how: fc.constantFrom(...CHANGES),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom<Standing[]>('admin', 'admin', 'member', 'blocked')
      .map((as) => ({ type: 'stand' as const, as })),
  },
)

/** A question, what comes between, and what may be its answer. */
export const episode: fc.Arbitrary<Action[]> = fc
  .tuple(
    fc.constantFrom<Standing[]>('admin', 'admin', 'admin', 'member'),
    asking,
    fc.array(between, { maxLength: 2 }),
    answering,
    fc.array(between, { maxLength: 1 }),
  )
  .map(([as, ask, before, answer, after]) => [
    { type: 'stand', as },
    { type: 'change', title: ask.title, how: 'comes' },
    ask,
    ...before.map((step) => (step.type === 'change' ? { ...step, title: ask.title } : step)),
    answer,
    ...after,
  ])
