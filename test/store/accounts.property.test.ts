import fc from 'fast-check'
import { expect, test } from 'vitest'
import { renewIds } from '../../src/db/transfer.ts'
import { exportJson } from '../../src/transfer/export-json.ts'
import { readExport, toCopy } from '../../src/transfer/import-json.ts'
import { FINDING, KIM, SAM, startConversations } from '../helpers/conversations.ts'

type Here = Awaited<ReturnType<typeof startConversations>>

const FINDING_TOKENS = 110

const phone = fc.constantFrom(SAM, KIM)
const pick = fc.nat(99)
const action = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('say'),
      phone,
      tokens: fc.integer({ min: 1, max: 9_000 }),
      finds: fc.boolean(),
    }),
  },
  fc.record({ type: fc.constant('leave half-way'), phone }),
  fc.record({ type: fc.constant('prune'), pick }),
  fc.record({ type: fc.constant('clear'), pick }),
  fc.record({ type: fc.constant('delete'), pick }),
  fc.record({ type: fc.constant('archive'), pick }),
  fc.record({ type: fc.constant('branch'), pick, round: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ type: fc.constant('import'), pick }),
)
type Action = typeof action extends fc.Arbitrary<infer One> ? One : never

/** What was spent by phone, all told, and by conversation as long as it is there. */
interface Expected {
  users: Map<string, number>
  conversations: Map<string, number>
}

const add = (sums: Map<string, number>, key: string, more: number) =>
  void sums.set(key, (sums.get(key) ?? 0) + more)

test('accounts by message, conversation, user and day agree, whatever is done', async () => {
  const agrees = fc.asyncProperty(
    fc.array(action, { minLength: 5, maxLength: 25 }),
    async (actions) => {
      const here = await startConversations()
      const expected: Expected = { users: new Map(), conversations: new Map() }
      for (const [index, one] of actions.entries()) {
        here.advance(1_000)
        await perform(here, expected, one, `made-${index}`)
      }
      await expectAgreement(here, expected)
    },
  )

  const { failed, counterexample } = await fc.check(agrees, { numRuns: 12 })

  expect({ failed, counterexample }).toEqual({ failed: false, counterexample: null })
}, 120_000)

async function perform(here: Here, expected: Expected, one: Action, newId: string) {
  const { conversations } = here.store
  if ('phone' in one) {
    if ('tokens' in one) return say(here, expected, one)
    return leaveHalfWay(here, expected, one.phone, newId)
  }
  const ids = [...expected.conversations.keys()]
  const id = ids[one.pick % ids.length]
  const conversation = id === undefined ? undefined : await conversations.find(id)
  if (id === undefined || !conversation) return
  if (one.type === 'prune') await conversations.prune(id, here.now() - 3_000)
  if (one.type === 'clear') await conversations.clear(id)
  if (one.type === 'archive') await conversations.archive(id)
  if (one.type === 'delete') {
    const deleted = await conversations.delete(id)
    if (deleted.type === 'removed') expected.conversations.delete(id)
  }
  if ('round' in one) {
    const round = Math.min(one.round, conversation.roundCount)
    const branched = await conversations.branch({ from: id, round, id: newId })
    if (branched.type === 'branched') expected.conversations.set(newId, 0)
  }
  if (one.type === 'import') {
    const user = await here.userOf(SAM)
    const source = { conversation, user, tags: [], messages: [here.messages(id)] }
    const json = [...exportJson(source)].join('')
    const copy = toCopy(readExport(json), conversation.userId)
    await conversations.insertCopy(renewIds(copy, newId))
    add(expected.conversations, newId, expected.conversations.get(id) ?? 0)
  }
}

async function say(
  here: Here,
  { users, conversations }: Expected,
  { phone: from, tokens, finds }: { phone: string; tokens: number; finds: boolean },
) {
  const steps = finds ? FINDING : []
  const id = await here.say(from, { user: 'find heat', reply: 'Heat is here.', steps, tokens })
  const spent = tokens + 1 + (finds ? FINDING_TOKENS : 0)
  add(users, from, spent)
  add(conversations, id, spent)
}

/** A turn of which a model call was paid for, and then its text was dropped. */
async function leaveHalfWay(
  { store, userOf }: Here,
  { users, conversations }: Expected,
  from: string,
  sid: string,
) {
  await store.inbox.accept({ sid, channel: 'sms', address: from, body: 'hi', mediaCount: 0 })
  const user = await userOf(from)
  const start = { sid, user, title: 'hi', day: '2026-11-21', idleMs: 3_600_000 }
  const round = await store.rounds.open(start)
  const [call, result] = FINDING
  if (!call || !result) return
  await store.rounds.saveStep(round, call)
  await store.conversations.clear(round.conversation.id)
  await store.rounds.saveStep(round, result)
  await store.inbox.drop(sid)
  add(users, from, FINDING_TOKENS)
  add(conversations, round.conversation.id, FINDING_TOKENS)
}

async function expectAgreement({ store, rows }: Here, expected: Expected): Promise<void> {
  const { conversations } = store
  expect(await conversations.miscounted()).toEqual([])
  expect(await conversations.brokenRounds(await conversations.ids('', 1_000))).toEqual([])

  const counted = rows('select id, total_tokens as tokens from conversations order by id')
  const wanted = [...expected.conversations].map(([id, tokens]) => ({ id, tokens }))
  expect(counted).toEqual(wanted.toSorted((one, other) => (one.id < other.id ? -1 : 1)))

  const stats = await conversations.stats({})
  const total = (some: ReadonlyArray<{ inputTokens: number; outputTokens: number }>) =>
    some.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
  const spent = [...expected.users.values()].reduce((sum, one) => sum + one, 0)
  for (const { phone: of, ...tokens } of stats.users) {
    expect(total([tokens])).toBe(expected.users.get(of) ?? 0)
  }
  const totals = [stats.users, stats.days, stats.models, stats.spent].map(total)
  expect(totals).toEqual([spent, spent, spent, spent])
}
