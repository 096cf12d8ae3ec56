import { takeLock } from '../../src/db/lock.ts'

takeLock(process.argv[2] ?? '')
process.send?.('locked')
setInterval(() => {}, 1_000)
