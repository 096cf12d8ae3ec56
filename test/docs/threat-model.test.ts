import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The last cell of each row below a head. */
function provedBy(document: string): string[] {
  const rows = document.split('\n').filter((line) => /^\| (?!who \|)/.test(line))
  return rows.map((row) => row.split('|').at(-2) ?? '')
}

function sourcesOfTests(): string {
  const folder = join(ROOT, 'test')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const tests = files.filter((file) => file.endsWith('.test.ts'))
  return tests.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n')
}

test('each row of the threat model names tests that there are', () => {
  const cells = provedBy(readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8'))
  const sources = sourcesOfTests()

  const titles = cells.map((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, title]) => title))

  expect(cells.length).toBeGreaterThan(20)
  expect(titles.filter((named) => named.length === 0)).toEqual([])
  const isTest = (title = '') => ["'", '"', '`'].some((q) => sources.includes(q + title + q))
  expect(titles.flat().filter((title) => !isTest(title))).toEqual([])
})
