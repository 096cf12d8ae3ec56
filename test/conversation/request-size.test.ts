import { expect, test } from 'vitest'
import { SYSTEM_PROMPT } from '../../src/conversation/system-prompt.ts'
import { toDefinitions } from '../../src/conversation/tool-calls.ts'
import { tools } from '../../src/tools/index.ts'

// Sent with every text, and a local server with 4096 tokens has to hold it beside a conversation.
const MOST_BYTES = 8000

test('prompt and tools together stay small', () => {
  const sent = SYSTEM_PROMPT + JSON.stringify(toDefinitions(tools))

  expect(Buffer.byteLength(sent)).toBeLessThan(MOST_BYTES)
})
