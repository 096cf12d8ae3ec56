import { assert, expect, test } from 'vitest'
import { createStarts } from '../../src/turns/starts.ts'
import { SAM } from '../helpers/settings.ts'
import { openStore } from '../helpers/store.ts'

test('a start that meets the leaving in the commit that counts it does not count', async () => {
  const store = openStore()
  await store.users.seed([{ phone: SAM, role: 'admin' }])
  await store.inbox.accept({ sid: 'SM1', channel: 'sms', address: SAM, body: 'hi', mediaCount: 0 })
  const [text, user] = [await store.inbox.next(SAM), await store.users.findByPhone(SAM)]
  assert(text && user)
  const leaving = new AbortController()
  const open: typeof store.rounds.open = async (round) => {
    const opened = await store.rounds.open(round)
    leaving.abort()
    return opened
  }
  const { uncount } = store.rounds
  const start = createStarts({ rounds: { open, uncount }, log: { warn: () => {} } })

  const place = { user, title: 'hi', day: '2026-11-20', idleMs: Infinity }
  const started = start(text, place, leaving.signal, async () => leaving.signal.throwIfAborted())

  await expect(started).rejects.toThrow('aborted')
  expect(await store.inbox.next(SAM)).toMatchObject({ attempts: 0 })
})
