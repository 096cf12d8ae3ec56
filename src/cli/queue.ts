import { counted } from '../counted.ts'
import {
  beganAt,
  drop,
  findObstacles,
  findQueueItem,
  listQueue,
  nameOf,
  type Obstacles,
  type QueueItem,
  type QueueRefusal,
  refusesDrop,
  refusesRetry,
  retry,
} from '../db/queue.ts'
import type { Tx } from '../db/tx.ts'
import { CommandError } from '../errors.ts'
import { changeBeside, readBeside } from '../store/beside.ts'
import type { CommandOptions } from './command-options.ts'
import { confirm } from './confirm.ts'
import {
  QUEUE_HEAD,
  queueRow,
  queueSum,
  refusalInWords,
  standingOf,
  waitsFor,
} from './queue-words.ts'
import { formatTable } from './table.ts'
import { printableJson, printer, widthOf } from './terminal.ts'
import { toJson } from './to-json.ts'
import { loadUsableConfig } from './usable-config.ts'

const LOST_DAYS = 7
const TAKEN_UP = 'The service takes it up within a second, or when it starts.'

/** Shows what waits and what was given up, beside a running service. */
export function showQueue(
  { env, terminal, now }: CommandOptions,
  { json }: { json: boolean },
): void {
  const at = now()
  const since = at - LOST_DAYS * 24 * 60 * 60_000
  const { items, obstacles } = readBeside(pathOf(env), (tx) => {
    return { items: listQueue(tx, since), obstacles: findObstacles(tx, at) }
  })
  const print = printer(terminal)
  if (json) return print(printableJson(items.map((item) => factsOf(item, obstacles))))
  if (items.length === 0) {
    return print(`Nothing waits, and nothing was given up in the last ${LOST_DAYS} days.`)
  }
  const rows = [QUEUE_HEAD, ...items.map((item) => queueRow(item, obstacles, at))]
  for (const line of formatTable(rows, widthOf(terminal))) print(line)
  print('')
  print(queueSum(items))
}

/**
 * Gives parked texts their turn again and has texts sent again: all that are named, or none.
 *
 * @throws {CommandError} that says which of them cannot be
 */
export function retryQueued(
  { env, terminal, now }: CommandOptions,
  ids: readonly string[],
  { json }: { json: boolean },
): void {
  const items = changeBeside(pathOf(env), (tx) => {
    const found = findAll(tx, ids, refusesRetry)
    for (const item of found) retry(tx, item, now())
    return found
  })
  const print = printer(terminal)
  if (json) return print(printableJson(items.map((item) => ({ id: nameOf(item) }))))
  for (const item of items) {
    print(`${nameOf(item)}: ${item.box === 'inbox' ? 'has its turn again' : 'is sent again'}.`)
  }
  print(TAKEN_UP)
}

/**
 * Ends texts without an answer and takes texts out of the outbox: all that are named, or none.
 *
 * @throws {CommandError} that says which of them cannot be, or that nobody said yes
 */
export async function dropQueued(
  { env, terminal, now }: CommandOptions,
  ids: readonly string[],
  { yes: isAgreed, json }: { yes: boolean; json: boolean },
): Promise<void> {
  const path = pathOf(env)
  const named = readBeside(path, (tx) => findAll(tx, ids, refusesDrop))
  const what = `${counted(named.length, 'text')} (${named.map(nameOf).join(', ')})`
  await confirm(terminal, `Drop ${what}? They stay in the history.`, { isAgreed })
  const items = changeBeside(path, (tx) => {
    const found = findAll(tx, ids, refusesDrop)
    for (const item of found) drop(tx, item, now())
    return found
  })
  const print = printer(terminal)
  if (json) return print(printableJson(items.map((item) => ({ id: nameOf(item) }))))
  for (const item of items) {
    print(`${nameOf(item)}: ${item.box === 'inbox' ? 'gets no answer' : 'is not sent'}.`)
  }
}

/** All of them, each once, or an error with a line for each that is not to be had. */
function findAll(
  tx: Tx,
  ids: readonly string[],
  refuses: (item: QueueItem) => QueueRefusal | undefined,
): QueueItem[] {
  const found = new Map<string, QueueItem>()
  const complaints: string[] = []
  for (const id of ids) {
    const item = findQueueItem(tx, id)
    const refusal = item && refuses(item)
    if (refusal) complaints.push(`${id}: ${refusalInWords(refusal)}`)
    else if (item) found.set(nameOf(item), item)
    else complaints.push(`${id}: There is no such text. \`usherr queue\` lists what there is.`)
  }
  if (complaints.length > 0) {
    throw new CommandError(['Nothing was changed.', ...complaints].join('\n'))
  }
  return [...found.values()]
}

function factsOf(item: QueueItem, obstacles: Obstacles) {
  const { address, channel, attempts } = item.row
  const shared = {
    id: nameOf(item),
    phone: address,
    channel,
    state: standingOf(item),
    attempts,
    at: beganAt(item),
  }
  if (item.box === 'inbox') return toJson({ ...shared, sid: item.row.sid })
  const { id: outboxId, key, kind, errorCode, providerSid, nextAttemptAt } = item.row
  return toJson({
    ...shared,
    outboxId,
    key,
    kind,
    errorCode,
    providerSid,
    nextAttemptAt,
    waitsFor: waitsFor(item, obstacles),
  })
}

function pathOf(env: NodeJS.ProcessEnv): string {
  return loadUsableConfig(env).usable.databasePath
}
