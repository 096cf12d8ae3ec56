import type { ListedTitle } from './model.ts'
import { positionOf } from './plain-words.ts'

const NUMBER = /^(?:#|no\.? ?|number )?(\d{1,2})\)?$/i
const ORDINAL = /^(?:the )?(\w+)( one)?$/i
const POINTING = /^(?:that|this|it)(?: one)?$/i

/**
 * The entry of `list` that `words` point at: "2", "number 2", "the second one", "that one".
 * `'unclear'` when they can only point but hit nothing; `undefined` when they may be a title.
 */
export function listReference(
  words: string,
  list: readonly ListedTitle[],
): ListedTitle | 'unclear' | undefined {
  if (POINTING.test(words)) return (list.length === 1 ? list[0] : undefined) ?? 'unclear'

  const [, number] = NUMBER.exec(words) ?? []
  if (number) return list[Number(number) - 1]

  const [, ordinal = '', one] = ORDINAL.exec(words) ?? []
  const position = positionOf(ordinal)
  if (position === undefined) return undefined
  return list.at(position) ?? (one ? 'unclear' : undefined)
}
