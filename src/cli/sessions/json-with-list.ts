import { printableJson } from '../terminal.ts'
import { toJson } from '../to-json.ts'

/** An object whose last field is a long list, in pieces. */
export function* jsonWithList(
  head: object,
  field: string,
  pages: Iterable<ReadonlyArray<Record<string, unknown>>>,
): Generator<string> {
  yield `${printableJson(head).slice(0, -2)},\n  "${field}": [`
  let separator = ''
  for (const page of pages) {
    for (const row of page) {
      yield `${separator}\n    ${printableJson(toJson(row)).replaceAll('\n', '\n    ')}`
      separator = ','
    }
  }
  yield '\n  ]\n}\n'
}
