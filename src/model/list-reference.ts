import type { ListedTitle, NamedTitles } from './model.ts'
import { positionOf } from './plain-words.ts'

const NUMBER = /^(?:#|no\.? ?|number )?(\d{1,2})\)?$/i
const ORDINAL = /^(?:the )?(\w+)( one)?$/i
const POINTING = /^(?:that|this|it)(?: one)?$/i

/**
 * The title that `words` point at: "2", "number 2", "the second one", "that one".
 * `'unclear'` when they can only point but hit nothing; `undefined` when they may be a title.
 */
export function listReference(
  words: string,
  { items, isNumbered }: NamedTitles,
): ListedTitle | 'unclear' | undefined {
  if (POINTING.test(words)) return (items.length === 1 ? items[0] : undefined) ?? 'unclear'

  const [, number] = NUMBER.exec(words) ?? []
  if (number) return isNumbered ? items[Number(number) - 1] : undefined

  const [, ordinal = '', one] = ORDINAL.exec(words) ?? []
  const position = positionOf(ordinal)
  if (position === undefined) return undefined
  return items.at(position) ?? (one ? 'unclear' : undefined)
}
