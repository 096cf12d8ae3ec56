import type { Request } from '../db/requests.ts'
import { cleanName } from '../seen-text.ts'
import type { ToolContext } from './tool.ts'

/**
 * What an admin reads of how who asked hears of a decision: nothing that has not happened. `sayNow`
 * is said where it goes at once, and nothing where it never goes.
 */
export async function toldInWords(
  request: Request,
  { requests }: Pick<ToolContext, 'requests'>,
  sayNow: (who: string) => string,
): Promise<string> {
  const name = cleanName((await requests.findUser(request.userId))?.name)
  switch (await requests.noticeTimeOf(request)) {
    case 'now':
      return sayNow(name ?? 'them')
    case 'after-quiet-hours':
      return `${name ?? 'They'} will hear of it after ${name ? 'their' : 'the'} quiet hours.`
    case 'once-they-write':
      return `I can't text ${name ?? 'them'} on WhatsApp until they write.`
    case 'never':
      return ''
  }
}
