import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import type { Role } from '../../db/users.ts'
import { ImportError } from '../../errors.ts'
import { cleanName } from '../../seen-text.ts'
import { parseWholePhone } from '../../users/written-phone.ts'

export interface WrittenPerson {
  phone: string
  name: string | null
  role: Role
}

export interface PeopleFile {
  people: WrittenPerson[]
  /** Columns that mean nothing here, as they are called. */
  ignored: string[]
}

const COLUMNS = ['phone', 'name', 'role'] as const
type Column = (typeof COLUMNS)[number]

const MOST_ROWS = 1_000
const MOST_PROBLEMS = 10
const NO_HEADER =
  'Its first line has to name its columns: phone, and name and role where there are.'

const Rows = z.array(
  z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }),
)
type Row = z.infer<typeof Rows>[number]

/**
 * The people of a CSV file, whose first line names the columns, in any order.
 *
 * @throws {ImportError} that names the lines that cannot be read
 */
export function readPeople(text: string): PeopleFile {
  const [header, ...rows] = readRows(text)
  const names = header?.record ?? []
  const columns = names.map((name) => COLUMNS.find((column) => column === name.toLowerCase()))
  if (!columns.includes('phone')) throw new ImportError(NO_HEADER)
  const twice = columns.find((column, at) => column && columns.indexOf(column) < at)
  if (twice) throw new ImportError(`It has more than one column called ${twice}.`)
  if (rows.length > MOST_ROWS) {
    throw new ImportError(`It has ${rows.length} people; ${MOST_ROWS} are the most at a time.`)
  }
  const people = readAll(rows, columns)
  return { people, ignored: names.filter((name, at) => name !== '' && !columns[at]) }
}

function readRows(text: string): Row[] {
  try {
    // Excel writes semicolons where a comma stands in numbers.
    const [head = ''] = text.split(/[\r\n]/, 1)
    const delimiter = head.includes(';') ? ';' : ','
    const options = { bom: true, trim: true, info: true, relax_column_count: true } as const
    return Rows.parse(parse(text, { ...options, delimiter, skip_empty_lines: true }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = 'lines' in error ? `line ${String(error['lines'])}: ` : ''
    throw new ImportError(`${line}its quotes do not fit together, and nothing was changed.`, {
      cause: error,
    })
  }
}

function readAll(rows: readonly Row[], columns: readonly (Column | undefined)[]): WrittenPerson[] {
  const lineOf = new Map<string, number>()
  const problems: string[] = []
  const people = rows.flatMap(({ record, info: { lines: line } }) => {
    const read = readPerson(record, columns)
    const earlier = 'phone' in read ? lineOf.get(read.phone) : undefined
    const problem =
      'problem' in read ? read.problem : earlier && `the phone of line ${earlier} again`
    if (problem) problems.push(`line ${line}: ${problem}`)
    if ('problem' in read || problem) return []
    lineOf.set(read.phone, line)
    return [read]
  })
  if (problems.length > 0) throw new ImportError(inWords(problems))
  return people
}

function inWords(problems: readonly string[]): string {
  const more = problems.length - MOST_PROBLEMS
  const rest = more > 0 ? [`and ${more} more`] : []
  return [...problems.slice(0, MOST_PROBLEMS), ...rest, 'Nothing was changed.'].join('\n')
}

function readPerson(
  record: readonly string[],
  columns: readonly (Column | undefined)[],
): WrittenPerson | { problem: string } {
  if (record.length > columns.length) return { problem: 'more columns than the first line has' }
  const cell = (column: Column) => record[columns.indexOf(column)] ?? ''
  const written = cell('phone')
  const phone = parseWholePhone(written)
  if (!phone) return { problem: `'${written}' is no phone with its country, such as +14155550123` }
  const role = readRole(cell('role'))
  if (!role) return { problem: `'${cell('role')}' is no role: admin or member` }
  const name = cleanName(cell('name')) ?? null
  if (name === null && cell('name') !== '') return { problem: `'${cell('name')}' is no name` }
  return { phone, name, role }
}

function readRole(written: string): Role | undefined {
  const role = written.toLowerCase()
  if (role === '') return 'member'
  return role === 'admin' || role === 'member' ? role : undefined
}
