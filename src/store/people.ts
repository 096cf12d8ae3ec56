import { importPeople } from '../db/people-import.ts'
import { listPeople } from '../db/people-list.ts'
import { changePerson, changeSettings, letIn, personAt } from '../db/people.ts'
import type { Tx } from '../db/tx.ts'
import type { Transactions } from './commit-queue.ts'

type Of<Change extends (tx: Tx, of: never, now: number) => unknown> = Parameters<Change>[1]

/** Who may text, and what follows from a change of that. */
export function createPeopleStore({ read, write, now }: Transactions) {
  return {
    at: (phone: string) => read((tx) => personAt(tx, phone)),
    list: (since: string) => read((tx) => listPeople(tx, since)),
    letIn: (of: Of<typeof letIn>) => write((tx) => letIn(tx, of, now())),
    change: (of: Of<typeof changePerson>) => write((tx) => changePerson(tx, of, now())),
    changeSettings: (of: Of<typeof changeSettings>) => write((tx) => changeSettings(tx, of, now())),
    import: (of: Of<typeof importPeople>) => write((tx) => importPeople(tx, of, now())),
  }
}
