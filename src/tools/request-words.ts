import type { ToolOutcome } from '../db/column-types.ts'
import type { Request } from '../db/requests.ts'
import type { User } from '../db/users.ts'
import { namesakeOf } from '../namesakes.ts'
import { cleanName } from '../seen-text.ts'
import { phoneInShort } from '../sms/addresses.ts'
import { withEnd } from '../users/called.ts'
import type { Title } from './title.ts'
import type { Asked } from './tool.ts'
import { shortTitle, titleAndYear } from './wording.ts'

// With both as long as this, a request fits into two segments in any script.
const MAX_NAME = 20
const MAX_TITLE = 24

/** What an admin reads of a request, the best wording first. Nothing in it takes a bare yes. */
export function requestsFor(
  title: Title,
  asker: { user: User; users: readonly User[] },
  say: (who: string, subject: string) => string,
): (code: string) => [string, ...string[]] {
  const who = askerInWords(asker.user, asker.users)
  return (code) => {
    const howTo = `Reply APPROVE ${code}, or REFUSE ${code} and a reason.`
    const wording = (longest?: number) => `${say(who, inQuotes(title, longest))}. ${howTo}`
    return [wording(), wording(MAX_TITLE)]
  }
}

/** Of two who go by one name, with the end of their phone: `Sam ...0199` */
export function askerInWords(user: User, users: readonly User[]): string {
  const name = cleanName(user.name)?.slice(0, MAX_NAME).trim()
  if (!name) return user.phone
  return namesakeOf(user, users) ? withEnd({ name, phone: user.phone }) : name
}

/** Who stands at the door, never to be read as whoever of that name is in. */
export function strangerInWords(
  { name, phone }: { name: string; phone: string },
  users: readonly User[],
): string {
  const who = namesakeOf({ name, phone }, users) ? `Another "${name}"` : name
  return `${who} (${phoneInShort(phone)})`
}

const WORDS_ALONE = /^[\p{L}\p{M}\p{N}' ]+$/u
const QUOTES = /["\u201C-\u201F\u00AB\u00BB\u2033]/g

/** A title that is more than words comes in quotes: it is a stranger's, and might sound like us. */
function inQuotes({ title, year }: Title, longest?: number): string {
  const short = shortTitle(title, longest)
  if (WORDS_ALONE.test(short)) return titleAndYear({ title: short, year })
  const quoted = `"${short.replaceAll(QUOTES, "'")}"`
  return year > 0 ? `${quoted} (${year})` : quoted
}

/** What ends the list of requests, each line of which begins with its code. */
export const REQUESTS_END = 'Reply APPROVE or REFUSE and its number.'

/** A request's subject in a list of them, where a title might sound like the next line. */
export function listedSubject(subject: string): string {
  const [, title = subject] = /^(.*) \(\d{4}\)$/.exec(subject) ?? []
  return WORDS_ALONE.test(title) ? subject : `"${subject.replaceAll(QUOTES, "'")}"`
}

/** What who asked is told about it; `what` goes on from whom was asked, ` for Dune (2021)`. */
export function askedInWords({ type, names }: Asked, what = ''): ToolOutcome {
  switch (type) {
    case 'asked':
      return {
        type: 'change',
        text: `I've asked ${namesInWords(names)}${what}. I'll text you the answer.`,
      }
    case 'already-asked':
      return { type: 'answer', text: `I've already asked ${namesInWords(names)}${what}.` }
    case 'nobody':
      return { type: 'answer', text: 'There is no admin here whom I can text right now.' }
  }
}

/** `Sam`, `Sam and Dana`, `Sam, Dana and another admin` */
export function namesInWords(names: ReadonlyArray<string | null>): string {
  const named = names.flatMap((name) => cleanName(name) ?? [])
  const others = names.length - named.length
  if (named.length === 0) return others > 1 ? `${others} admins` : 'an admin'
  const more = others === 1 ? ['another admin'] : others > 1 ? [`${others} other admins`] : []
  const all = [...named, ...more]
  return all.length === 1 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`
}

/** Whoever has a rating limit is asked about no title. */
export function maySee({ ratingCap }: User, { kind }: Pick<Request, 'kind'>): boolean {
  return kind === 'join' || ratingCap === null
}

/** Whether it is theirs to decide: not what they asked for themselves, nor what they may not see. */
export function mayDecide(admin: User, request: Pick<Request, 'kind' | 'userId'>): boolean {
  return maySee(admin, request) && request.userId !== admin.id
}

/** `Dune (2021)`, `removing Heat (1995)`, `letting Alex in` */
export function requestInWords({ kind, subject }: Pick<Request, 'kind' | 'subject'>): string {
  switch (kind) {
    case 'add':
      return subject
    case 'remove':
      return `removing ${subject}`
    case 'join':
      return `letting ${subject} in`
  }
}
