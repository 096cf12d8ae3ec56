import { assert, expect } from 'vitest'

export interface Family {
  type: string
  help: string
  /** By their name and labels, as they are written: `usherr_queue_length{queue="inbox"}`. */
  samples: Map<string, number>
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const LABEL = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"`
const SAMPLE = new RegExp(`^(${NAME})(\\{${LABEL}(?:,${LABEL})*\\})? (\\S+)$`)
const ABOUT = new RegExp(`^# (HELP|TYPE) (${NAME}) (.+)$`)
const TYPES = ['counter', 'gauge', 'histogram', 'summary', 'untyped']

/**
 * Reads Prometheus' text format by its rules: each family once and in one piece, its HELP and TYPE
 * first, no sample twice, counters named `_total`, histograms that add up.
 */
export function parseExposition(text: string): Map<string, Family> {
  const families = new Map<string, Family>()
  let name = ''
  let family: Family | undefined

  function begin(kind: string, of: string, says: string): void {
    if (kind === 'HELP') {
      expect(families.has(of), `${of} comes twice`).toBe(false)
      name = of
      family = { type: '', help: says, samples: new Map() }
      families.set(of, family)
      return
    }
    assert(family && of === name && family.type === '', `a TYPE of ${of} out of place`)
    expect(TYPES).toContain(says)
    family.type = says
  }

  expect(text.endsWith('\n')).toBe(true)
  for (const line of text.split('\n').filter((each) => each !== '')) {
    const [, kind, of, says] = ABOUT.exec(line) ?? []
    if (kind && of && says) {
      begin(kind, of, says)
      continue
    }
    const [, sample, labels = '', value] = SAMPLE.exec(line) ?? []
    assert(family?.type && sample && value, `not a sample, or before its TYPE: ${line}`)
    expect(namesOf(name, family.type)).toContain(sample)
    expect(family.samples.has(sample + labels), `${line} comes twice`).toBe(false)
    family.samples.set(sample + labels, toNumber(value))
  }
  for (const [of, each] of families) expectWellFormed(of, each)
  return families
}

function namesOf(name: string, type: string): string[] {
  return type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name]
}

function toNumber(value: string): number {
  const number = Number(value.replace('+Inf', 'Infinity').replace('-Inf', '-Infinity'))
  // Prometheus reads it in any spelling, and prom-client has one of its own.
  assert(/^nan$/i.test(value) || !Number.isNaN(number), `${value} is no number`)
  return number
}

function expectWellFormed(name: string, { type, samples }: Family): void {
  expect(TYPES).toContain(type)
  if (type === 'counter') expect(name).toMatch(/_total$/)
  if (type !== 'histogram') return
  const counts = new Map<string, number>()
  for (const [sample, value] of samples) {
    if (!sample.startsWith(`${name}_bucket`)) continue
    const series = sample
      .replace(/,?le="[^"]*"/, '')
      .replace('_bucket', '')
      .replace('{,', '{')
    expect(value).toBeGreaterThanOrEqual(counts.get(series) ?? 0)
    counts.set(series, value)
  }
  for (const [series, value] of counts) {
    const count = series.replace(name, `${name}_count`).replace('{}', '')
    expect(samples.get(count), `${count} is what its last bucket holds`).toBe(value)
  }
}
