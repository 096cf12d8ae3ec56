import { setImmediate } from 'node:timers/promises'
import { counted } from '../../counted.ts'
import type { BrokenRound } from '../../db/broken-rounds.ts'
import type { Counters, Difference } from '../../db/verification.ts'
import type { StoreBeside } from '../../store/beside.ts'
import type { CommandOptions } from '../command-options.ts'
import { type Advance, withProgress } from '../progress.ts'
import { formatTable } from '../table.ts'
import { printableJson, printer, type Terminal, widthOf } from '../terminal.ts'
import { withSessions } from './session-store.ts'

const PAGE = 100

/** Looks whether all counters and rounds are as they must be; resolves with whether they are now. */
export async function verifySessions(
  options: CommandOptions,
  { repair, json }: { repair: boolean; json: boolean },
): Promise<boolean> {
  return withSessions(options, async ({ conversations, terminal }) => {
    const { miscounted, broken, sessions } = await withProgress(
      terminal,
      'Sessions verified:',
      (advance) => findAll(conversations, { repair, advance }),
    )
    if (json) printer(terminal)(printableJson({ sessions, miscounted, broken, repaired: repair }))
    else printFindings(terminal, { miscounted, broken, sessions, isRepaired: repair })
    return broken.length === 0 && (repair || miscounted.length === 0)
  })
}

interface Findings {
  miscounted: Difference[]
  broken: BrokenRound[]
  /** How many were looked at. */
  sessions: number
}

async function findAll(
  conversations: StoreBeside['conversations'],
  { repair, advance }: { repair: boolean; advance: Advance },
): Promise<Findings> {
  const miscounted = await conversations.miscounted()
  // First, because a round is compared with a counter.
  if (repair) for (const { id } of miscounted) await conversations.recount(id)
  const broken: BrokenRound[] = []
  let sessions = 0
  for (let last: string | undefined = ''; last !== undefined;) {
    const ids: string[] = await conversations.ids(last, PAGE)
    broken.push(...(await conversations.brokenRounds(ids)))
    sessions += ids.length
    advance(sessions)
    await setImmediate()
    last = ids.at(-1)
  }
  return { miscounted, broken, sessions }
}

const FIELDS: Array<[field: keyof Counters, words: string]> = [
  ['messageCount', 'messages'],
  ['roundCount', 'rounds'],
  ['inputTokens', 'input tokens'],
  ['outputTokens', 'output tokens'],
  ['totalTokens', 'tokens'],
]

function printFindings(
  terminal: Terminal,
  { miscounted, broken, sessions, isRepaired }: Findings & { isRepaired: boolean },
): void {
  const print = printer(terminal)
  if (miscounted.length + broken.length === 0) {
    return print(`All is as it must be, in ${counted(sessions, 'session')}.`)
  }
  const rows = [
    ...miscounted.map(({ id, counted: has, actual }) => [id, differenceInWords(has, actual)]),
    ...broken.map(({ id, round, says }) => [id, `round ${round} ${says}`]),
  ]
  for (const line of formatTable(rows, widthOf(terminal), { whole: [0] })) print(line)
  print('')
  if (miscounted.length > 0) {
    const what = `${counted(miscounted.length, 'session')} counted wrongly`
    print(isRepaired ? `${what}; set right.` : `${what}. --repair sets them right.`)
  }
  if (broken.length > 0) {
    const what = `${counted(broken.length, 'finding')} about rounds that nothing here can mend`
    print(`${what}. \`usherr sessions clear\` deletes what was said in a session, and it goes on.`)
  }
}

/** `3 messages, counted 5` for each counter that is wrong. */
function differenceInWords(has: Counters, actual: Counters): string {
  return FIELDS.filter(([field]) => has[field] !== actual[field])
    .map(([field, words]) => `${actual[field]} ${words}, counted ${has[field]}`)
    .join('; ')
}
