import { counted } from '../counted.ts'
import { beganAt, nameOf, type Obstacles, type QueueItem, type QueueRefusal } from '../db/queue.ts'
import { isHeldRow } from '../db/whatsapp-window.ts'
import { isHolding } from '../sms/twilio-refusals.ts'
import { sendCodeInWords } from './send-codes.ts'
import { spanInWords } from './span-in-words.ts'

/** What it is doing in the queue, as an operator would say it. */
export type Standing = 'to send' | 'held' | QueueItem['row']['state']

const REFUSALS: Record<QueueRefusal, string> = {
  answered: 'That text has had its turn.',
  waiting: 'That text has not been given up: its turn comes by itself.',
  sending: 'It is being sent, or looked for at Twilio because nobody knows whether it was. Wait.',
  sent: 'Twilio has it.',
  'given-up': 'It has been given up already, and nothing waits for it.',
  'no-use': '"Still on it..." is of no use any more.',
  'no-terminal': 'No terminal waits for its answer any more. Say it again with `usherr chat`.',
  'in-terminal': 'What is said in a terminal is not sent anywhere.',
}

export function refusalInWords(refusal: QueueRefusal): string {
  return REFUSALS[refusal]
}

export function standingOf(item: QueueItem): Standing {
  if (item.box === 'outbox' && isHeldRow(item.row)) return 'held'
  const { state } = item.row
  return state === 'pending' ? 'to send' : state
}

export const QUEUE_HEAD = ['ID', 'Phone', 'Age', 'State', 'Why']

/** A line of the queue. What was written stays out of it: `trace` shows that of one text. */
export function queueRow(item: QueueItem, obstacles: Obstacles, now: number): string[] {
  return [
    nameOf(item),
    item.row.address,
    spanInWords(now - beganAt(item)),
    standingOf(item),
    reasonOf(item, obstacles, now),
  ]
}

/** Why it stands so, and what comes next; blank where that is plain. */
export function reasonOf(item: QueueItem, obstacles: Obstacles, now: number): string {
  if (item.box === 'inbox') return textReason(item.row)
  const { row } = item
  const tries = row.attempts > 0 && counted(row.attempts, 'attempt')
  const code = row.errorCode !== null && sendCodeInWords(row.errorCode)
  if (row.state === 'sending') return list('no answer of Twilio yet', tries)
  if (row.state !== 'pending') return list(code, tries)
  switch (waitsFor(item, obstacles)) {
    case 'whatsapp':
      return 'until they write on WhatsApp again'
    case 'answer':
      return 'until they have answered a question'
    case 'quiet-hours':
      return `in their quiet hours, for ${spanInWords((row.notBefore ?? now) - now)}`
    case 'twilio':
      return list(holdOf(obstacles), tries, 'until Twilio takes texts again')
    case null: {
      const isDue = row.nextAttemptAt <= now
      return list(
        code,
        tries,
        isDue ? 'due now' : `next in ${spanInWords(row.nextAttemptAt - now)}`,
      )
    }
  }
}

/** What has to happen before a text that waits to be sent is tried; null where it is only early. */
export function waitsFor(
  item: QueueItem,
  obstacles: Obstacles,
): 'whatsapp' | 'answer' | 'quiet-hours' | 'twilio' | null {
  if (item.box === 'inbox' || item.row.state !== 'pending') return null
  if (isHeldRow(item.row)) return 'whatsapp'
  if (obstacles.unanswered.has(item.row.id)) return 'answer'
  if (obstacles.quiet.has(item.row.id)) return 'quiet-hours'
  return holdOf(obstacles) === false ? null : 'twilio'
}

/** Why Twilio takes no text of ours, whoever it is to. */
function holdOf({ codes }: Obstacles): string | false {
  const code = codes.find((one) => isHolding(Number(one)))
  return code === undefined ? false : sendCodeInWords(code)
}

function textReason({ state, attempts }: Extract<QueueItem, { box: 'inbox' }>['row']): string {
  if (state === 'done') return ''
  if (state === 'parked') return 'its turn began three times and got nowhere'
  return attempts === 0 ? 'for its turn' : `its turn began ${timesInWords(attempts)}`
}

function timesInWords(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

function list(...parts: Array<string | false>): string {
  return parts.filter((part) => part !== false).join(', ')
}

const SUMS: Partial<Record<Standing, string>> = {
  waiting: 'waiting',
  parked: 'parked',
  'to send': 'to send',
  sending: 'being sent',
  held: 'held for WhatsApp',
  failed: 'not sent',
  undelivered: 'not delivered',
}

/** `1 waiting, 2 to send` */
export function queueSum(items: readonly QueueItem[]): string {
  const standings = items.map(standingOf)
  const sums = Object.entries(SUMS).flatMap(([standing, words]) => {
    const count = standings.filter((one) => one === standing).length
    return count > 0 ? `${count} ${words}` : []
  })
  return `${sums.join(', ')}.`
}
