import type { Fault } from '../../src/demo/fault.ts'

/** Every way in which a service can fail. */
export const FAULTS: ReadonlyArray<readonly [name: string, fault: Fault]> = [
  ['a connection that is reset', 'drop'],
  ['an answer that is lost after acting', 'act-then-drop'],
  ['no answer at all', 'hang'],
  ['an answer that drips without end', 'drip'],
  ['an answer that is cut short', 'truncate'],
  ['half of the JSON', 'garble'],
  ['a 429', { status: 429, headers: { 'retry-after': '1' }, body: { message: 'Slow down' } }],
  ['a 500', { status: 500, body: { message: 'Object reference not set', description: '' } }],
  ['a 500 after acting', { status: 500, body: { message: 'Expected 1' }, afterActing: true }],
  ['a 503', { status: 503, body: '<html><h1>503 Service Unavailable</h1></html>' }],
  ['a wrong key', 'wrong-key'],
]

/** Whether its answer never ends, so that it is met by whoever gives up in time. */
export const isEndless = (fault: Fault) => fault === 'hang' || fault === 'drip'

/** Nobody waits long where waiting ends in nothing; a busy machine is waited for elsewhere. */
export const ENDLESS_TIMEOUT_MS = 700
