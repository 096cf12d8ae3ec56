import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { printableJson, widthOf } from '../../src/cli/terminal.ts'

test('what somebody sent does not draw on a terminal as JSON either, and is kept', () => {
  const value = { body: 'a\u009b2J\u202eb\u007f\n👩\u200d🚀 \u{e0001}漢', list: ['é'] }

  const json = printableJson(value)

  expect(JSON.parse(json)).toEqual(value)
  expect(json.replaceAll('\n', '')).not.toMatch(/\p{C}/u)
  expect(json).toContain('漢')
})

test.for([
  [{ isTTY: true, columns: 60 }, 60],
  [{ isTTY: true, columns: 0 }, undefined],
  [{ columns: 60 }, undefined],
] as const)('a line of %j may be %s columns wide', ([stream, width]) => {
  const stdout = Object.assign(new PassThrough(), stream)

  expect(widthOf({ stdin: new PassThrough(), stdout, stderr: new PassThrough() })).toBe(width)
})
