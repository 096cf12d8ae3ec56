import { counted } from '../../counted.ts'
import type { Imported } from '../../db/people-import.ts'
import type { CommandOptions } from '../command-options.ts'
import { confirm } from '../confirm.ts'
import { readTextFile } from '../read-text-file.ts'
import { nameOfUser, type Sessions, tell, withSessions } from '../sessions/session-store.ts'
import { oneLine } from '../terminal.ts'
import { greetingOf } from './let-in.ts'
import { readPeople, type WrittenPerson } from './read-people.ts'
import { userFacts } from './user-facts.ts'

export interface ImportFlags {
  greet: boolean
  yes: boolean
  json: boolean
}

const BOUNDS = {
  mostBytes: 1024 * 1024,
  tooLong: 'It is longer than a file of people may be, 1 MB.',
  notUtf8: 'It is no text in UTF-8. Save it as CSV UTF-8.',
}
const AND = new Intl.ListFormat('en-GB')

/**
 * Lets in the people of a CSV file, all of them or nobody; whoever is there is left as they are.
 *
 * @throws {AppError} that says why not, with the lines
 */
export function importUsers(
  options: CommandOptions,
  file: string,
  { greet, yes: isAgreed, json }: ImportFlags,
): Promise<void> {
  return withSessions(options, async (store) => {
    const { people, ignored } = readPeople(await readTextFile(store.terminal, file, BOUNDS))
    const admins = await newAdmins(store, people)
    if (admins.length > 0) {
      await confirm(
        store.terminal,
        `Make ${AND.format(admins)} ${admins.length === 1 ? 'an admin' : 'admins'}?`,
        { isAgreed },
      )
    }
    const imported = await store.people.import({
      people: people.map((person) => ({
        ...person,
        greeting: greet ? greetingOf(person.name, store) : undefined,
      })),
    })
    const facts = { known: imported.known.length, ignoredColumns: ignored }
    tell(
      store.terminal,
      { json },
      {
        lines: inWords(imported, ignored),
        data: { added: imported.added.map(userFacts), ...facts },
      },
    )
  })
}

/** Those of the file who would be an admin, and are not there yet. */
async function newAdmins({ users }: Sessions, people: readonly WrittenPerson[]): Promise<string[]> {
  const known = new Set((await users.list()).map(({ phone }) => phone))
  return people
    .filter(({ role, phone }) => role === 'admin' && !known.has(phone))
    .map((person) => oneLine(person.name ? `${person.name} (${person.phone})` : person.phone))
}

function inWords({ added, known }: Imported, ignored: readonly string[]): string[] {
  const names =
    added.length > 0 && added.length <= 10 ? `: ${AND.format(added.map(nameOfUser))}` : ''
  return [
    `Let in ${added.length === 0 ? 'nobody' : `${counted(added.length, 'user')}${names}`}.`,
    ...(known.length > 0
      ? [`${counted(known.length, 'user')} here already, left as they are.`]
      : []),
    ...(ignored.length > 0 ? [`Not read: ${ignored.join(', ')}.`] : []),
  ]
}
