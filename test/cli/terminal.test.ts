import { expect, test } from 'vitest'
import { formatTable } from '../../src/cli/table.ts'
import { printableJson } from '../../src/cli/terminal.ts'

test('what somebody sent does not draw on a terminal as JSON either, and is kept', () => {
  const value = { body: 'a\u009b2J\u202eb\u007f\n👩\u200d🚀 \u{e0001}漢', list: ['é'] }

  const json = printableJson(value)

  expect(JSON.parse(json)).toEqual(value)
  expect(json.replaceAll('\n', '')).not.toMatch(/\p{C}/u)
  expect(json).toContain('漢')
})

test('a table may be as long as a queue can be', () => {
  const rows = Array.from({ length: 200_000 }, () => ['in-1', 'waiting'])

  expect(formatTable(rows, 80)).toHaveLength(200_000)
})
