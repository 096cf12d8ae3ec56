import { expect, test } from 'vitest'
import { createStarts } from '../../src/turns/starts.ts'

test('a start that leaving met in the commit that counts it does not count', async () => {
  const leaving = new AbortController()
  let attempts = 0
  const start = createStarts({
    rounds: {
      open: async () => {
        attempts++
        leaving.abort()
        return {} as never
      },
      uncount: async () => void attempts--,
    },
    log: { warn: () => {} },
  })
  await start({ sid: 'SM1', attempts: 0 } as never, {} as never, leaving.signal, async () =>
    leaving.signal.throwIfAborted(),
  ).catch(() => {})
  expect(attempts).toBe(0)
})
