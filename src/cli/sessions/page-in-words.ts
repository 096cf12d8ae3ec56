import { counted } from '../../counted.ts'
import type { Page } from '../../db/conversation-list.ts'

/** `Page 1 of 3, 120 sessions. --page 2 shows the next.`; undefined where one page shows all. */
export function pageInWords(
  { limit, page }: Page,
  total: number,
  noun: string,
): string | undefined {
  const pages = Math.ceil(total / limit)
  const sum = counted(total, noun)
  if (page > pages) return `There is no page ${page}: ${sum} fill ${counted(pages, 'page')}.`
  if (pages <= 1) return undefined
  const next = page < pages ? ` --page ${page + 1} shows the next.` : ''
  return `Page ${page} of ${pages}, ${sum}.${next}`
}
